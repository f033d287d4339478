"""One transaction on a PostgreSQL database over ADBC: statements, and rows in and out as Arrow."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import adbc_driver_postgresql.dbapi as adbc
import pyarrow as pa
import sqlalchemy as sa
from adbc_driver_manager.dbapi import Connection, Cursor
from psycopg.conninfo import make_conninfo

from bhavhouse.errors import BhavhouseError

# Taken by whoever changes the warehouse, until the end of its transaction.
LOCK = "select pg_advisory_xact_lock(hashtextextended('bhavhouse warehouse', 0))::text"


class DatabaseError(BhavhouseError):
    """What the database answered. `code` is its SQLSTATE, empty where it gave none."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code

    @property
    def is_refusal(self) -> bool:
        """The login lacks a right."""
        return self.code == "42501"


@contextmanager
def transaction(address: sa.URL) -> Iterator["Session"]:
    """A transaction, committed at the end; undone where the block raises, or the process dies.

    Raises DatabaseError where the database cannot be reached.
    """
    parts = address.translate_connect_args(username="user", database="dbname")
    more = {name: ",".join(values) for name, values in address.normalized_query.items()}
    with _told():
        connection = adbc.connect(make_conninfo(**{**parts, **more}))
    try:
        with connection.cursor() as cursor:
            yield Session(connection, cursor)
        with _told():
            connection.commit()
    finally:
        connection.close()  # undoes what is not committed


class Session:
    """An open transaction. Values are always bound; each statement is sent alone."""

    def __init__(self, connection: Connection, cursor: Cursor) -> None:
        self._connection = connection
        self._cursor = cursor

    def run(self, sql: str, *values: Any) -> None:
        """Carries out a statement. Raises DatabaseError."""
        with _told():
            self._cursor.execute(sql, values or None)

    def table(self, sql: str, *values: Any) -> pa.Table:
        """The rows of a query. Raises DatabaseError."""
        with _told():
            self._cursor.execute(sql, values or None)
            return self._cursor.fetch_arrow_table()

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """The rows of a query, each by column name. Raises DatabaseError."""
        found: list[dict[str, Any]] = self.table(sql, *values).to_pylist()
        return found

    def value(self, sql: str, *values: Any) -> Any:
        """The one value of a query. Raises DatabaseError."""
        (row,) = self.rows(sql, *values)
        (found,) = row.values()
        return found

    def append(self, schema: str, table: str, rows: pa.RecordBatchReader) -> int:
        """Copies rows into a table and tells how many. Raises DatabaseError."""
        with _told():
            return self._cursor.adbc_ingest(table, rows, mode="append", db_schema_name=schema)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except adbc.Error as error:
        text = str(error).split("Query was:")[0].strip()
        raise DatabaseError(f"PostgreSQL: {text}", error.sqlstate or "") from None
