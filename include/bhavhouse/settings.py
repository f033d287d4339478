"""Where state, archive and warehouse lie: from the environment, with defaults that need nothing."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from bhavhouse.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]
SQL = ROOT / "sql"


_URL = re.compile(r"https?://")
_DUCKDB = "duckdb:///"


@dataclass(frozen=True)
class Settings:
    """One installation. `home` holds all state; every path is absolute.

    `archives` are folders, `archive_urls` what is fetched; `warehouse_url` is duckdb:///PATH.
    """

    home: Path
    archives: tuple[Path, ...]
    archive_urls: tuple[str, ...]
    warehouse_url: str
    ledger_url: str

    @property
    def raw(self) -> Path:
        """Bytes as received, by their hash."""
        return self.home / "raw"

    @property
    def lake(self) -> Path:
        """Typed Parquet."""
        return self.home / "lake"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file of the warehouse. Raises UsageError where it is no DuckDB file."""
        if not self.warehouse_url.startswith(_DUCKDB):
            raise UsageError(
                f"BHAVHOUSE_WAREHOUSE_URL is {self.warehouse_url.split(':')[0]}:..., not {_DUCKDB}PATH"
            )
        return Path(self.warehouse_url.removeprefix(_DUCKDB)).resolve()


def simulated_archive(home: Path) -> Path:
    """Where the simulated exchange of the embedded default lies."""
    return home / "simulated_exchange"


def load() -> Settings:
    """The settings of this process."""
    home = Path(os.environ.get("BHAVHOUSE_HOME", "var")).resolve()
    # Parts are joined by colons; an address has one of its own, and one before its port.
    parts = [part for part in re.split(r":(?!//|\d+(?:[/:]|$))", os.environ.get("BHAVHOUSE_ARCHIVE", "")) if part]
    folders = tuple(Path(part).resolve() for part in parts if not _URL.match(part))
    urls = tuple(part for part in parts if _URL.match(part))
    return Settings(
        home,
        folders if parts else (simulated_archive(home),),
        urls,
        os.environ.get("BHAVHOUSE_WAREHOUSE_URL") or f"{_DUCKDB}{home / 'warehouse.duckdb'}",
        os.environ.get("BHAVHOUSE_LEDGER_URL") or f"sqlite:///{home / 'ledger.sqlite'}",
    )
