"""What many tests share: an empty house, a simulated one and a real one, each built once for all workers."""

import os
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

import watchlists
from bhavhouse import cli
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import Report
from bhavhouse.settings import Settings
from bhavhouse.simulate import SimulationSummary, simulate
from exchange import Archive
from houses import Run, backfill, environment, open_house
from shared import ByShared, in_order, made_once

REAL_START, REAL_END = date(2025, 1, 1), date(2026, 2, 27)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return ByShared(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: in_order(item.nodeid))


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


@pytest.fixture
def run(tmp_path: Path, archive: Archive, monkeypatch, capsys) -> Run:
    """Calls the command line as its script does; gives its status and what it printed."""
    for name, value in environment(tmp_path / "home", archive.folder).items():
        monkeypatch.setenv(name, value)

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["bhavhouse", *arguments])
        capsys.readouterr()
        try:
            cli.main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        else:
            status = 0
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


@pytest.fixture(scope="session")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    """290 sessions of 80 securities; read it, do not change it."""

    def make(folder: Path) -> tuple[SimulationSummary, Path, Settings, Report]:
        summary = simulate(folder / "exchange", 290, 80, 7)
        watch = watchlists.write_simulated(folder / "watch", _truth(summary.out, "daily"))
        house = open_house(folder / "home", summary.out, watch)
        report = backfill(house, summary.first_session, summary.last_session)
        return summary, watch, house.settings, report

    summary, watch, settings, report = made_once(tmp_path_factory, "simulated", make)
    return Simulated(summary, watch, House(settings), report)


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
    return made_once(tmp_path_factory, "watch", watchlists.write_real)


@pytest.fixture(scope="session")
def real_house(
    real_data: Path, real_watch: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[House, Report]:
    """Every session of 2025-01-01 to 2026-02-27, with the stale files among them, and watch lists."""

    def make(folder: Path) -> tuple[Settings, Report]:
        house = open_house(folder / "home", real_data, real_watch)
        return house.settings, backfill(house, REAL_START, REAL_END)

    settings, report = made_once(tmp_path_factory, "real", make)
    return House(settings), report


@pytest.fixture(scope="session")
def real_house_of_2020(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Every session of July to September 2020, which the older bhavcopy tells of."""

    def make(folder: Path) -> Settings:
        house = open_house(folder / "home", real_data)
        assert backfill(house, date(2020, 7, 1), date(2020, 9, 30)).failures == []
        return house.settings

    return House(made_once(tmp_path_factory, "real_of_2020", make))
