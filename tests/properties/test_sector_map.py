"""A later map of sectors never tells of an earlier day, and rotation knows no later session."""

import shutil
from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pytest

from bhavhouse.pipelines.house import House
from houses import backfill, open_house, rows_of, select

BSE = (
    "Security Code,Issuer Name,Security Id,Security Name,Status,Group,Face Value,ISIN No,Industry,Instrument,"
    "Sector Name,Industry New Name,Igroup Name,ISubgroup Name\n"
)
TABLES = (
    "core.sector_membership",
    "core.segment_membership",
    "marts.sector_rotation",
    "marts.relative_rotation",
)


def before(house: House, table: str, day: date) -> list[dict[str, object]]:
    """What the rows of a table say of the days before `day`; windows that go on are cut there."""
    rows = rows_of(house, table)
    column = "session" if "session" in rows.column_names else "valid_from"
    early = rows.filter(pc.less(rows[column], day)).to_pylist()
    for row in early:
        if column == "valid_from" and (row["valid_to"] is None or row["valid_to"] > day):
            row["valid_to"] = day
    return early


@pytest.fixture
def shuffled(market, tmp_path: Path) -> tuple[House, date]:
    """A house whose archive has, from its 40th session on, every share known by then in the sector
    of the next one."""
    sessions = select(market.house, "select session from core.dim_session order by session")
    day = sessions.column(0).to_pylist()[40]
    exchange = tmp_path / "exchange"
    shutil.copytree(market.exchange, exchange)
    known = select(market.house, f"""
        select i.value as symbol, n.value as isin, m.sector
        from core.security_identifier as i
        inner join core.security_identifier as n on i.security_id = n.security_id and n.scheme = 'isin'
        inner join core.sector_membership as m on i.security_id = m.security_id and m.level = 'sector'
        where i.scheme = 'nse_symbol' and i.valid_to is null and n.valid_to is null and m.valid_to is null
        and i.valid_from <= date '{day}' and n.valid_from <= date '{day}'
        and i.security_id in (
            select security_id from core.sector_membership where classified_as_of < date '{day}'
        )
        order by symbol
    """).to_pylist()  # fmt: skip
    assert len({row["sector"] for row in known}) > 4
    moved = [row["sector"] for row in known[1:] + known[:1]]
    rows = zip(known, moved, strict=True)
    nse = "".join(f'{row["symbol"]},"{sector}"\n' for row, sector in rows)
    (exchange / f"lists_{day}").mkdir()
    (exchange / f"lists_{day}/symbol_industry_{day}.csv").write_text(f"symbol,industry\n{nse}")
    rows = zip(known, moved, strict=True)
    bse = "".join(
        f'{700001 + n},A,A,A,Active,A,1,{row["isin"]},x,Equity,One,"{sector}",Group {n % 5},Sub {n % 5}\n'
        for n, (row, sector) in enumerate(rows)
    )
    (exchange / f"bse_{day}").mkdir()
    (exchange / f"bse_{day}/Equity.csv").write_text(BSE + bse)
    house = open_house(tmp_path / "home", exchange)
    backfill(house, market.summary.first_session, market.summary.last_session)
    return house, day


def told_from(house: House, day: date) -> dict[str, str]:
    rows = rows_of(house, "core.sector_membership").to_pylist()
    here = [r for r in rows if r["level"] == "sector" and r["valid_from"] <= day]
    return {r["security_id"]: r["sector"] for r in here if r["valid_to"] is None or r["valid_to"] > day}


def test_a_changed_map_of_sectors_changes_nothing_before_its_day(market, shuffled):
    """The levels that only the new list has are carried back, and say so."""
    house, day = shuffled
    new, old = told_from(house, day), told_from(market.house, day)
    assert sum(sector != old[name] for name, sector in new.items()) > 5
    for table in TABLES:
        told, wanted = (before(h, table, day) for h in (house, market.house))
        levels = {row["level"] for row in wanted}
        fresh = [row for row in told if row["level"] not in levels]
        assert wanted and [row for row in told if row["level"] in levels] == wanted, table
        if table != "marts.relative_rotation":
            assert fresh and all(row["is_carried_back"] for row in fresh), table
