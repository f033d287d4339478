"""A publication to a PostgreSQL warehouse: one transaction that replaces what has changed since the last.

What is published is recorded in the warehouse itself, in the same transaction (`bhavhouse.published`), so
that an emptied or restored database is noticed and filled again. A month that changed is deleted and copied
anew; a table whose shape changed is made beside the old one and takes its place: for that alone readers wait.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from bhavhouse.contracts import Build, Contract
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.errors import BhavhouseError
from bhavhouse.models import Window, table_digest
from bhavhouse.publish.audits import SHOWN, audits, require_none
from bhavhouse.publish.postgres import roles, shape
from bhavhouse.publish.postgres.rows import batches
from bhavhouse.publish.postgres.session import LOCK, DatabaseError, Session, transaction
from bhavhouse.publish.postgres.shape import Held
from bhavhouse.publish.quoting import identifier
from bhavhouse.publish.source import Source

ALL = "all"
PATIENCE = "60s"
_BOOK = "bhavhouse"  # the schema of the record; new tables are made in it before they are shown
_RECORD = """
    create table bhavhouse.published (
        table_name text not null,
        key text not null,
        file text not null,
        rows bigint not null,
        published_at timestamp with time zone not null,
        primary key (table_name, key)
    )
"""
_AUDITS = "audits"  # their name in the record
_DEPENDENTS = "2BP01"


@dataclass(frozen=True)
class Part:
    """What is published under one key of a table: where it comes from, and how many rows that has."""

    file: str
    rows: int


@dataclass(frozen=True)
class _Table:
    """One table or view of a publication: what is wanted, what was published, what the database holds."""

    contract: Contract
    source: Source
    published: Mapping[str, Part]
    held: Held | None
    is_emptied: bool

    @property
    def name(self) -> str:
        return self.contract.name

    @property
    def is_view(self) -> bool:
        return self.contract.build is Build.VIEW

    @cached_property
    def wanted(self) -> dict[str, Part]:
        if self.is_view:
            text = shape.create_view(self.contract).encode()
            return {ALL: Part(hashlib.sha256(text).hexdigest(), 0)}
        if isinstance(self.source, pa.Table):
            return {ALL: Part(table_digest(self.source), self.source.num_rows)}
        known = {part.file: part.rows for part in self.published.values()}
        return {
            key: Part(path.name, known[path.name] if path.name in known else pq.read_metadata(path).num_rows)
            for key, path in self.source.items()
        }

    @cached_property
    def is_new(self) -> bool:
        """It is made from nothing: it is not there, has lost its rows, or its shape is another."""
        if self.is_view:
            return not (self.held and self.held.is_view)
        return not self.held or self.is_emptied or not self.published or not self.held.fits(self.contract)

    @cached_property
    def stale(self) -> list[str]:
        """The keys whose rows are not, or no longer, what is wanted."""
        keys = sorted({*self.wanted, *self.published})
        return [key for key in keys if self.wanted.get(key) != self.published.get(key)]

    @cached_property
    def remarks(self) -> list[str]:
        """What is left to say of a table that stays: comments and indexes."""
        if not self.held or self.is_new:
            return []
        missing = [] if self.is_view else shape.indexes(self.contract)
        return [
            *shape.comments(self.contract, self.name, self.held),
            *(shape.create_index(self.name, i) for i in missing if i not in self.held.indexes),
        ]


@contextmanager
def publication(address: sa.URL) -> Iterator["Publication"]:
    """A publication begun: another one waits until this one has ended.

    Raises DatabaseError where the database refuses or cannot be reached; readers keep the last state.
    """
    roles.set_up(address)
    with transaction(address) as session:
        session.run(LOCK)
        # A reader who holds a table for hours must not make all later readers queue behind its swap.
        session.run(f"set local lock_timeout = '{PATIENCE}'")
        roles.become_writer(session)
        yield Publication(session)


@dataclass
class Publication:
    """A transaction that holds the lock of all publishers."""

    session: Session
    copied: dict[str, int] = field(default_factory=dict)

    def show(self, sources: Mapping[Contract, Source]) -> dict[str, int] | None:
        """Brings every table to its source; views come from sql/.

        Returns the rows of each table that were copied, or None where nothing had changed. Raises CheckFailed
        where an audit finds a row, and BhavhouseError where a table cannot be replaced.
        """
        self._make_schemas()
        published = self._published()
        audited = published.pop(_AUDITS, {})
        tables = self._tables(sources, published)
        gone = [name for name in published if name not in {t.name for t in tables}]
        changed = [t for t in tables if t.is_new or t.stale or t.remarks]
        audit = {ALL: Part(hashlib.sha256(repr(audits()).encode()).hexdigest(), 0)}
        if not (changed or gone or audited != audit):
            return None

        new = [t for t in changed if t.is_new and not t.is_view]
        for table in new:
            self._make_aside(table)
        for table in changed:
            if not table.is_new and not table.is_view:
                self._replace_stale(table)
        if gone or any(t.is_new or (t.is_view and t.stale) for t in changed):
            self._swap(tables, new, gone)
        for table in changed:
            for remark in table.remarks:
                self.session.run(remark)
        shown = {t.name: t.wanted for t in changed if t.is_new or t.stale}
        if audited != audit:
            shown[_AUDITS] = audit
        self._record(shown, gone)
        for name, sql in audits().items():
            found = self.session.rows(f"select * from ({shape.restated(sql)}) as found limit {SHOWN}")
            require_none(name, found)
        return self.copied

    # What there is

    def _make_schemas(self) -> None:
        for schema in ("core", "marts", _BOOK):
            if self.session.value("select to_regnamespace($1) is null", schema):
                self.session.run(f"create schema {schema}")
        if self.session.value("select to_regclass('bhavhouse.published') is null"):
            self.session.run(_RECORD)

    def _published(self) -> dict[str, dict[str, Part]]:
        found: dict[str, dict[str, Part]] = {}
        for row in self.session.rows("select table_name, key, file, rows from bhavhouse.published"):
            found.setdefault(row["table_name"], {})[row["key"]] = Part(row["file"], row["rows"])
        return found

    def _tables(
        self, sources: Mapping[Contract, Source], published: Mapping[str, Mapping[str, Part]]
    ) -> list[_Table]:
        held = shape.held(self.session)
        return [
            _Table(
                contract,
                source,
                parts := published.get(contract.name, {}),
                held.get(contract.name),
                self._is_emptied(contract, parts, held),
            )
            for contract, source in sources.items()
        ]

    def _is_emptied(self, contract: Contract, parts: Mapping[str, Part], held: Mapping[str, Held]) -> bool:
        if contract.name not in held or not any(part.rows for part in parts.values()):
            return False
        return bool(self.session.value(f"select not exists(select 1 from {identifier(contract.name)})"))

    # What is done

    def _make_aside(self, table: _Table) -> None:
        aside = _aside(table.contract)
        self.session.run(shape.create_table(table.contract, _BOOK, aside))
        self._copy(table, _BOOK, aside, table.wanted)
        for columns in shape.indexes(table.contract):
            self.session.run(shape.create_index(f"{_BOOK}.{aside}", columns))
        for comment in shape.comments(table.contract, f"{_BOOK}.{aside}"):
            self.session.run(comment)
        self.session.run(f"analyze {identifier(f'{_BOOK}.{aside}')}")

    def _replace_stale(self, table: _Table) -> None:
        """Deletes the windows of the stale keys, not the rows that come: what became empty must be empty."""
        for key in table.stale:
            if key == ALL:
                self.session.run(f"delete from {identifier(table.name)}")
            else:
                month = Window((key,), date.min)
                self.session.run(
                    f"delete from {identifier(table.name)} where session between $1 and $2",
                    month.start,
                    month.end,
                )
        if table.stale:
            wanted = [key for key in table.stale if key in table.wanted]
            self._copy(table, table.contract.schema, table.contract.table, wanted)

    def _copy(self, table: _Table, schema: str, name: str, keys: Iterable[str]) -> None:
        source = table.source
        parts = [source] if isinstance(source, pa.Table) else [source[key] for key in keys]
        for part in parts:
            _require_columns(table.contract, part)
        rows = pa.RecordBatchReader.from_batches(arrow_schema(table.contract), batches(parts))
        self.copied[table.name] = self.session.append(schema, name, rows) if parts else 0

    def _swap(self, tables: list[_Table], new: list[_Table], gone: list[str]) -> None:
        """Puts new tables in the place of the old; views stand on tables, so they are made again after."""
        views = [t for t in tables if t.is_view]
        held = shape.held(self.session)
        for name in (*(t.name for t in views), *(t.name for t in new), *gone):
            if name in held:
                self._drop(name, held[name])
        for table in new:
            schema, name, aside = table.contract.schema, table.contract.table, _aside(table.contract)
            self.session.run(f"alter table {identifier(f'{_BOOK}.{aside}')} set schema {schema}")
            self.session.run(f"alter table {identifier(f'{schema}.{aside}')} rename to {identifier(name)}")
        for view in views:
            self.session.run(shape.create_view(view.contract))
            for comment in shape.comments(view.contract, view.name, is_view=True):
                self.session.run(comment)
        roles.let_readers_read(self.session)

    def _drop(self, name: str, held: Held) -> None:
        try:
            self.session.run(f"drop {'view' if held.is_view else 'table'} {identifier(name)}")
        except DatabaseError as error:
            if error.code != _DEPENDENTS:
                raise
            raise BhavhouseError(
                f"publish: {name} takes a new shape, and what others made stands on the old one: "
                f"{str(error).split('HINT')[0].strip()} Drop that, publish, and make it again. "
                "Nothing is published; the last state stays."
            ) from None

    def _record(self, wanted: Mapping[str, Mapping[str, Part]], gone: list[str]) -> None:
        for name in (*wanted, *gone):
            self.session.run("delete from bhavhouse.published where table_name = $1", name)
        now = datetime.now(UTC)
        record = pa.Table.from_pylist(
            [
                {"table_name": name, "key": key, "file": part.file, "rows": part.rows, "published_at": now}
                for name, parts in wanted.items()
                for key, part in parts.items()
            ],
            _RECORD_SCHEMA,
        )
        self.session.append(_BOOK, "published", record.to_reader())


_RECORD_SCHEMA = pa.schema(
    {
        "table_name": pa.string(),
        "key": pa.string(),
        "file": pa.string(),
        "rows": pa.int64(),
        "published_at": pa.timestamp("us", "UTC"),
    }
)


def _aside(contract: Contract) -> str:
    return f"{contract.schema}_{contract.table}"


def _require_columns(contract: Contract, part: Path | pa.Table) -> None:
    schema = part.schema if isinstance(part, pa.Table) else pq.read_schema(part)
    if schema.names != [c.name for c in contract.columns]:
        raise BhavhouseError(f"publish: {part} has not the columns of {contract.name}: run bhavhouse build")
