"""Reading what is published, and nothing else: no writes, no other files, no network."""

from pathlib import Path

import duckdb
import pyarrow as pa

from bhavhouse.errors import UsageError


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


def query(warehouse: Path, lake: Path, sql: str) -> pa.Table:
    """The rows of one statement over the published tables.

    Raises UsageError where nothing is published or the statement does not run.
    """
    with _open(warehouse, lake) as connection:
        try:
            found = connection.sql(sql)
            return found.to_arrow_table() if found is not None else pa.table({})
        except duckdb.Error as error:
            raise UsageError(f"query: {error}") from None


def row_counts(warehouse: Path) -> dict[str, int]:
    """Rows of every published table and view; empty where nothing is published."""
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
