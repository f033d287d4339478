"""Where state, archive and warehouse lie: from the environment, with defaults that need nothing."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import sqlalchemy as sa

from bhavhouse.errors import UsageError

Warehouse: TypeAlias = Path | sa.URL  # a DuckDB file, or a PostgreSQL database; as text it shows no password

ROOT = Path(__file__).resolve().parents[2]
SQL = ROOT / "sql"
DECISIONS = Path(__file__).resolve().parent / "market" / "identity_decisions.csv"


_URL = re.compile(r"https?://")
# Parts are joined by colons; an address has some of its own: of a user, an IPv6 host, a port.
_PART = re.compile(
    r"https?://(?:[^:/@]*(?::[^:/@]*)?@)?(?:\[[^]]*\]|[^:/]*)(?::\d+(?=[/:]|$))?(?:/[^:]*)?|[^:]+"
)
_DUCKDB = "duckdb:///"


@dataclass(frozen=True)
class Settings:
    """One installation. `home` holds all state; every path is absolute.

    `archives` and `news` are folders, `archive_urls` and `news_urls` what is fetched. `warehouse_url` is
    duckdb:///PATH or postgresql+psycopg://..., `ledger_url` sqlite:///PATH or postgresql+psycopg://...
    `decisions` is the reviewed file of decisions on identity.
    """

    home: Path
    archives: tuple[Path, ...]
    archive_urls: tuple[str, ...]
    warehouse_url: str
    ledger_url: str
    decisions: Path = DECISIONS
    news: tuple[Path, ...] = ()
    news_urls: tuple[str, ...] = ()

    @property
    def raw(self) -> Path:
        """Bytes as received, by their hash."""
        return self.home / "raw"

    @property
    def inboxes(self) -> tuple[Path, ...]:
        """What was fetched: a folder for each of the addresses."""
        names = (re.sub(r"[^\w.-]+", "_", url.split("://")[1]).strip("_.") for url in self.archive_urls)
        return tuple(self.home / "inbox" / name for name in names)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where files are found: the archives, and what was fetched so far."""
        return (*self.archives, *(folder for folder in self.inboxes if folder.is_dir()))

    @property
    def lake(self) -> Path:
        """Typed Parquet."""
        return self.home / "lake"

    @property
    def warehouse(self) -> Warehouse:
        """Where readers look. Raises UsageError where the address names neither DuckDB nor PostgreSQL."""
        if self.warehouse_url.startswith(_DUCKDB):
            return Path(self.warehouse_url.removeprefix(_DUCKDB)).resolve()
        return database_url("BHAVHOUSE_WAREHOUSE_URL", self.warehouse_url, ("postgresql",), f"{_DUCKDB}PATH")


def database_url(setting: str, text: str, kinds: tuple[str, ...], default: str) -> sa.URL:
    """The address in `text`. Raises UsageError, without its password, where it is none of `kinds`."""
    try:
        url = sa.make_url(text)
    except (ValueError, sa.exc.ArgumentError):
        raise UsageError(
            f"{setting} cannot be read: write {default} or postgresql+psycopg://USER:PASSWORD@HOST/DATABASE, "
            "with %40 for an @ in the password"
        ) from None
    if url.get_backend_name() not in kinds:
        raise UsageError(f"{setting} is {url.drivername}:..., neither {default} nor postgresql+psycopg://...")
    # The one PostgreSQL driver that is installed for SQLAlchemy, however the address is written.
    return url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url


def simulated_archive(home: Path) -> Path:
    """Where the simulated exchange of the embedded default lies."""
    return home / "simulated_exchange"


def load() -> Settings:
    """The settings of this process."""
    home = Path(os.environ.get("BHAVHOUSE_HOME", "var")).resolve()
    parts = _PART.findall(os.environ.get("BHAVHOUSE_ARCHIVE", ""))
    folders = tuple(Path(part).resolve() for part in parts if not _URL.match(part))
    urls = tuple(part for part in parts if _URL.match(part))
    news = _PART.findall(os.environ.get("BHAVHOUSE_NEWS", ""))
    simulated = simulated_archive(home) / "news"
    if not parts and not news and simulated.is_dir():
        news = [str(simulated)]
    return Settings(
        home,
        folders if parts else (simulated_archive(home),),
        urls,
        os.environ.get("BHAVHOUSE_WAREHOUSE_URL") or f"{_DUCKDB}{home / 'warehouse.duckdb'}",
        os.environ.get("BHAVHOUSE_LEDGER_URL") or f"sqlite:///{home / 'ledger.sqlite'}",
        Path(os.environ.get("BHAVHOUSE_DECISIONS") or DECISIONS).resolve(),
        tuple(Path(part).resolve() for part in news if not _URL.match(part)),
        tuple(part for part in news if _URL.match(part)),
    )
