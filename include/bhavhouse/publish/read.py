"""Reading what is published, and nothing else: no writes, no other files, no network."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa

from bhavhouse.errors import UsageError
from bhavhouse.settings import Warehouse

_LARGEST = 2**63


def query(warehouse: Warehouse, lake: Path, sql: str) -> pa.Table:
    """The rows of one statement over the published tables, the same from either kind of warehouse.

    Raises UsageError where nothing is published or the statement does not run.
    """
    if isinstance(warehouse, Path):
        return _as_numbers(_query_file(warehouse, lake, sql))
    from bhavhouse.publish.postgres import read

    return _as_numbers(read.query(warehouse, sql))


def row_counts(warehouse: Warehouse) -> dict[str, int]:
    """Rows of every published table and view; empty where nothing is published."""
    if isinstance(warehouse, Path):
        return _row_counts_of_file(warehouse)
    from bhavhouse.publish.postgres import read

    return read.row_counts(warehouse)


def _open(warehouse: Path, lake: Path | None = None) -> duckdb.DuckDBPyConnection:
    if not warehouse.exists():
        raise UsageError(f"nothing is published at {warehouse}: run bhavhouse backfill --from D --to D")
    connection = duckdb.connect(str(warehouse), read_only=True)
    connection.execute("set timezone = 'UTC'")
    if lake:
        folder = str(lake).replace("'", "''")
        connection.execute(f"set allowed_directories = ['{folder}/']")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
    return connection


def _query_file(warehouse: Path, lake: Path, sql: str) -> pa.Table:
    with _open(warehouse, lake) as connection:
        try:
            statements = connection.extract_statements(sql)
            # The lake may be read, so a COPY into it would be allowed too: only what selects is run.
            if [s.type for s in statements] != [duckdb.StatementType.SELECT]:
                raise UsageError("query: one SELECT statement, please")
            return connection.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            raise UsageError(f"query: {error}") from None


def _row_counts_of_file(warehouse: Path) -> dict[str, int]:
    if not warehouse.exists():
        return {}
    with _open(warehouse) as connection:
        names = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables "
            "where table_schema in ('core', 'marts') order by 1"
        ).fetchall()
        counts = {}
        for (name,) in names:
            found = connection.execute(f"select count(*) from {name}").fetchone()
            counts[name] = int(found[0]) if found else 0
        return counts


def _as_numbers(table: pa.Table) -> pa.Table:
    """Exact numerics, which each database gives for other expressions, as integers or floats."""
    for place, column in enumerate(table.schema):
        is_opaque = isinstance(column.type, pa.OpaqueType) and column.type.type_name == "numeric"
        if is_opaque or pa.types.is_decimal(column.type):
            values = [None if v is None else Decimal(v) for v in table.column(place).to_pylist()]
            as_printed = int if all(v is None or _is_integer(v) for v in values) else float
            numbers = pa.array([None if v is None else as_printed(v) for v in values])
            table = table.set_column(place, column.name, numbers)
    return table


def _is_integer(value: Decimal) -> bool:
    return value.as_tuple().exponent == 0 and abs(value) < _LARGEST
