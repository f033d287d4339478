"""Market capitalisation and size segments of the real sessions against the exchange's bundle and lists."""

from pathlib import Path

import pandas as pd
import pytest

from bhavhouse.pipelines.house import House
from houses import rows_of, select
from reference.size import assert_segments_are, segments

pytestmark = pytest.mark.real_data
OVERLAP = {"large": 90, "mid": 126, "small": 242}  # of 100, 150 and 250


@pytest.fixture(scope="module")
def house(real_house) -> House:
    return real_house[0]


def printed(real_data: Path, day: int) -> pd.DataFrame:
    """The bundle's file of a day of December 2025: its lines of shares, traded that day or not."""
    path = real_data / f"nse/pr/PR{day}1225/mcap{day}122025.csv"
    lines = pd.read_csv(path, dtype=str, keep_default_na=False)
    lines.columns = lines.columns.str.strip()
    lines = lines.apply(lambda column: column.str.strip())
    lines = lines[lines["Series"].isin(["EQ", "BE", "BZ", "SM", "ST", "SZ"])]
    return lines.set_index("Symbol")


def dated(house: House, sql: str, *days: str) -> pd.DataFrame:
    rows = select(house, sql).to_pandas()
    return rows.assign(**{name: pd.to_datetime(rows[name]) for name in days})


@pytest.mark.parametrize(("day", "traded"), [(16, 2644), (17, 2655)])
def test_every_figure_of_the_bundle_is_issue_size_times_close(house, real_data, day, traded):
    lines = printed(real_data, day)
    found = select(house, f"""
        select p.symbol, m.shares, m.market_cap_inr, m.is_estimated
        from core.market_cap as m
        inner join core.fact_daily_price as p on m.session = p.session and m.security_id = p.security_id
        where m.session = date '2025-12-{day}' and m.shares_as_of = m.session
    """).to_pandas().set_index("symbol")  # fmt: skip
    both = lines.join(found, how="inner")
    assert len(both) == len(found) == traded and not found["is_estimated"].any()
    assert (both["Issue Size"].astype("int64") == both["shares"]).all()
    assert (both["Market Cap(Rs.)"].astype(float) - both["market_cap_inr"]).abs().max() < 1
    on_the_day = lines[lines["Last Trade Date"] == f"{day} DEC 2025"]
    left_out = set(on_the_day.index) - set(found.index)
    assert left_out and all("-RE" in symbol for symbol in left_out)  # rights entitlements are no shares


def test_a_share_that_the_bundle_dropped_keeps_its_last_figure(house):
    rows = select(house, """
        select m.session, m.shares, m.shares_as_of, m.is_estimated from core.market_cap as m
        where m.security_id = 'NSE:ROLTA' order by m.session
    """).to_pylist()  # fmt: skip
    told = [(str(r["session"]), r["shares"], str(r["shares_as_of"]), r["is_estimated"]) for r in rows[:2]]
    assert told == [
        ("2025-12-16", 165891355, "2025-12-16", False),
        ("2025-12-17", 165891355, "2025-12-16", True),
    ]


def test_a_split_after_the_last_bundle_is_carried_by_its_factor(house):
    """KOTAKBANK: 5 for 1 on 14 January 2026; a bundle of December is the last that holds its shares."""
    rows = select(house, """
        select m.session, m.shares, m.market_cap_inr, m.is_estimated from core.market_cap as m
        inner join core.fact_daily_price as p on m.session = p.session and m.security_id = p.security_id
        where p.symbol = 'KOTAKBANK' and m.session in (date '2026-01-13', date '2026-01-14')
        order by m.session
    """).to_pylist()  # fmt: skip
    assert [(r["shares"], r["market_cap_inr"]) for r in rows] == [
        (1988592513, pytest.approx(1988592513 * 2132.6)),
        (5 * 1988592513, pytest.approx(5 * 1988592513 * 421.0)),
    ]
    assert all(r["is_estimated"] for r in rows)


def test_nothing_is_carried_back_before_the_first_bundle(house):
    rows = select(house, """
        select min(session) as first, count(distinct session) as sessions, (
            select count(*) from core.dim_session where session >= date '2025-12-16'
        ) as held
        from core.market_cap
    """).to_pylist()  # fmt: skip
    assert str(rows[0]["first"]) == "2025-12-16" and rows[0]["sessions"] == rows[0]["held"] > 50


def test_the_segments_are_those_of_an_independent_ranking(house, real_data):
    prices = dated(house, """
        select session, security_id, symbol, series, close_inr from core.fact_daily_price
        where instrument = 'common'
    """, "session")  # fmt: skip
    in_december = prices[prices["session"].dt.strftime("%Y-%m") == "2025-12"]
    ids = in_december.drop_duplicates("symbol").set_index("symbol")["security_id"]
    sizes = pd.concat(
        pd.DataFrame(
            {
                "session": pd.Timestamp(2025, 12, day),
                "security_id": lines.index.map(ids),
                "shares": lines["Issue Size"].astype("int64"),
            }
        ).dropna()
        for day, lines in ((day, printed(real_data, day)) for day in (16, 17))
    )
    wanted = segments(
        prices,
        sizes,
        dated(house, "select * from core.corporate_action", "ex_date", "known_on"),
        dated(house, "select * from core.action_candidate", "session", "decided_on"),
    )
    found = dated(house, "select * from core.size_segment", "valid_from", "valid_to")
    assert set(found["valid_from"].dt.strftime("%Y-%m-%d")) == {"2025-12-17", "2026-01-01"}
    assert len(found) > 7000 and found["is_estimated"].all()
    assert_segments_are(found, wanted)


def test_segments_agree_with_the_indices_of_the_same_size(house, real_data):
    """The lists of 3 February 2026, made by free float and half a year earlier in part."""
    ranks = rows_of(house, "core.size_segment").to_pandas()
    ranks = ranks[(ranks["valid_from"].astype(str) == "2026-01-01") & (ranks["segment"] != "micro")]
    symbols = rows_of(house, "core.dim_security").to_pandas().set_index("security_id")["symbol"]
    ranks = ranks.assign(symbol=ranks["security_id"].map(symbols)).set_index("symbol")
    shared = {}
    for name, segment in (("100", "large"), ("midcap150", "mid"), ("smallcap250", "small")):
        path = real_data / f"nse/lists/constituents_2026-02-03/ind_nifty{name}list.csv"
        members = pd.read_csv(path)["Symbol"]
        members = members[~members.str.startswith("DUMMY")]
        shared[segment] = int((members.map(ranks["segment"]) == segment).sum())
    assert shared == OVERLAP
