"""What is published to PostgreSQL: the rows of DuckDB, only what changed, and never half of it."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest
import sqlalchemy as sa

from bhavhouse.contracts import Build, Contract, Kind, published
from bhavhouse.contracts.base import text
from bhavhouse.contracts.breadth import BREADTH_HISTORY
from bhavhouse.contracts.derive import described
from bhavhouse.contracts.indices import INDEX_HISTORY
from bhavhouse.errors import BhavhouseError, CheckFailed
from bhavhouse.ledger import PUBLICATION, Partition, make_current, retire
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.publish import publish, sources
from bhavhouse.publish.postgres.publication import publication
from bhavhouse.publish.read import query, row_counts
from houses import OF_ARTICLES, rows_of
from postgres import Server, rows, run

TABLES = [c for c in published() if c.build is not Build.VIEW]
FACT = "core.fact_daily_price"


@pytest.fixture(scope="module")
def full(server: Server, built: House, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database that holds a publication of that house, to be copied."""
    server.run("create database full_warehouse")
    home = tmp_path_factory.mktemp("full") / "home"
    shutil.copytree(built.settings.home, home)
    ledger, warehouse = f"sqlite:///{home / 'ledger.sqlite'}", server.url("full_warehouse")
    publish(House(replace(built.settings, home=home, ledger_url=ledger, warehouse_url=warehouse)))
    return "full_warehouse"


@pytest.fixture
def house(published_to: Callable[[str], House], server: Server, full: str) -> House:
    """A house that is published to PostgreSQL, and may be changed."""
    server.run("drop database if exists warehouse with (force)", f"create database warehouse template {full}")
    house = published_to(server.url("warehouse"))
    assert not publish(house).changed
    return house


def url_of(house: House) -> str:
    return house.settings.warehouse_url


def written_by(house: House, names: Iterable[str] = ()) -> dict[str, set[tuple[object, ...]]]:
    """Of each table, the place of each row and the transaction that wrote it."""
    tables = names or [*(c.name for c in TABLES), "bhavhouse.published"]
    return {name: set(rows(url_of(house), f"select ctid::text, xmin::text from {name}")) for name in tables}


def alter(house: House, name: str, key: str, change: Callable[[pa.Table], pa.Table]) -> None:
    """Puts a changed file in the place of a built one, as a build does."""
    held = house.ledger.partitions(name)[key]
    table = change(house.lake.get(held.file))
    file = house.lake.put(name, "" if key == "all" else f"month={key}", table)
    with house.ledger.transaction() as connection:
        make_current(connection, [Partition(name, key, file, table.num_rows, "changed")])


def with_column(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(place), values)


def one_more_delivered(table: pa.Table) -> pa.Table:
    return with_column(table, "delivered_shares", pc.add(pc.fill_null(table["delivered_shares"], 0), 1))


# Five months of 30 names have no size ranking, few segments and no open case; flows are not simulated.
MAY_BE_EMPTY = {
    "core.identity_queue", "core.index_unmatched", "core.size_segment",
    "marts.index_valuation", "marts.institutional_flows", "marts.institutional_flows_current",
    "marts.relative_rotation", "marts.sector_rotation", *OF_ARTICLES,
}  # fmt: skip


def test_every_table_and_view_has_the_rows_that_duckdb_has(house, built):
    for contract in published():
        columns = ", ".join(f'"{c.name}"' for c in contract.columns)
        order = ", ".join(contract.grain)
        sql = f"select {columns} from {contract.name} order by {order}"
        found, expected = (query(h.settings.warehouse, h.settings.lake, sql) for h in (house, built))
        assert expected.num_rows or contract.name in MAY_BE_EMPTY, contract.name
        assert found.to_pylist() == expected.to_pylist(), contract.name
        assert found.schema.remove_metadata().equals(expected.schema.remove_metadata()), contract.name
    assert row_counts(house.settings.warehouse) == row_counts(built.settings.warehouse)


def test_each_table_has_its_grain_as_key_its_types_and_its_comments(house):
    inspector = sa.inspect(sa.create_engine(url_of(house)))
    for contract in published():
        where = {"table_name": contract.table, "schema": contract.schema}
        held = {c["name"]: c for c in inspector.get_columns(**where)}
        assert list(held) == [c.name for c in contract.columns]
        assert {n: c["comment"] for n, c in held.items()} == {c.name: described(c) for c in contract.columns}
        assert inspector.get_table_comment(**where)["text"] == contract.meaning
        if contract.build is not Build.VIEW:
            key = inspector.get_pk_constraint(**where)["constrained_columns"]
            assert tuple(key) == contract.grain
            assert {n: c["nullable"] for n, c in held.items()} == {
                c.name: c.nullable for c in contract.columns
            }
            assert {n: str(c["type"]) for n, c in held.items()} == {
                c.name: SQL_TYPES[c.kind] for c in contract.columns
            }


SQL_TYPES = {
    Kind.TEXT: 'TEXT COLLATE "C"',
    Kind.DATE: "DATE",
    Kind.MOMENT: "TIMESTAMP",
    Kind.INTEGER: "BIGINT",
    Kind.REAL: "DOUBLE PRECISION",
    Kind.FLAG: "BOOLEAN",
}


def test_a_history_can_be_read_by_session_security_and_symbol_without_reading_all_of_it(house):
    inspector = sa.inspect(sa.create_engine(url_of(house)))
    indexes = {tuple(i["column_names"]) for i in inspector.get_indexes("fact_daily_price", schema="core")}
    assert indexes == {("security_id", "session"), ("symbol", "session")}
    indexes = {tuple(i["column_names"]) for i in inspector.get_indexes("rating_change_feed", schema="marts")}
    assert indexes == {("security_id",), ("event_id",), ("effective_session",)}


def test_a_second_publication_touches_no_row(house):
    before = written_by(house)
    assert not publish(house).changed
    assert written_by(house) == before and sum(map(len, before.values())) > 10_000


def test_a_restated_month_is_replaced_and_nothing_else_is_touched(house):
    before = written_by(house)
    alter(house, FACT, "2025-03", one_more_delivered)
    assert set(publish(house).rows) == {FACT}
    after = written_by(house)
    assert {name for name in after if after[name] != before[name]} == {FACT, "bhavhouse.published"}
    march = "session between '2025-03-01' and '2025-03-31'"
    kept = set(rows(url_of(house), f"select ctid::text, xmin::text from {FACT} where not {march}"))
    assert kept < before[FACT] and after[FACT] - kept == after[FACT] - before[FACT]


def test_a_month_whose_rows_are_gone_becomes_empty(house):
    before = rows(url_of(house), f"select count(*) from {FACT} where session < '2025-05-01'")
    alter(house, FACT, "2025-05", lambda table: table.slice(0, 0))
    publish(house)
    alter(house, FACT, "2025-04", one_more_delivered)
    publish(house)
    assert rows(url_of(house), f"select count(*) from {FACT}") == before


def test_a_month_that_is_no_longer_built_is_taken_away(house):
    with house.ledger.transaction() as connection:
        retire(connection, [(FACT, "2025-01")])
    publish(house)
    assert rows(url_of(house), f"select min(session) >= '2025-02-01' from {FACT}") == [(True,)]


def test_a_failed_audit_leaves_the_last_state(house):
    before = written_by(house)
    alter(house, FACT, "2025-03", one_more_delivered)
    alter(
        house,
        BREADTH_HISTORY.name,
        "all",
        lambda table: with_column(table, "advances", pc.add(table["advances"], 1)),
    )
    with pytest.raises(CheckFailed, match="breadth_buckets_add_up finds session=2025"):
        publish(house)
    assert written_by(house) == before


@pytest.mark.parametrize(
    "loss",
    [
        "drop schema core, marts, bhavhouse cascade",
        "drop schema bhavhouse cascade",
        "drop table core.fact_daily_price cascade",
        "truncate core.fact_daily_price, marts.index_history",
        "drop view marts.rating_change_current",
    ],
)
def test_what_was_lost_in_the_database_is_filled_again(house, loss):
    before = row_counts(house.settings.warehouse)
    run(url_of(house), loss)
    assert publish(house).changed
    assert row_counts(house.settings.warehouse) == before
    assert not publish(house).changed


def test_a_changed_contract_is_made_anew_from_the_lake_and_swapped(house):
    wider = replace(INDEX_HISTORY, columns=(*INDEX_HISTORY.columns, text("family", "Index family.")))
    files = house.ledger.partitions(INDEX_HISTORY.name).values()
    table = pa.concat_tables([house.lake.get(p.file) for p in files])
    table = table.append_column("family", pa.repeat("nifty", table.num_rows))
    before = written_by(house, [FACT])

    show(house, {INDEX_HISTORY: wider}, {wider: table})

    found = rows(url_of(house), "select count(*), min(family) from marts.index_history")
    assert found == [(table.num_rows, "nifty")]
    assert written_by(house, [FACT]) == before
    readers = "select has_table_privilege('bhavhouse_reader', 'marts.index_history', 'select')"
    assert rows(url_of(house), readers) == [(True,)]
    assert publish(house).changed  # and back to the contract of this release
    assert not rows(url_of(house), "select 1 from pg_attribute where attname = 'family'")


def show(house: House, contracts: dict[Contract, Contract], tables: dict[Contract, pa.Table]) -> None:
    """Publishes with other contracts in the place of some."""
    found = {contracts.get(c, c): source for c, source in sources(house).items()} | tables
    with publication(house.settings.warehouse) as begun:
        begun.show(found)


def test_a_column_type_changed_by_hand_is_put_right(house):
    run(url_of(house), "alter table marts.index_history alter column close type numeric")
    assert set(publish(house).rows) == {INDEX_HISTORY.name}
    assert not publish(house).changed


def test_a_comment_and_an_index_that_were_lost_come_back_without_touching_a_row(house):
    before = written_by(house)
    run(
        url_of(house),
        "comment on column marts.index_history.close is 'what is this?'",
        "comment on view marts.rating_change_current is null",
        "drop index core.core_fact_daily_price_symbol_session_idx",
    )
    assert publish(house).changed and not publish(house).changed
    assert {k: v for k, v in written_by(house).items() if "." in k} == before


def test_an_index_that_an_administrator_added_stays(house):
    run(url_of(house), "create index mine on core.fact_daily_price (turnover_inr)")
    assert not publish(house).changed
    assert rows(url_of(house), "select 1 from pg_class where relname = 'mine'")


def test_a_view_of_others_on_a_table_that_changes_shape_is_named_and_nothing_is_lost(house):
    run(
        url_of(house),
        "create view public.mine as select close from marts.index_history",
        "alter table marts.index_history alter column high type real",
    )
    before = written_by(house)
    with pytest.raises(BhavhouseError, match=r"view mine depends on table marts\.index_history"):
        publish(house)
    assert written_by(house) == before


def test_a_table_that_is_published_no_more_is_dropped(house):
    found = {c: source for c, source in sources(house).items() if c is not INDEX_HISTORY}
    with publication(house.settings.warehouse) as begun:
        begun.show(found)
    assert "marts.index_history" not in row_counts(house.settings.warehouse)


def test_files_of_another_shape_ask_for_a_build(house):
    wider = replace(INDEX_HISTORY, columns=(*INDEX_HISTORY.columns, text("family", "Index family.")))
    with pytest.raises(BhavhouseError, match="run bhavhouse build"):
        show(house, {INDEX_HISTORY: wider}, {})


def test_a_text_that_postgresql_cannot_hold_does_not_stop_the_publication(house):
    alter(
        house,
        "core.dim_security",
        "all",
        lambda table: with_column(table, "name", pa.repeat("A\0B", table.num_rows)),
    )
    publish(house)
    assert rows(url_of(house), "select distinct name from core.dim_security") == [("A\ufffdB",)]


def test_the_ledger_records_the_publication_even_if_a_kill_came_between(house):
    with house.ledger.transaction() as connection:
        connection.execute(
            PUBLICATION.delete().where(PUBLICATION.c.warehouse == str(house.settings.warehouse))
        )
    assert not publish(house).changed
    mine = PUBLICATION.c.warehouse == str(house.settings.warehouse)
    assert len(house.ledger.rows(PUBLICATION.select().where(mine))) == 1


def test_a_database_that_cannot_be_reached_is_named_without_its_password(published_to):
    house = published_to("postgresql+psycopg://me:secret@127.0.0.1:1/none")
    with pytest.raises(BhavhouseError, match="Connection refused") as failure:
        publish(house)
    assert "secret" not in str(failure.value)


def test_rows_of_the_reference_house_are_not_empty(built):
    assert (
        rows_of(built, FACT).num_rows > 1_000
        and date(2025, 1, 1) in rows_of(built, FACT)["session"].to_pylist()
    )
