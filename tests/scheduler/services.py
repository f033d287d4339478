"""A whole Airflow of processes: scheduler, api-server, dag-processor, triggerer, on loopback alone."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from dags.installation import DAGS, PLUGINS

AIRFLOW = str(Path(sys.executable).with_name("airflow"))
DONE = ("success", "failed")
# SQLite refuses a write at once where another process wrote since its transaction began to read; nothing was
# done then, and the API says no more than "Database error". So often it is asked again, as a user would.
LOCKED = 8
# Tasks are forks of the scheduler: what it has loaded, none of them loads again. That is most of their time.
PRELOAD = """import sys
if "scheduler" in sys.argv:
    import great_expectations
    import great_expectations.expectations.row_conditions
    import bhavhouse.pipelines.build
    import bhavhouse.pipelines.ingest
    import bhavhouse.pipelines.plan
    import bhavhouse.pipelines.publish
"""


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def until(what: str, seconds: float, found: Callable[[], Any]) -> Any:
    """Waits for `found` to return something true, and returns that."""
    end = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.3)
    return answer


class Airflow:
    """An installation in a folder, its DAGs copies of this repository's, each on a house of its own."""

    def __init__(self, home: Path, metadata: str, **settings: str) -> None:
        self.home = home
        self.dags = home / "dags"
        self.dags.mkdir(parents=True)
        self.port = free_port()
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "BHAVHOUSE"))}
        self.environment |= {
            "PATH": f"{Path(AIRFLOW).parent}:{os.environ['PATH']}",
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata,
            "AIRFLOW__CORE__DAGS_FOLDER": str(self.dags),
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(PLUGINS),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
            "AIRFLOW__CORE__PARALLELISM": "4",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{self.port}/execution/",
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self.port),
            "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{self.port}",
            "AIRFLOW__API_AUTH__JWT_SECRET": "known to the processes of this test alone, and to no other",
            "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
            "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",
            **settings,
        }
        self._services: list[subprocess.Popen[bytes]] = []
        self._token = ""

    def add_dag(
        self,
        of: str,
        name: str,
        archive: str,
        defaults: str = "{}",
        changes: Iterable[tuple[str, str]] = (),
        house: str = "",
    ) -> None:
        """Copies a DAG under a new name, for a house of that name or the one given.

        `defaults` is an expression that is laid over DAG_DEFAULTS, `changes` are texts to replace.
        """
        text = re.sub(rf"\b{of}\(\)", f"{name}()", (DAGS / f"{of}.py").read_text())
        for old, new in (("**DAG_DEFAULTS", f"**(DAG_DEFAULTS | {defaults})"), *changes):
            assert old in text, old
            text = text.replace(old, new)
        variables = {"BHAVHOUSE_HOME": f"{self.home}/houses/{house or name}", "BHAVHOUSE_ARCHIVE": archive}
        header = "from datetime import datetime, timedelta, timezone\nimport os\n"
        (self.dags / f"{name}.py").write_text(f"{header}{text}\n\nos.environ.update({variables!r})\n")

    def cli(self, *words: str) -> str:
        done = subprocess.run([AIRFLOW, *words], env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        (self.home / "config").mkdir()
        (self.home / "config" / "airflow_local_settings.py").write_text(PRELOAD)
        self.cli("db", "migrate")
        for service in ("api-server", "dag-processor", "triggerer --skip-serve-logs"):
            self._start(service)
        until("the API answers", 90, lambda: self.answers("monitor/health"))
        self._start("scheduler --skip-serve-logs")
        wanted = {path.stem for path in self.dags.glob("*.py")}
        until(
            f"the DAGs {wanted} are known",
            90,
            lambda: wanted <= {dag["dag_id"] for dag in self.ask("dags?limit=100")["dags"]},
        )
        assert self.ask("importErrors")["import_errors"] == []

    def _start(self, service: str) -> None:
        with (self.home / f"{service.split()[0]}.log").open("ab") as log:
            # A session of its own, so that all that comes of it can be ended.
            process = subprocess.Popen(
                [AIRFLOW, *service.split()],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._services.append(process)

    def stop(self) -> None:
        """Ends every process, whatever state it is in."""
        for service in reversed(self._services):
            with suppress(ProcessLookupError):
                os.killpg(service.pid, signal.SIGTERM)
        for service in self._services:
            with suppress(subprocess.TimeoutExpired):
                service.wait(5)
            with suppress(ProcessLookupError):
                os.killpg(service.pid, signal.SIGKILL)
        until("all processes have ended", 20, lambda: not self._kill_leftovers())

    def _kill_leftovers(self) -> list[int]:
        found = self.leftovers()
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return found

    def leftovers(self) -> list[int]:
        """Processes of this installation, known by its folder in their environment."""
        mark, found = f"AIRFLOW_HOME={self.home}\0".encode(), []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if mark in (process / "environ").read_bytes():
                    found.append(int(process.name))
        return found

    def answers(self, path: str) -> bool:
        try:
            return bool(self.ask(path))
        except (URLError, OSError):
            return False

    def ask(self, path: str, body: dict[str, Any] | None = None, method: str = "") -> dict[str, Any]:
        """Asks the public API."""
        address = f"http://127.0.0.1:{self.port}"
        if not self._token:
            with urlopen(f"{address}/auth/token", timeout=20) as answer:
                self._token = json.load(answer)["access_token"]
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body is not None else None
        request = Request(f"{address}/api/v2/{path}", data, headers, method=method or None)
        for attempt in range(LOCKED + 1):
            try:
                with urlopen(request, timeout=30) as answer:
                    return json.load(answer)
            except HTTPError as error:
                said = error.read().decode()
                if attempt == LOCKED or "Database error" not in said:
                    error.add_note(said)
                    raise
            time.sleep(0.5)
        raise AssertionError("unreachable")

    def pause(self, dag: str, is_paused: bool) -> None:
        self.ask(f"dags/{dag}", {"is_paused": is_paused}, "PATCH")

    def trigger(self, dag: str, key: str | None = None, **conf: Any) -> str:
        """Has a run made by hand; returns its id."""
        body = {"logical_date": None, "partition_key": key, "conf": conf}
        return self.ask(f"dags/{dag}/dagRuns", body)["dag_run_id"]

    def clear(self, dag: str, run: str) -> None:
        self.ask(f"dags/{dag}/dagRuns/{run}/clear", {"dry_run": False, "only_failed": False})

    def runs(self, dag: str) -> list[dict[str, Any]]:
        """Its runs, by partition key."""
        found = self.ask(f"dags/{dag}/dagRuns?limit=100")["dag_runs"]
        return sorted(found, key=lambda run: (run["partition_key"] or "", run["run_after"]))

    def tasks(self, dag: str, run: str = "~") -> list[dict[str, Any]]:
        """Task instances; a finished backfill has hundreds."""
        found: list[dict[str, Any]] = []
        while page := self.ask(f"dags/{dag}/dagRuns/{run}/taskInstances?limit=100&offset={len(found)}")[
            "task_instances"
        ]:
            found += page
        return found

    def states(self, dag: str, run: str) -> dict[str, str | None]:
        return {task["task_id"]: task["state"] for task in self.tasks(dag, run)}

    def wait(self, dag: str, run: str, seconds: float = 120) -> str:
        """Waits for the end of a run and returns its state."""
        return until(
            f"{dag} {run} ends",
            seconds,
            lambda: (s := self.ask(f"dags/{dag}/dagRuns/{run}")["state"]) in DONE and s,
        )

    def wait_all(self, dag: str, runs: int, seconds: float) -> Counter[str]:
        """Waits until `runs` runs have ended and returns their states."""

        def ended() -> Counter[str] | None:
            states = Counter(run["state"] for run in self.runs(dag))
            return states if sum(states[s] for s in DONE) >= runs else None

        return until(f"{runs} runs of {dag} end", seconds, ended)

    def tasks_a_minute(self, dag: str) -> float:
        """Tasks that ran, over the time from the first one's start to the last one's end."""
        ran = [t for t in self.tasks(dag) if t["start_date"] and t["end_date"]]
        begun = min(datetime.fromisoformat(t["start_date"]) for t in ran)
        ended = max(datetime.fromisoformat(t["end_date"]) for t in ran)
        return len(ran) / (ended - begun).total_seconds() * 60
