"""Market capitalisation of the real sessions against what the exchange's own bundle prints."""

from pathlib import Path

import pandas as pd
import pytest

from bhavhouse.pipelines.house import House
from houses import select

pytestmark = pytest.mark.real_data


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
