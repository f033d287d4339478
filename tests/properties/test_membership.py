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
          "marts.market_movers", "marts.realised_risk", "marts.sector_rotation")  # fmt: skip
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
    assert names["session"].min().date() == first == others["session"].min().date()
    after = names["session"] >= pd.Timestamp(second)
    assert set(names[after]["security_id"]) != set(names[~after]["security_id"])
    assert not names.equals(others)
    for table in TABLES[1:5]:  # no session before the first list has a row of the universe
        rows = before(with_both, table, first)
        assert WATCH not in rows["universe"].to_pylist() and rows.num_rows > 0, table


def test_a_later_map_of_sectors_changes_no_session_before_it_but_names_carried_back(market, shares, tmp_path):
    """Every name of the earlier maps moves to another sector, and one that no earlier map has comes in."""
    days = sorted(shares["session"].unique())
    day = date.fromisoformat(days[40])
    known = select(market.house, "select security_id from core.sector_membership").to_pandas()["security_id"]
    held = select(market.house, f"""
        select symbol, security_id from core.price_change
        where session = date '{day}' and instrument = 'common' and series = 'EQ' order by symbol
    """).to_pandas()  # fmt: skip
    moved = held[held["security_id"].isin(set(known))]
    (tmp_path / "map").mkdir()
    rows = "".join(f"{symbol},Moved\n" for symbol in moved["symbol"])
    (tmp_path / "map" / f"symbol_industry_{day}.csv").write_text(f"symbol,industry\n{rows}")
    house = house_with(tmp_path / "home", market, tmp_path / "map")

    assert_same_before(house, market.house, day)
    sector = "select min(session) as first, max(traded) as most from marts.breadth_history where universe = "
    (moved_to,) = select(house, f"{sector}'sector:moved'").to_pylist()
    assert moved_to["first"] == day and moved_to["most"] > 5
    early = before(house, "marts.breadth_history", day).to_pandas()
    sectors = early[early["universe"].str.startswith("sector:")]
    first_list = (
        select(house, "select min(classified_as_of) from core.sector_membership").column(0)[0].as_py()
    )
    assert sectors.loc[sectors["session"] < first_list, "is_carried_back"].all()
    assert not early.loc[~early["universe"].str.startswith("sector:"), "is_carried_back"].any()
