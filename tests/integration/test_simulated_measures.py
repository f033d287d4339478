"""Every measure of the simulated exchange as plain pandas computes it from the truth."""

import pandas as pd
import pytest

from houses import select
from integration.test_simulated_breadth import explained
from reference import measures
from reference.comparisons import COMPARISONS, internal
from reference.market_truth import market_of_truth
from reference.measures import Market


@pytest.fixture(scope="module")
def market(simulated) -> Market:
    house = select(simulated.house, """
        select session, symbol, security_id, price_factor as house_factor, prior_price_inr as house_prior,
            not_comparable_reason as house_reason
        from core.price_change
    """).to_pandas()  # fmt: skip
    house["session"] = pd.to_datetime(house["session"])
    symbols = internal(simulated.house, "core.security_line")
    for column in ("valid_from", "valid_to"):
        symbols[column] = pd.to_datetime(symbols[column])
    known = set().union(*explained(simulated).values())
    return market_of_truth(simulated.summary.out, simulated.watch, simulated.truth, house, symbols, known)


@pytest.mark.parametrize("name", COMPARISONS)
def test_every_row_and_column_is_the_independent_computations(simulated, market, name):
    COMPARISONS[name].check(name, simulated.house, market)


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
    assert kinds == {"nse_main", "nse_sme", "nse_all", "sector", "watch"}
    assert breadth.loc[breadth["universe"].str.startswith("watch:"), "not_traded"].sum() > 0
