"""Reading a PostgreSQL warehouse, and nothing else: no writes, no files, no other role."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
import sqlalchemy as sa
import sqlglot
from sqlglot import exp

from bhavhouse.errors import UsageError
from bhavhouse.publish.postgres.roles import become_reader
from bhavhouse.publish.postgres.session import DatabaseError, Session, transaction
from bhavhouse.publish.quoting import identifier

LONGEST = "5min"
_TABLES = """
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_schema in ('core', 'marts') order by 1
"""
# A login with more rights than the reader's could take them back from within its query by these.
_RUN_TEXT = {
    "set_config",
    "query_to_xml",
    "query_to_xmlschema",
    "query_to_xml_and_xmlschema",
    "ts_stat",
    "ts_rewrite",
}


def query(address: sa.URL, sql: str) -> pa.Table:
    """The rows of one query over the published tables, in PostgreSQL's dialect.

    Raises UsageError where nothing is published, or the statement is no query or does not run.
    """
    text = sql.strip().rstrip(";")
    _require_query(text)
    with _reading(address) as session:
        if not session.rows(_TABLES):
            raise UsageError(f"nothing is published at {address}: run bhavhouse backfill --from D --to D")
        try:
            # As a part of a query, nothing but a query can stand.
            return session.table(f"select * from (\n{text}\n) as found")
        except DatabaseError as error:
            raise UsageError(f"query: {error}") from None


def row_counts(address: sa.URL) -> dict[str, int]:
    """Rows of every published table and view; empty where nothing is published."""
    with _reading(address) as session:
        names = [row["name"] for row in session.rows(_TABLES)]
        return {name: session.value(f"select count(*) from {identifier(name)}") for name in names}


@contextmanager
def _reading(address: sa.URL) -> Iterator[Session]:
    with transaction(address) as session:
        session.run("set transaction read only")
        session.run(f"set local statement_timeout = '{LONGEST}'")
        session.run("set local timezone = 'UTC'")
        become_reader(session)
        yield session


def _require_query(sql: str) -> None:
    try:
        tree = sqlglot.parse_one(sql, dialect="postgres")
    except sqlglot.errors.SqlglotError as error:
        raise UsageError(f"query: {str(error).splitlines()[0]}") from None
    if not isinstance(tree, exp.Query):
        raise UsageError("query: only one select is carried out")
    for call in tree.find_all(exp.Func):
        name = (call.name if isinstance(call, exp.Anonymous) else call.sql_name()).lower()
        if name in _RUN_TEXT:
            raise UsageError(f"query: {name} is not carried out")
