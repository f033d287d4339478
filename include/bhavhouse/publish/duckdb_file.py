"""The warehouse as one DuckDB file, replaced by one rename.

Small tables are copied in; large ones are views over the very Parquet files of this publication, which never
change, so that publishing does not grow with history. A reader sees the old file or the new one.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from bhavhouse.contracts import Build, Contract
from bhavhouse.contracts.derive import arrow_schema, described, sql_table
from bhavhouse.models import sql_text
from bhavhouse.publish.audits import SHOWN, audits, require_none
from bhavhouse.publish.quoting import identifier, literal
from bhavhouse.publish.source import Source

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # DuckDB reads the same definitions


def publish_file(target: Path, sources: Mapping[Contract, Source]) -> dict[str, int]:
    """Writes `target` anew from the files or rows of each table; views come from sql/.

    Returns the rows of each table that was copied. Raises CheckFailed, and leaves `target` as it was, where
    an audit in sql/audits finds a row.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _aside(target) as path:
        with duckdb.connect(str(path)) as connection:
            connection.execute("set timezone = 'UTC'")
            for schema in sorted({contract.schema for contract in sources}):
                connection.execute(f"create schema {schema}")
            counts = {}
            for contract, source in sources.items():
                count = _put(connection, contract, source)
                if count is not None:
                    counts[contract.name] = count
            connection.begin()  # a comment of its own transaction waits for the disk
            for contract in sources:
                _comment(connection, contract)
            connection.commit()
            _audit(connection)
        path.replace(target)
    return counts


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    for left in target.parent.glob(f".{target.name}-*"):
        left.unlink()  # what a killed publication left
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    os.close(handle)
    path = Path(name)
    path.unlink()  # DuckDB makes its file itself
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
        Path(f"{path}.wal").unlink(missing_ok=True)


def _put(connection: duckdb.DuckDBPyConnection, contract: Contract, source: Source) -> int | None:
    if contract.build is Build.VIEW:
        connection.execute(f"create view {contract.name} as {sql_text(contract)}")
        return None
    if isinstance(source, pa.Table):
        connection.register("incoming", source)
        rows = "incoming"
    elif source:
        listed = ", ".join(literal(str(file)) for file in source.values())
        rows = f"read_parquet([{listed}], hive_partitioning = false)"
    else:
        connection.register("incoming", arrow_schema(contract).empty_table())
        rows = "incoming"
    if contract.large and rows != "incoming":
        connection.execute(f"create view {contract.name} as select * from {rows}")
        return None
    table = sql_table(contract, sa.MetaData())
    connection.execute(str(CreateTable(table).compile(dialect=_DIALECT)))
    columns = ", ".join(identifier(c.name) for c in contract.columns)
    order = ", ".join(contract.grain)
    found = connection.execute(
        f"insert into {contract.name} ({columns}) select {columns} from {rows} order by {order}"
    ).fetchone()
    if rows == "incoming":
        connection.unregister("incoming")
    return int(found[0]) if found else 0


def _comment(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    is_view = contract.build is Build.VIEW or contract.large
    found = connection.execute(
        "select count(*) from duckdb_views() where schema_name = ? and view_name = ?",
        [contract.schema, contract.table],
    ).fetchone()
    kind = "view" if is_view and found and found[0] else "table"
    connection.execute(f"comment on {kind} {contract.name} is {literal(contract.meaning)}")
    for column in contract.columns:
        connection.execute(
            f"comment on column {contract.name}.{identifier(column.name)} is {literal(described(column))}"
        )


def _audit(connection: duckdb.DuckDBPyConnection) -> None:
    for name, sql in audits().items():
        found = connection.execute(sql)
        columns = [d[0] for d in found.description or ()]
        require_none(name, [dict(zip(columns, row, strict=True)) for row in found.fetchmany(SHOWN)])
