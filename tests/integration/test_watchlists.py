"""A user's list from its file to the breadth of its names."""

from dataclasses import replace
from datetime import date

from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.publish import publish
from bhavhouse.pipelines.status import status
from houses import backfill, select
from postgres import rows, run

DAYS = [date(2025, 6, day) for day in (9, 10, 11, 12, 13)]
MINE = "universe = 'watch:mine'"


def market(archive) -> None:
    for day in DAYS:
        shares = [(f"S{n:02d}", "EQ", 100.0, 101.0 if n % 2 else 99.0) for n in range(12)]
        archive.full(day, [*shares, ("SMALL", "SM", 50.0, 51.0)])


def breadth(house, where: str = MINE) -> list[tuple]:
    found = select(house, f"""
        select session, traded, advances, declines from marts.breadth_history where {where} order by session
    """).to_pylist()  # fmt: skip
    return [tuple(row.values()) for row in found]


def test_a_list_counts_from_its_own_day_until_the_next_of_its_name(archive, house):
    market(archive)
    archive.put("watch_mine_2025-06-10.csv", b"symbol\nS01\nS02\nSMALL\n")
    archive.put("lists_2025-06-13/watch_mine.csv", b"symbol\nS04\n")
    backfill(house, DAYS[0], DAYS[-1])
    assert breadth(house) == [(day, 3, 2, 1) for day in DAYS[1:4]] + [(DAYS[4], 1, 0, 1)]
    names = f"select distinct symbol from marts.breadth_members where {MINE} and session = date '2025-06-12'"
    assert sorted(select(house, names).column(0).to_pylist()) == ["S01", "S02", "SMALL"]
    risk = select(house, f"select count(*) as n from marts.realised_risk where {MINE}").to_pylist()
    movers = f"select count(distinct session) as n from marts.market_movers where {MINE}"
    assert risk[0]["n"] >= 1 and select(house, movers).to_pylist() == [{"n": 4}]


def test_a_line_that_names_nobody_stays_in_sight_and_the_others_count(archive, house):
    market(archive)
    symbols = "".join(f"S{n:02d}\n" for n in range(11))
    archive.put("watch_mine_2025-06-10.csv", f"symbol\n{symbols}NOBODYS\n".encode())
    backfill(house, DAYS[0], DAYS[-1])
    (row,) = select(house, "select * from core.watchlist_entry where problem is not null").to_pylist()
    told = (row["at_line"], row["symbol"], row["security_id"], row["problem"])
    assert told == (13, "NOBODYS", None, "unknown")
    assert status(house).unnamed == 1 and breadth(house)[0][:2] == (DAYS[1], 11)


def test_a_warehouse_that_holds_the_names_as_a_table_gets_the_view_in_its_place(archive, house, database):
    """As one does that was published before the names became a view."""
    market(archive)
    archive.put("watch_mine_2025-06-10.csv", b"symbol\nS01\nSMALL\n")
    archive.put("lists/symbol_industry_2025-06-11.csv", b"symbol,industry\nS01,Oil & Gas\nS02,Oil & Gas\n")
    backfill(house, DAYS[0], DAYS[-1])
    other = House(replace(house.settings, warehouse_url=database))
    publish(other)
    run(database, "drop view marts.breadth_members", "create table marts.breadth_members (session date)")
    assert publish(other).changed
    sql = "select * from marts.breadth_members order by session, universe, security_id"
    held = [tuple(row.values()) for row in select(house, sql).to_pylist()]
    assert len({row[1] for row in held}) == 5 and rows(database, sql) == held
