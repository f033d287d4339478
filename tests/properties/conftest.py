"""Random markets, each in a house that took all of it at once."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from bhavhouse.pipelines.house import House
from bhavhouse.settings import Settings
from bhavhouse.simulate import SimulationSummary, simulate
from houses import backfill, open_house
from shared import made_once

SESSIONS, SECURITIES, SEEDS = 60, 24, (5, 23)


@dataclass(frozen=True)
class Market:
    """A simulated exchange and the house that holds all of it; read them, do not change them."""

    summary: SimulationSummary
    house: House
    seed: int

    @property
    def exchange(self) -> Path:
        return self.summary.out

    def truth(self, name: str) -> pd.DataFrame:
        path = self.exchange / "truth" / f"{name}.csv"
        return pd.read_csv(path, keep_default_na=False, na_values=[""])


@pytest.fixture(scope="session")
def random_market(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Market]:
    """Seed -> three months of 24 securities, made once."""

    def of(seed: int) -> Market:
        def make(folder: Path) -> tuple[SimulationSummary, Settings]:
            summary = simulate(folder / "exchange", SESSIONS, SECURITIES, seed)
            house = open_house(folder / "home", summary.out)
            backfill(house, summary.first_session, summary.last_session)
            return summary, house.settings

        summary, settings = made_once(tmp_path_factory, f"random{seed}", make)
        return Market(summary, House(settings), seed)

    return of


@pytest.fixture(params=SEEDS, ids=lambda seed: f"seed{seed}")
def market(request: pytest.FixtureRequest, random_market: Callable[[int], Market]) -> Market:
    return random_market(request.param)
