"""No row says what its own evening could not know: a house without the later files has the same past."""

from datetime import date

import pyarrow.compute as pc

from bhavhouse.contracts import published
from bhavhouse.pipelines.house import House
from houses import backfill, open_house, rows_of, select

# Adjusted prices stand on the basis of the last session held, so that later actions move all of them. A level
# of an index may be told by a later session; test_index_future.py holds their returns to this.
OTHERWISE = ("core.adjusted_price", "marts.index_return")
TABLES = [c.name for c in published() if "session" in c.grain and c.name not in OTHERWISE]


def a_quiet_evening(house: House) -> date:
    """The latest session up to the 40th on which no opening waits for its confirmation.

    An inferred action is confirmed three sessions later and restates its session, as it should.
    """
    waiting = select(house, """
        select session from core.dim_session as s
        where exists (
            select 1 from core.action_candidate as c
            where c.session <= s.session and (c.decided_on is null or c.decided_on > s.session)
        )
    """).column(0).to_pylist()  # fmt: skip
    sessions = select(house, "select session from core.dim_session order by session").column(0).to_pylist()
    return max(day for day in sessions[20:40] if day not in waiting)


def test_cutting_off_the_later_sessions_changes_no_earlier_row(market, tmp_path):
    evening = a_quiet_evening(market.house)
    house = open_house(tmp_path / "home", market.exchange)
    backfill(house, market.summary.first_session, evening)
    sessions = rows_of(house, "core.dim_session").num_rows
    assert 20 <= sessions < rows_of(market.house, "core.dim_session").num_rows
    assert {"core.price_change", "marts.breadth_members", "marts.breadth_history"} <= set(TABLES)
    for table in TABLES:
        got, all_rows = (rows_of(h, table) for h in (house, market.house))
        known = pc.less_equal(all_rows["session"], evening)
        if "known_on" in all_rows.column_names:  # a level may be told by the session after it
            known = pc.and_(known, pc.less_equal(all_rows["known_on"], evening))
        wanted = all_rows.filter(known)
        assert got.num_rows == wanted.num_rows, table
        for column in wanted.column_names:
            assert got[column].equals(wanted[column]), (table, column)
