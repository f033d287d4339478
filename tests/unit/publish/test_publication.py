"""What readers see: a whole state that passed its audits, or the one before."""

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from bhavhouse.contracts.breadth import BREADTH_HISTORY
from bhavhouse.errors import CheckFailed
from bhavhouse.ledger import Partition, make_current
from bhavhouse.market.calendar import expected_sessions
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.publish import publish
from exchange import Archive
from houses import backfill, copy_of, open_house, published_rows, rows_of, select

START, END = date(2025, 6, 16), date(2025, 6, 20)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house of a week of 12 shares; read it, do not change it."""
    folder = tmp_path_factory.mktemp("week")
    archive = Archive(folder / "archive")
    for session in expected_sessions(START, END):
        archive.full(session.day, [(f"S{n:02d}", "EQ", 10.0, 10.0 + n % 3 - 1) for n in range(12)])
    house = open_house(folder / "home", archive.folder)
    backfill(house, START, END)
    return house


@pytest.fixture
def shown(week: House, tmp_path: Path) -> House:
    """A house that shows that week."""
    house = copy_of(week, tmp_path, *week.settings.archives)
    publish(house)
    return house


def put_in_place(house: House, table: pa.Table) -> None:
    """Makes other rows the current breadth_history, past all checks of the build."""
    file = house.lake.put(BREADTH_HISTORY.name, "", table)
    with house.ledger.transaction() as connection:
        make_current(connection, [Partition(BREADTH_HISTORY.name, "all", file, table.num_rows, "by hand")])


def breadth(house: House) -> pa.Table:
    return house.lake.get(house.ledger.partitions(BREADTH_HISTORY.name)["all"].file)


def test_rows_that_an_audit_finds_are_not_shown_and_the_last_state_stays(shown):
    good, before = breadth(shown), published_rows(shown)
    column = good.schema.get_field_index("advances")
    wrong = pc.add(good["advances"], pa.scalar(1, pa.int64()))
    put_in_place(shown, good.set_column(column, good.schema.field(column), wrong))
    stamp = shown.settings.warehouse.stat().st_mtime_ns
    with pytest.raises(
        CheckFailed, match=r"breadth_buckets_add_up finds session=2025-06-16.*last state stays"
    ):
        publish(shown)
    assert shown.settings.warehouse.stat().st_mtime_ns == stamp
    assert all(table.equals(before[name]) for name, table in published_rows(shown).items())
    assert list(shown.settings.home.glob(".warehouse*")) == []
    put_in_place(shown, good)
    publish(shown)
    assert rows_of(shown, BREADTH_HISTORY.name).equals(before[BREADTH_HISTORY.name])


def test_a_session_without_breadth_is_not_shown(shown):
    good = breadth(shown)
    put_in_place(shown, good.filter(pc.not_equal(good["session"], pa.scalar(END))))
    with pytest.raises(CheckFailed, match="every_session_has_breadth finds session=2025-06-20"):
        publish(shown)


def test_a_key_that_stands_twice_is_not_shown(shown):
    good = breadth(shown)
    put_in_place(shown, pa.concat_tables([good, good.slice(0, 1)]))
    with pytest.raises((CheckFailed, duckdb.ConstraintException)):
        publish(shown)
    assert rows_of(shown, BREADTH_HISTORY.name).num_rows == good.num_rows


def test_what_has_not_changed_is_not_published_again(shown):
    warehouse = shown.settings.warehouse
    stamp = warehouse.stat().st_mtime_ns
    assert publish(shown).changed is False and warehouse.stat().st_mtime_ns == stamp
    warehouse.unlink()
    assert publish(shown).changed is True and warehouse.exists()


def test_small_tables_are_copied_and_large_ones_are_views_over_listed_files(shown):
    sql = "select schema_name || '.' || view_name as name from duckdb_views() where not internal"
    views = {r["name"] for r in select(shown, sql).to_pylist()}
    assert views == {
        "core.adjusted_price", "core.bse_daily_price", "core.bse_price_change", "core.fact_daily_price",
        "core.market_cap", "core.price_change", "core.security_bucket", "marts.breadth_members",
        "marts.claimed_breadth", "marts.claimed_flows", "marts.claimed_leadership",
        "marts.claimed_levels", "marts.claimed_moves", "marts.claimed_rotation",
        "marts.index_history", "marts.index_return", "marts.institutional_flows_current",
        "marts.market_movers", "marts.rating_change_current", "marts.return_distribution",
    }  # fmt: skip
    (row,) = select(shown, "select sql from duckdb_views() where view_name = 'price_change'").to_pylist()
    file = shown.ledger.partitions("core.price_change")["2025-06"].file
    assert file in row["sql"] and "*.parquet" not in row["sql"]


def test_what_a_killed_publication_left_is_cleared_by_the_next(shown):
    left = shown.settings.home / ".warehouse.duckdb-killed"
    left.write_bytes(b"half a file")
    shown.settings.warehouse.unlink()
    publish(shown)
    assert not left.exists()
