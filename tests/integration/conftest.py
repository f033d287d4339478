"""A PostgreSQL server, databases in it, and a built house whose warehouse may lie in one."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pandas as pd
import pytest

import watchlists
from bhavhouse.pipelines.house import House
from bhavhouse.settings import Settings
from bhavhouse.simulate import SimulationSummary, simulate
from houses import backfill, open_house
from postgres import Server, run
from shared import made_once

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.stop()


@pytest.fixture
def database(server: Server) -> str:
    """The address of a database in which nothing has been made yet."""
    url = server.url("postgres")
    run(url, "drop schema if exists core, marts, bhavhouse, ledger cascade")
    return url


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> SimulationSummary:
    """Five months of 30 securities."""
    return made_once(tmp_path_factory, "market", lambda folder: simulate(folder / "exchange", 100, 30, 11))


@pytest.fixture(scope="session")
def built(market: SimulationSummary, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with all of that market and a watch list, published to DuckDB; read it, do not change it."""

    def make(folder: Path) -> Settings:
        symbols = pd.read_csv(market.out / "truth" / "securities.csv")["symbol"]
        watch = watchlists.write(folder / "watch", "mine", market.first_session, symbols[::4]).parent
        house = open_house(folder / "home", market.out, watch)
        backfill(house, market.first_session, market.last_session)
        return house.settings

    return House(made_once(tmp_path_factory, "built", make))


@pytest.fixture
def published_to(built: House, tmp_path: Path) -> Callable[[str], House]:
    """A copy of that house which publishes to another warehouse, and which a test may change."""

    def copy(warehouse_url: str) -> House:
        home = tmp_path / f"home{next(_NUMBERS)}"
        shutil.copytree(built.settings.home, home)
        ledger = f"sqlite:///{home / 'ledger.sqlite'}"
        return House(replace(built.settings, home=home, warehouse_url=warehouse_url, ledger_url=ledger))

    return copy
