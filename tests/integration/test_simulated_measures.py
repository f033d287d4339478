"""Every measure of the simulated exchange as plain pandas computes it from the truth."""

from dataclasses import replace
from functools import partial

import pandas as pd
import pytest

from houses import select
from integration.test_simulated_breadth import explained
from reference import measures, rotation
from reference.comparisons import COMPARISONS, check_own_indices, check_rotation, house_rows
from reference.lists import fund_lines, given_of, universes
from reference.market_truth import KEYS, market_of_truth, printed
from reference.measures import Market


@pytest.fixture(scope="module")
def prices(simulated) -> Market:
    house = select(simulated.house, """
        select session, symbol, security_id, price_factor as house_factor, prior_price_inr as house_prior,
            not_comparable_reason as house_reason
        from core.price_change
    """).to_pandas()  # fmt: skip
    house["session"] = pd.to_datetime(house["session"])
    known = set().union(*explained(simulated).values())
    return market_of_truth(simulated.summary.out, simulated.truth, house, known)


@pytest.fixture(scope="module")
def given(simulated, prices) -> rotation.Given:
    exchange, daily = simulated.summary.out, simulated.truth("daily")
    daily = daily[(daily["universe"] == "none") & (daily["series"] == "EQ")]
    daily["session"] = pd.to_datetime(daily["session"])
    rows = daily.merge(printed(exchange), on=KEYS).rename(columns={"prior_close_on_same_basis": "prior"})

    def funds(symbols: pd.DataFrame) -> pd.DataFrame:
        named = {row["symbol"] for row in rotation._listed("asset_funds.csv")}
        chosen = rows[rows["symbol"].isin(named)].merge(symbols[["symbol", "security_id"]], on="symbol")
        return fund_lines(chosen, lambda days: days.map(prices.calendar))

    files = [*exchange.glob("nse/constituents_*/*.csv"), *exchange.glob("nse/classification/*.csv")]
    return given_of(partial(house_rows, simulated.house), files, None, funds)


@pytest.fixture(scope="module")
def market(prices, given, simulated) -> Market:
    return replace(prices, listed=universes(given, partial(house_rows, simulated.house), simulated.watch))


@pytest.mark.parametrize("name", COMPARISONS)
def test_every_row_and_column_is_the_independent_computations(simulated, market, name):
    COMPARISONS[name].check(name, simulated.house, market)


@pytest.fixture(scope="module")
def rotated(market, given) -> pd.DataFrame:
    return rotation.sector_rotation(market, given)


def test_every_segment_is_the_independent_computations(simulated, rotated):
    assert {"macro_sector", "sector", "asset"} <= set(rotated["level"])
    check_rotation("marts.sector_rotation", simulated.house, rotated)


def test_every_observation_of_relative_rotation_is_the_independent_computations(simulated, market, rotated):
    days = pd.DatetimeIndex(simulated.truth("sessions")["session"])
    expected = rotation.relative_rotation(market, rotated, rotation.weeks_end(days))
    check_rotation("marts.relative_rotation", simulated.house, expected)


def test_our_own_indices_are_the_independent_computations(simulated, market, given):
    eve = pd.Timestamp("2024-12-31")
    sessions = [eve, *pd.to_datetime(simulated.truth("sessions")["session"])]
    check_own_indices(simulated.house, market, given, sessions)


def test_prior_prices_are_the_true_ones(market, simulated):
    """What the comparison rests on: factors and printed closes give the truth's prior close."""
    lines = market.lines
    known = set().union(*explained(simulated).values())
    sure = lines[(lines["reason"] == "") & ~lines["key"].isin(known)]
    assert len(sure) > 17_000
    assert ((sure["prior"] - sure["prior_close_on_same_basis"]).abs() < 1e-4).all()


def test_the_simulation_has_something_of_every_measure(market):
    distribution = measures.return_distribution(market)
    assert set(distribution["reference"]) == {
        "month", "calendar_year", "fiscal_year", "high_52w", "since:budget_2025", "since:budget_2026"
    }  # fmt: skip
    breadth = measures.breadth_additions(market)
    assert breadth["listings"].sum() >= 3 and breadth["divergence_streak"].max() >= 2
    assert breadth["restated_on"].notna().any() and breadth["delivery_pct_change_20"].notna().any()
    risk = measures.realised_risk(market)
    assert risk["beta_252"].notna().any()
    kinds = {universe.partition(":")[0] for universe in risk["universe"]}
    assert kinds == {"nse_main", "nse_sme", "nse_all", "sector", "watch", "cap", "index"}
    assert breadth.loc[breadth["universe"].str.startswith("watch:"), "not_traded"].sum() > 0
