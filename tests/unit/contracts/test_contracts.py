"""What must exist twice is held together here: every form of a contract names the same columns."""

import re
from dataclasses import replace

import pyarrow as pa
import pytest
import sqlalchemy as sa

from bhavhouse.contracts import CONTRACTS, Build, Contract, published
from bhavhouse.contracts.base import Kind, count, day, real, whole
from bhavhouse.contracts.derive import arrow_schema, described, dictionary, sql_table
from bhavhouse.models import sql_path
from bhavhouse.settings import ROOT, SQL

PAGES = ROOT / "docs" / "dictionary"
PUBLISHED = {contract.name: contract for contract in published()}
ALIKE = {
    Kind.TEXT: (pa.string(), sa.Text),
    Kind.DATE: (pa.date32(), sa.Date),
    Kind.MOMENT: (pa.timestamp("us", tz="UTC"), sa.TIMESTAMP),
    Kind.INTEGER: (pa.int64(), sa.BigInteger),
    Kind.REAL: (pa.float64(), sa.Double),
    Kind.FLAG: (pa.bool_(), sa.Boolean),
}


def columns_on(page: str) -> list[str]:
    """The columns that a page of the dictionary describes."""
    return [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]


def test_the_dictionary_pages_are_what_the_contracts_say_and_no_others():
    pages = dictionary(published())
    assert len(pages) >= 16
    assert {path.name: path.read_text() for path in PAGES.iterdir()} == pages
    for name, contract in PUBLISHED.items():
        assert columns_on(pages[f"{name}.md"]) == [c.name for c in contract.columns]
        assert f"]({name}.md)" in pages["README.md"]


@pytest.mark.parametrize("name", sorted(CONTRACTS))
def test_arrow_schema_and_sql_table_have_the_columns_types_and_nulls_of_the_contract(name):
    contract = CONTRACTS[name]
    schema, table = arrow_schema(contract), sql_table(contract, sa.MetaData())
    assert schema.names == [c.name for c in contract.columns] == [c.name for c in table.columns]
    assert f"{table.schema}.{table.name}" == name
    assert tuple(c.name for c in table.primary_key) == tuple(
        c.name for c in contract.columns if c.name in contract.grain
    )
    for column in contract.columns:
        arrow, sql = ALIKE[column.kind]
        assert schema.field(column.name).type == arrow and isinstance(table.c[column.name].type, sql)
        assert schema.field(column.name).nullable == column.nullable == table.c[column.name].nullable
        assert table.c[column.name].comment == described(column)


@pytest.mark.parametrize("name", sorted(CONTRACTS))
def test_every_contract_names_only_columns_that_it_has_and_says_what_they_mean(name):
    contract = CONTRACTS[name]
    names = [c.name for c in contract.columns]
    assert len(set(names)) == len(names) and contract.meaning.endswith(".")
    assert set(contract.grain) <= set(names) and set(contract.dated_by) <= set(names)
    assert not any(contract.column(key).nullable for key in contract.grain)
    assert {side for check in contract.checks for side in (check.larger, check.smaller)} <= set(names)
    assert all(c.meaning.endswith(".") for c in contract.columns)


def unsourced(contract: Contract) -> list[str]:
    """Columns of which nothing says where they come from."""
    return [c.name for c in contract.columns if not (c.source or contract.source)]


def unexplained(contract: Contract) -> list[str]:
    """Numbers and flags beside the key that name neither a formula nor a source of their own."""
    kinds = (Kind.INTEGER, Kind.REAL, Kind.FLAG)
    beside = [c for c in contract.columns if c.kind in kinds and c.name not in contract.grain]
    return [c.name for c in beside if not (c.formula or c.source)]


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_every_published_column_says_where_it_comes_from_and_a_number_how(name):
    assert unsourced(PUBLISHED[name]) == []
    if name.startswith("marts."):
        assert unexplained(PUBLISHED[name]) == []


def test_a_column_that_says_nothing_of_its_origin_is_found():
    bare = Contract("marts.x", ("day",), "X.", (day("day", "Day."), real("net_inr", "Net.", "inr")))
    assert (unsourced(bare), unexplained(bare)) == (["day", "net_inr"], ["net_inr"])
    told = replace(bare, source="core.y")
    assert (unsourced(told), unexplained(told)) == ([], ["net_inr"])
    named = replace(told, columns=(*bare.columns[:1], real("net_inr", "Net.", "inr", formula="in - out")))
    assert unexplained(named) == []


def unmeasured(contract: Contract) -> list[str]:
    """Amounts and counts beside the key that name no unit; ranks, versions and the like count from 1."""
    beside = [c for c in contract.columns if c.name not in contract.grain]
    amounts = [c for c in beside if c.kind is Kind.REAL or (c.kind is Kind.INTEGER and c.minimum == 0)]
    return [c.name for c in amounts if not c.unit]


@pytest.mark.parametrize("name", sorted(name for name in PUBLISHED if name.startswith("marts.")))
def test_every_amount_and_count_of_the_marts_says_its_unit(name):
    assert unmeasured(PUBLISHED[name]) == []


def test_an_amount_or_count_that_says_no_unit_is_found():
    columns = (
        day("day", "Day."),
        count("names", "Names."),
        real("net", "Net."),
        whole("rank", "Rank.", minimum=1),
    )
    bare = Contract("marts.x", ("day",), "X.", columns)
    assert unmeasured(bare) == ["names", "net"]
    told = tuple(replace(c, unit="securities") for c in columns)
    assert unmeasured(replace(bare, columns=told)) == []


def test_a_column_of_rupees_shares_or_percent_says_so_in_its_name_outside_the_marts():
    endings = {"inr": "_inr", "shares": "_shares", "pct": "_pct", "points": "_points"}
    checked = 0
    for name, contract in CONTRACTS.items():
        if contract.schema == "marts" or name == "core.breadth_daily":
            continue  # marts, and the counts made for one, use the field's standard names
        for column in contract.columns:
            if column.unit in endings:
                assert column.name.endswith(endings[column.unit]), f"{name}.{column.name}"
                checked += 1
    assert checked > 30


def test_every_text_in_sql_belongs_to_a_contract_and_states_grain_or_purpose_first():
    texts = [path for path in SQL.rglob("*.sql") if path.parent.name != "audits"]
    models = {sql_path(c): c for c in CONTRACTS.values() if c.build is not Build.LANDED}
    assert len(texts) >= 11 and set(texts) <= set(models)
    for path in texts:
        assert re.match(rf"-- {models[path].name}: \w", path.read_text()), path
    for path in (SQL / "audits").glob("*.sql"):
        assert path.read_text().startswith("-- "), path
