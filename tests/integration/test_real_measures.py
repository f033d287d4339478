"""Every measure of the real 290 sessions as plain pandas computes it from the exchange's own files."""

from dataclasses import replace
from datetime import date
from functools import partial

import pandas as pd
import pytest

from bhavhouse.market.calendar import expected_sessions
from bhavhouse.pipelines.house import House
from houses import select
from reference import measures, rotation
from reference.breadth import observe
from reference.comparisons import COMPARISONS, check_own_indices, check_rotation, house_rows
from reference.lists import fund_lines, given_of, universes
from reference.market_files import market_of, turnovers
from reference.measures import Market

pytestmark = pytest.mark.real_data
START, END = date(2025, 1, 1), date(2026, 2, 27)


@pytest.fixture(scope="module")
def house(real_house) -> House:
    return real_house[0]


@pytest.fixture(scope="module")
def prices(real_data, house) -> tuple[Market, pd.DataFrame]:
    """The market, and every row of every series."""
    sql = """
        select p.symbol, p.session, a.price_factor, a.known_on from core.corporate_action as a
        inner join core.fact_daily_price as p on a.security_id = p.security_id and a.ex_date = p.session
        where a.source = 'inferred'
    """
    told = select(house, sql).to_pandas()
    told[["session", "known_on"]] = told[["session", "known_on"]].apply(pd.to_datetime)
    fixed = told[told["price_factor"].notna()]
    inferred = dict(
        zip(zip(fixed["symbol"], fixed["session"], strict=True), fixed["price_factor"], strict=True)
    )
    assert len(inferred) > 50
    ids = select(house, "select session, symbol, security_id from core.fact_daily_price").to_pandas()
    ids["session"] = pd.to_datetime(ids["session"])
    observed = observe(real_data, START, END, inferred)
    market = market_of(observed, real_data, inferred, ids)
    # Entitlements that trade later tell of a rights issue, and restate its session without a factor.
    rights = market.lines.merge(told[told["price_factor"].isna()], on=["symbol", "session"])
    restated = pd.concat([market.inferred, rights[["session", "security", "known_on"]]])
    return replace(market, inferred=restated), observed.rows


@pytest.fixture(scope="module")
def given(real_data, house, prices) -> rotation.Given:
    market, rows = prices
    rows = rows[(rows["series"] == "EQ") & (rows["volume"] > 0)].rename(columns={"previous": "prior"})
    exact = turnovers(real_data)
    rows = rows.join(exact, on=["session", "symbol", "series"])
    rows = rows.assign(turnover=rows["rupees"].fillna(rows["turnover"]))

    def funds(symbols: pd.DataFrame) -> pd.DataFrame:
        wanted = symbols[symbols["valid_to"].isna()][["symbol", "security_id"]]
        named = {row["symbol"] for row in rotation._listed("asset_funds.csv")}
        chosen = rows[rows["symbol"].isin(named)].drop(columns="security").merge(wanted, on="symbol")
        return fund_lines(chosen, lambda days: days.map(market.calendar))

    lists = real_data / "nse" / "lists"
    files = [*lists.glob("constituents_*/ind_*list.csv"), *lists.glob("classification/*.csv")]
    (bse,) = real_data.glob("bse/master_*/Equity.csv")
    return given_of(partial(house_rows, house), files, bse, funds)


@pytest.fixture(scope="module")
def market(prices, given, real_watch, house) -> Market:
    return replace(prices[0], listed=universes(given, partial(house_rows, house), real_watch))


@pytest.mark.parametrize("name", COMPARISONS)
def test_every_row_and_column_is_the_independent_computations(house, market, name):
    COMPARISONS[name].check(name, house, market)


@pytest.fixture(scope="module")
def rotated(market, given) -> pd.DataFrame:
    return rotation.sector_rotation(market, given)


def test_every_segment_is_the_independent_computations(house, rotated):
    assert set(rotated["level"]) == {*rotation.LEVELS, "size", "asset", "theme"}
    check_rotation("marts.sector_rotation", house, rotated)


def test_every_observation_of_relative_rotation_is_the_independent_computations(house, market, rotated):
    last = rotation.weeks_end(pd.DatetimeIndex(market.calendar.index))
    expected = rotation.relative_rotation(market, rotated, last)
    assert set(expected["quadrant"].dropna()) == {"leading", "weakening", "lagging", "improving"}
    check_rotation("marts.relative_rotation", house, expected)


def test_our_own_indices_are_the_independent_computations(house, market, given):
    sessions = [pd.Timestamp(s.day) for s in expected_sessions(date(2024, 12, 1), END)]
    check_own_indices(house, market, given, sessions)


def test_the_reference_itself_gives_what_was_computed_by_hand(market):
    """RELIANCE closed at 1,200.10 on 28 February, 1,275.10 on 28 March and 1,570.40 on 31 December 2025."""
    lines = measures.price_change(market)
    own = lines[lines["symbol"] == "RELIANCE"].set_index("session")
    assert own.loc["2025-03-27", "return_month_pct"] == pytest.approx(100 * (1278.20 / 1200.10 - 1))
    assert own.loc["2025-06-26", "return_fiscal_year_pct"] == pytest.approx(100 * (1495.30 / 1275.10 - 1))
    assert own.loc["2026-02-27", "return_calendar_year_pct"] == pytest.approx(100 * (1393.90 / 1570.40 - 1))
    assert own.loc["2025-01-31":"2025-12-31", "return_calendar_year_pct"].isna().all()
    movers = measures.market_movers(market)
    first = movers[(movers["session"] == "2026-02-12") & (movers["kind"] == "gainer") & (movers["rank"] == 1)]
    first = first.set_index("universe").loc["nse_main"]
    assert first["symbol"] == "GVPIL" and first["return_1_pct"] == pytest.approx(19.99, abs=0.005)
    day = measures.breadth_additions(market).set_index(["session", "universe"])
    told = day.loc[(pd.Timestamp("2025-12-17"), "nse_all")]
    assert [told[f"reported_{way}"] for way in ("advances", "declines", "unchanged")] == [1106, 2200, 82]
