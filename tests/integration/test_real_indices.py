"""Levels of indices and flows of institutions from the exchange's own files, few of them with prices."""

import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from bhavhouse.market.calendar import expected_sessions
from bhavhouse.pipelines.house import House
from houses import backfill, open_house, rows_of, select
from reference.indices import assert_returns_are, assert_valuations_are, valuations_of

pytestmark = pytest.mark.real_data
START, END = date(2025, 12, 1), date(2026, 8, 31)


@pytest.fixture(scope="module")
def house(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("indices")
    for name in ("nse/pr", "nse/ind_close_all", "nse/index_snapshots", "flows"):
        shutil.copytree(real_data / name, folder / "archive" / name)
    house = open_house(folder / "home", folder / "archive")
    assert backfill(house, START, END).failures == []
    return house


def levels_of(house: House, name: str) -> dict[str, tuple[float, str]]:
    sql = f"select session, close, source from marts.index_history where index_name = '{name}'"
    return {str(r["session"]): (r["close"], r["source"]) for r in select(house, sql).to_pylist()}


def return_of(house: House, name: str, day: str, column: str) -> float | None:
    sql = f"select {column} from marts.index_return where index_name = '{name}' and session = date '{day}'"
    (found,) = select(house, sql).column(0).to_pylist()
    return found


def test_the_bundle_gives_its_sessions_and_the_one_before(house):
    levels = levels_of(house, "nifty_50")
    assert [levels[f"2025-12-{day}"] for day in (15, 16, 17)] == [
        (26027.30, "previous_close"),
        (25860.10, "bundle_index"),
        (25818.55, "bundle_index"),
    ]
    # The bundle's own report says that the index closed 0.64 % down.
    assert return_of(house, "nifty_50", "2025-12-16", "return_1_pct") == pytest.approx(-0.6424, abs=1e-4)
    sql = "select session, count(*) as n from marts.index_history where source = 'bundle_index' group by all"
    assert {str(r["session"]): r["n"] for r in select(house, sql).to_pylist()} == {
        "2025-12-16": 133,
        "2025-12-17": 133,
    }


def test_pages_give_the_closes_of_two_weeks_and_the_one_that_no_page_was_kept_of(house):
    levels = {day: level for day, level in levels_of(house, "nifty_50").items() if day >= "2026-07"}
    assert len(levels) == 12  # 23 July to 7 August
    assert levels["2026-07-23"] == (23869.60, "previous_close")
    assert levels["2026-07-24"] == (23767.45, "index_snapshot")
    assert levels["2026-08-06"] == (24636.00, "previous_close")
    assert levels["2026-08-07"] == (24570.65, "index_snapshot")
    nine = return_of(house, "nifty_50", "2026-08-07", "return_9_pct")  # from 27 July
    assert nine == pytest.approx(100 * (24570.65 / 23995.95 - 1))
    rows = select(house, """
        select pe_ratio, pb_ratio, dividend_yield_pct from marts.index_history
        where index_name = 'nifty_50' and session = date '2026-07-24'
    """).to_pylist()  # fmt: skip
    assert [tuple(row.values()) for row in rows] == [(20.29, 2.97, 1.28)]
    none = select(house, "select count(*) as n from marts.index_history where pe_ratio = 0 or open = 0")
    assert none.to_pylist() == [{"n": 0}]


def test_the_smallcap_index_did_what_its_file_says_and_nine_sessions_are_not_checkable(house):
    levels = levels_of(house, "nifty_smallcap_100")
    assert [levels[f"2026-02-{day}"] for day in (10, 11, 12)] == [
        (close, "index_close") for close in (17451.20, 17455.00, 17344.10)
    ]
    assert return_of(house, "nifty_smallcap_100", "2026-02-11", "return_1_pct") == pytest.approx(
        0.02, abs=0.005
    )
    assert return_of(house, "nifty_smallcap_100", "2026-02-12", "return_1_pct") == pytest.approx(
        -0.64, abs=0.005
    )
    # Nine sessions before the 12th lies Sunday the 1st, and the file of the 2nd prints no change.
    assert "2026-02-01" not in levels
    assert return_of(house, "nifty_smallcap_100", "2026-02-12", "return_9_pct") is None
    from_friday = 100 * (levels["2026-02-11"][0] / levels["2026-01-30"][0] - 1)
    assert return_of(house, "nifty_smallcap_100", "2026-02-11", "return_9_pct") == pytest.approx(from_friday)


def test_the_returns_are_the_independent_computations(house):
    sessions = [pd.Timestamp(s.day) for s in expected_sessions(date(2025, 3, 1), END)]
    levels, returns = (rows_of(house, f"marts.index_{name}").to_pandas() for name in ("history", "return"))
    for table in (levels, returns):
        table["session"] = pd.to_datetime(table["session"])
    assert len(assert_returns_are(returns, levels, sessions)) > 1800


def test_the_gaps_between_small_mid_and_large_are_the_independent_computations(house):
    sessions = [pd.Timestamp(s.day) for s in expected_sessions(date(2025, 3, 1), END)]
    levels, gaps = (rows_of(house, f"marts.index_{name}").to_pandas() for name in ("history", "valuation"))
    for table in (levels, gaps):
        table["session"] = pd.to_datetime(table["session"])
    assert_valuations_are(gaps, valuations_of(levels, sessions))
    last = gaps[(gaps["session"] == "2026-08-07") & (gaps["measure"] == "pe_ratio")]
    assert len(last) == 6 and last["premium_percentile"].notna().all()


def test_the_files_of_flows_disagree_on_three_sessions_and_both_figures_are_kept(house):
    rows = select(house, """
        select session, investor, version, net_inr_crore, buy_inr_crore, is_latest,
            difference_from_first_inr_crore as difference
        from marts.institutional_flows order by session, investor, version
    """).to_pylist()  # fmt: skip
    revised = {(str(r["session"]), r["investor"]) for r in rows if r["version"] == 2}
    assert revised == {(f"2026-05-{day}", who) for day in (26, 27, 29) for who in ("fii", "dii")}
    one = [r for r in rows if (str(r["session"]), r["investor"]) == ("2026-05-26", "fii")]
    assert [(r["net_inr_crore"], r["buy_inr_crore"], r["is_latest"], r["difference"]) for r in one] == [
        (-1657.92, None, False, 0),
        (-2407.87, 13127.02, True, -749.95),
    ]
    current = rows_of(house, "marts.institutional_flows_current")
    assert current.num_rows == len(rows) - 6 == len({(r["session"], r["investor"]) for r in rows})
