"""A contract as a PostgreSQL table, and what the database holds of it: columns, key, indexes, comments."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
import sqlglot
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from bhavhouse.contracts import Contract
from bhavhouse.contracts.derive import described, sql_table
from bhavhouse.models import sql_text
from bhavhouse.publish.postgres.session import Session
from bhavhouse.publish.quoting import identifier, literal

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
# What BI tools filter a table by, beside the first columns of its key.
_LOOKED_UP = ("security_id", "symbol", "event_id", "effective_session")

Columns = tuple[str, ...]


@dataclass
class Held:
    """One table or view as the database holds it. Comments are by column, the table's own under ''."""

    is_view: bool
    columns: list[tuple[str, str, bool]] = field(default_factory=list)  # name, type, nullable
    key: Columns = ()
    indexes: set[Columns] = field(default_factory=set)
    comments: dict[str, str] = field(default_factory=dict)

    def fits(self, contract: Contract) -> bool:
        """It is a table with the columns, types, nulls and key of the contract."""
        table = _table(contract)
        columns = [(c.name, _type(c), bool(c.nullable)) for c in table.columns]
        return not self.is_view and self.columns == columns and self.key == contract.grain


def held(session: Session) -> dict[str, Held]:
    """Every table and view of core and marts by its name."""
    found: dict[str, Held] = {}
    for row in session.rows(_COLUMNS):
        table = found.setdefault(row["name"], Held(row["kind"] == "v", comments={"": row["meaning"]}))
        table.columns.append((row["column"], row["type"].lower(), not row["is_required"]))
        table.comments[row["column"]] = row["comment"]
    for row in session.rows(_INDEXES):
        columns = tuple(row["columns"])
        if row["is_key"]:
            found[row["name"]].key = columns
        found[row["name"]].indexes.add(columns)
    return found


_COLUMNS = """
    select
        n.nspname || '.' || c.relname as name,
        c.relkind::text as kind,
        coalesce(obj_description(c.oid, 'pg_class'), '') as meaning,
        a.attname::text as column,
        format_type(a.atttypid, a.atttypmod)
        || case when l.collname <> 'default' then ' collate ' || quote_ident(l.collname) else '' end as type,
        a.attnotnull as is_required,
        coalesce(col_description(c.oid, a.attnum), '') as comment
    from pg_class as c
    inner join pg_namespace as n on c.relnamespace = n.oid
    inner join pg_attribute as a on c.oid = a.attrelid
    left join pg_collation as l on a.attcollation = l.oid
    where n.nspname in ('core', 'marts') and c.relkind in ('r', 'v') and a.attnum > 0 and not a.attisdropped
    order by name, a.attnum
"""
_INDEXES = """
    select
        n.nspname || '.' || c.relname as name,
        i.indisprimary as is_key,
        array_agg(a.attname::text order by k.place) as columns
    from pg_index as i
    inner join pg_class as c on i.indrelid = c.oid
    inner join pg_namespace as n on c.relnamespace = n.oid
    cross join unnest(i.indkey::int2 []) with ordinality as k (attribute, place)
    inner join pg_attribute as a on c.oid = a.attrelid and k.attribute = a.attnum
    where n.nspname in ('core', 'marts') and c.relkind = 'r'
    group by 1, 2, i.indexrelid
"""


def indexes(contract: Contract) -> list[Columns]:
    """The indexes beside the key: a history by its finest dimension, and what BI tools look up."""
    names = [c.name for c in contract.columns]
    of_history = contract.grain[-1:] if contract.grain[0] == "session" else ()
    looked_up = dict.fromkeys((*of_history, *(name for name in _LOOKED_UP if name in names)))
    by_time = ("session",) if "session" in names else ()
    return [(name, *by_time) for name in looked_up if name != contract.grain[0]]


def restated(sql: str) -> str:
    """A text of sql/, which is DuckDB's, as PostgreSQL takes it."""
    (text,) = sqlglot.transpile(sql, read="duckdb", write="postgres", comments=False)
    return str(text)


def create_table(contract: Contract, schema: str, name: str) -> str:
    """The contract's table as `schema`.`name`, its grain as primary key."""
    table = _table(contract).to_metadata(sa.MetaData(), schema=schema, name=name)
    return str(CreateTable(table).compile(dialect=_DIALECT))


def create_view(contract: Contract) -> str:
    """The view in sql/, in the contract's columns; its text is DuckDB's, restated for PostgreSQL."""
    body = restated(sql_text(contract))
    columns = ", ".join(identifier(c.name) for c in contract.columns)
    return f"create view {identifier(contract.name)} as select {columns} from ({body}) as shown"


def create_index(table: str, columns: Columns) -> str:
    """An index of `table`; the database names it."""
    return f"create index on {identifier(table)} ({', '.join(map(identifier, columns))})"


def comments(
    contract: Contract, table: str, held: Held | None = None, *, is_view: bool = False
) -> Iterator[str]:
    """The comments of the contract that `table` has not got yet, as statements."""
    said = held.comments if held else {}
    if said.get("") != contract.meaning:
        kind = "view" if is_view or (held and held.is_view) else "table"
        yield f"comment on {kind} {identifier(table)} is {literal(contract.meaning)}"
    for column in contract.columns:
        if said.get(column.name) != described(column):
            name = f"{identifier(table)}.{identifier(column.name)}"
            yield f"comment on column {name} is {literal(described(column))}"


def _table(contract: Contract) -> sa.Table:
    table = sql_table(contract, sa.MetaData())
    for column in table.columns:
        if isinstance(column.type, sa.Text):
            column.type = sa.Text(collation="C")  # sorts as DuckDB does, whatever the database's locale
    return table


def _type(column: sa.Column[object]) -> str:
    return str(column.type.compile(dialect=_DIALECT)).lower()
