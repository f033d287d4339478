"""Who belongs to a universe is told by lists; a list says nothing of the sessions before its own day."""

from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import watchlists
from bhavhouse.pipelines.house import House
from houses import backfill, open_house, rows_of, select

TABLES = ("marts.breadth_members", "marts.breadth_history", "marts.return_distribution",
          "marts.market_movers", "marts.realised_risk")  # fmt: skip
WATCH = "watch:mine"


def house_with(folder: Path, market, *lists: Path) -> House:
    house = open_house(folder, market.exchange, *lists)
    backfill(house, market.summary.first_session, market.summary.last_session)
    return house


def before(house: House, table: str, day: date) -> pa.Table:
    rows = rows_of(house, table)
    return rows.filter(pc.less(rows["session"], day))


def assert_same_before(one: House, other: House, day: date) -> None:
    for table in TABLES:
        got, wanted = before(one, table, day), before(other, table, day)
        assert got.num_rows > 0 and got.equals(wanted), table


@pytest.fixture
def shares(market) -> pd.DataFrame:
    daily = market.truth("daily")
    return daily[daily["universe"] == "nse_main"]


def test_a_later_watch_list_leaves_every_session_before_it_as_it_was(market, shares, tmp_path):
    days = sorted(shares["session"].unique())
    first, second = (date.fromisoformat(days[n]) for n in (15, 35))
    symbols = [sorted(shares.loc[shares["session"] == days[n], "symbol"]) for n in (15, 35)]
    early = watchlists.write(tmp_path / "early", "mine", first, symbols[0][::3]).parent
    late = watchlists.write(tmp_path / "late", "mine", second, symbols[1][1::3]).parent
    without = house_with(tmp_path / "without", market, early)
    with_both = house_with(tmp_path / "both", market, early, late)

    assert_same_before(with_both, without, second)
    sql = f"select session, security_id from marts.breadth_members where universe = '{WATCH}' order by all"
    names, others = (select(h, sql).to_pandas() for h in (with_both, without))
    assert names["session"].min() == first == others["session"].min()
    after = names["session"] >= second
    assert set(names[after]["security_id"]) != set(names[~after]["security_id"])
    assert not names.equals(others)
    for table in TABLES[1:]:  # no session before the first list has a row of the universe
        assert WATCH not in before(with_both, table, first)["universe"].to_pylist(), table
        assert WATCH in rows_of(with_both, table)["universe"].to_pylist(), table


def test_a_later_map_of_sectors_leaves_every_session_before_it_as_it_was(market, shares, tmp_path):
    """Every name that an earlier list has moves to another sector."""
    day = date.fromisoformat(sorted(shares["session"].unique())[40])
    moved = select(market.house, f"""
        select distinct p.symbol from core.price_change as p
        inner join core.sector_membership as m on p.security_id = m.security_id
        where p.session = date '{day}' and p.series = 'EQ' and m.classified_as_of < date '{day}'
        order by p.symbol
    """).column(0).to_pylist()  # fmt: skip
    assert len(moved) >= 3
    (tmp_path / "map").mkdir()
    rows = "".join(f"{symbol},Moved\n" for symbol in moved)
    (tmp_path / "map" / f"symbol_industry_{day}.csv").write_text(f"symbol,industry\n{rows}")
    house = house_with(tmp_path / "home", market, tmp_path / "map")

    assert_same_before(house, market.house, day)
    sector = "select min(session) as first, max(traded) as most from marts.breadth_history where universe = "
    assert select(house, f"{sector}'sector:moved'").to_pylist() == [{"first": day, "most": len(moved)}]


def test_only_sectors_are_carried_back_and_their_rows_say_so(market):
    wrong = select(market.house, """
        select b.session, b.universe
        from marts.breadth_history as b
        left join (
            select distinct n.session, n.universe
            from marts.breadth_members as n
            inner join core.universe_membership as m
                on n.universe = m.universe and n.security_id = m.security_id
                and n.session >= m.valid_from and (n.session < m.valid_to or m.valid_to is null)
            where m.as_of > n.session
        ) as early on b.session = early.session and b.universe = early.universe
        where b.is_carried_back != (early.session is not null)
            or (b.is_carried_back and b.universe not like 'sector:%')
    """)  # fmt: skip
    assert wrong.num_rows == 0
    carried = select(market.house, "select count(*) from marts.breadth_history where is_carried_back")
    assert carried.column(0)[0].as_py() > 0
