"""Traps of the exchange's files that no other test holds: a session of EQ alone, an ISIN that comes late,
a close put right after later months were built.
"""

import random
from datetime import date

import pyarrow.compute as pc
import pytest

from bhavhouse.market.calendar import expected_sessions
from exchange import udiff, udiff_name
from houses import assert_same_rows, backfill, count, open_house, rows_of, select

FRIDAY, SATURDAY, MONDAY = date(2025, 1, 31), date(2025, 2, 1), date(2025, 2, 3)


def test_where_a_file_holds_eq_alone_the_sme_names_did_not_trade_and_none_fell(archive, house):
    """As those of 1 February 2025 and 2026 do."""
    main = [(f"S{n:02d}", "EQ", 100.0, 101.0) for n in range(12)]
    sme = [(f"M{n:02d}", "SM", 100.0, 99.0) for n in range(3)]
    for day, rows in ((FRIDAY, main + sme), (SATURDAY, main), (MONDAY, main + sme)):
        archive.full(day, rows)
    backfill(house, FRIDAY, MONDAY)
    breadth = select(house, """
        select session, universe, traded, not_traded, declines, net_advances from marts.breadth_history
        where universe = 'nse_sme' order by session
    """).to_pylist()  # fmt: skip
    assert [(r["session"], r["traded"], r["not_traded"], r["declines"]) for r in breadth] == [
        (FRIDAY, 3, 0, 3), (SATURDAY, 0, 3, 0), (MONDAY, 3, 0, 3)
    ]  # fmt: skip


@pytest.mark.real_data
def test_the_budget_sessions_have_no_sme_names_and_a_main_board_a_little_short(real_house):
    house, _ = real_house
    rows = select(house, """
        select session, universe, traded, not_traded from marts.breadth_history
        where session in (date '2025-02-01', date '2026-02-01') and universe in ('nse_main', 'nse_sme')
    """).to_pylist()  # fmt: skip
    sme = [r for r in rows if r["universe"] == "nse_sme"]
    assert len(sme) == 2 and all(r["traded"] == 0 and r["not_traded"] > 200 for r in sme)
    assert all(r["traded"] > 1500 for r in rows if r["universe"] == "nse_main")


def test_an_isin_that_a_restated_file_corrects_makes_no_new_security(archive, house):
    """Blank in the first file, there the next day: the same security all along."""

    def rows(isin: str) -> list[tuple[str, str, str, float, float]]:
        others = [(f"INE{n:03d}A01015", f"S{n:02d}", "EQ", 100.0, 101.0) for n in range(1, 13)]
        return [(isin, "LATE", "EQ", 100.0, 101.0), *others]

    archive.put(f"nse/{udiff_name(FRIDAY)}", udiff(FRIDAY, rows("")))
    backfill(house, FRIDAY, FRIDAY)
    blank = rows_of(house, "core.fact_daily_price")
    archive.put(f"nse/{udiff_name(FRIDAY)}", udiff(FRIDAY, rows("INE999A01016")))
    archive.put(f"nse/{udiff_name(MONDAY)}", udiff(MONDAY, rows("INE999A01016")))
    backfill(house, FRIDAY, MONDAY)
    late = select(house, """
        select session, security_id, isin from core.fact_daily_price where symbol = 'LATE' order by session
    """).to_pylist()  # fmt: skip
    assert [(r["session"], r["isin"]) for r in late] == [
        (FRIDAY, "INE999A01016"), (MONDAY, "INE999A01016")
    ]  # fmt: skip
    assert len({r["security_id"] for r in late}) == 1
    assert count(rows_of(house, "core.dim_security"), symbol="LATE") == 1
    kept = [r for r in house.ledger.receipts("nse_udiff") if r.day == FRIDAY and r.verdict == "accepted"]
    assert len(kept) == 2 and all(house.raw.path(r.sha256).exists() for r in kept)
    assert blank.num_rows == 13


def test_a_close_put_right_reaches_the_windows_of_the_month_after_and_is_what_it_had_been_at_once(
    archive, house, tmp_path
):
    days = [s.day for s in expected_sessions(date(2025, 1, 1), date(2025, 2, 28))]
    chance = random.Random(7)
    closes = {f"S{n:02d}": 100.0 for n in range(12)}
    rows = {}
    for day in days:
        rows[day] = []
        for name, before in closes.items():
            closes[name] = round(before * chance.uniform(0.98, 1.02), 2)
            rows[day].append((name, "EQ", before, closes[name]))
        archive.full(day, rows[day])
    backfill(house, days[0], days[-1])
    first = rows_of(house, "core.price_change")

    (name, series, before, close), *others = rows[FRIDAY]
    archive.full(FRIDAY, [(name, series, before, round(close * 1.09, 2)), *others])
    backfill(house, FRIDAY, FRIDAY)
    fresh = open_house(tmp_path / "fresh", archive.folder)
    backfill(fresh, days[0], days[-1])
    tables = ("core.price_change", "marts.breadth_members", "marts.breadth_history")
    restated, at_once = ({table: rows_of(h, table) for table in tables} for h in (house, fresh))
    assert_same_rows(restated, at_once)
    later = [t.filter(pc.greater(t["session"], FRIDAY)) for t in (first, restated["core.price_change"])]
    assert later[0].num_rows == later[1].num_rows > 200 and not later[0].equals(later[1])
