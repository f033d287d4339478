"""Where state, archive and warehouse lie: from the environment, with defaults that need nothing."""

import os
from dataclasses import dataclass
from pathlib import Path

from bhavhouse.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]
SQL = ROOT / "sql"


@dataclass(frozen=True)
class Settings:
    """One installation. `home` holds all state; every path is absolute."""

    home: Path
    archives: tuple[Path, ...]
    warehouse: Path

    @property
    def raw(self) -> Path:
        """Bytes as received, by their hash."""
        return self.home / "raw"

    @property
    def lake(self) -> Path:
        """Typed Parquet."""
        return self.home / "lake"

    @property
    def ledger(self) -> Path:
        """The ledger's SQLite file."""
        return self.home / "ledger.sqlite"


def simulated_archive(home: Path) -> Path:
    """Where the simulated exchange of the embedded default lies."""
    return home / "simulated_exchange"


def load() -> Settings:
    """The settings of this process.

    Raises UsageError for a warehouse address that is not understood.
    """
    home = Path(os.environ.get("BHAVHOUSE_HOME", "var")).resolve()
    named = os.environ.get("BHAVHOUSE_ARCHIVE", "")
    archives = tuple(Path(part).resolve() for part in named.split(":") if part) or (simulated_archive(home),)
    url = os.environ.get("BHAVHOUSE_WAREHOUSE_URL") or f"duckdb:///{home / 'warehouse.duckdb'}"
    prefix = "duckdb:///"
    if not url.startswith(prefix):
        raise UsageError(f"BHAVHOUSE_WAREHOUSE_URL is {url.split(':')[0]}:...; duckdb:///PATH is understood")
    return Settings(home, archives, Path(url.removeprefix(prefix)).resolve())
