"""A small market, and the house that an undisturbed backfill makes of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bhavhouse.pipelines.house import House
from bhavhouse.simulate import SimulationSummary, simulate
from houses import backfill, open_house


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> SimulationSummary:
    """Six weeks of 24 securities, with restated files, a hole, ratings and lists."""
    return simulate(tmp_path_factory.mktemp("faults") / "exchange", 30, 24, 5)


@pytest.fixture(scope="session")
def undisturbed(market: SimulationSummary, tmp_path_factory: pytest.TempPathFactory) -> House:
    house = open_house(tmp_path_factory.mktemp("undisturbed") / "home", market.out)
    backfill(house, market.first_session, market.last_session)
    return house


@pytest.fixture
def new_house(market: SimulationSummary, tmp_path: Path) -> Callable[[str], House]:
    """Opens an empty house of a name of its own."""
    return lambda name: open_house(tmp_path / name, market.out)
