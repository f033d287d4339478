"""What many tests share: an empty house, a simulated one and a real one, each built once."""

import os
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import watchlists
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import Report
from bhavhouse.simulate import SimulationSummary, simulate
from exchange import Archive
from houses import backfill, open_house

REAL_START, REAL_END = date(2025, 1, 1), date(2026, 2, 27)


@dataclass(frozen=True)
class Simulated:
    """A simulated exchange, watch lists beside it, and the house that holds all of it."""

    summary: SimulationSummary
    watch: Path
    house: House
    report: Report

    def truth(self, name: str) -> pd.DataFrame:
        return _truth(self.summary.out, name).copy()


@cache
def _truth(archive: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(archive / "truth" / f"{name}.csv", keep_default_na=False, na_values=[""])


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive folder of a small market, still empty."""
    return Archive(tmp_path / "archive")


@pytest.fixture
def house(tmp_path: Path, archive: Archive) -> House:
    """A house that has received nothing yet."""
    return open_house(tmp_path / "home", archive.folder)


@pytest.fixture(scope="session")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    """290 sessions of 80 securities; read it, do not change it."""
    folder = tmp_path_factory.mktemp("simulated")
    summary = simulate(folder / "exchange", 290, 80, 7)
    watch = watchlists.write_simulated(folder / "watch", _truth(summary.out, "daily"))
    house = open_house(folder / "home", summary.out, watch)
    return Simulated(summary, watch, house, backfill(house, summary.first_session, summary.last_session))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of the exchange's own files."""
    named = os.environ.get("BHAVHOUSE_REAL_DATA", "")
    if not named:
        pytest.skip("BHAVHOUSE_REAL_DATA names no folder of real files")
    return Path(named)


@pytest.fixture(scope="session")
def real_watch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of watch lists of real names."""
    return watchlists.write_real(tmp_path_factory.mktemp("watch"))


@pytest.fixture(scope="session")
def real_house(
    real_data: Path, real_watch: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[House, Report]:
    """Every session of 2025-01-01 to 2026-02-27, with the stale files among them, and watch lists."""
    house = open_house(tmp_path_factory.mktemp("real") / "home", real_data, real_watch)
    return house, backfill(house, REAL_START, REAL_END)
