"""The ledger: each file received, partition and model file, row held back, run and publication.

A small database of our own: SQLite by default, PostgreSQL (schema `ledger`) where machines share it. What it
records happened: a partition counts from the transaction that names it, a file on disk that no transaction
names does not exist. A change to a table below needs a step in `migrations.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bhavhouse.migrations import migrate
from bhavhouse.settings import database_url

_META = sa.MetaData()
_LOCK = "select pg_advisory_xact_lock(hashtextextended('bhavhouse ledger', 0))"


def _now() -> datetime:
    return datetime.now(UTC)


class _Text(sa.TypeDecorator[str]):
    """Text that any database can hold: names and values come from files that may hold anything."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Writes what is no text (NUL, half of a surrogate pair) as an escape."""
        if value is None:
            return None
        return value.encode(errors="backslashreplace").decode().replace("\0", "\\x00")


RECEIPT = sa.Table(
    "receipt",
    _META,
    sa.Column("receipt_id", sa.Integer, primary_key=True, comment="Order of receipt."),
    sa.Column("feed", _Text, nullable=False),
    sa.Column("day", sa.Date, nullable=False, comment="Session asked for, or day a list counts as of."),
    sa.Column("name", _Text, nullable=False, comment="The exchange's name for the file."),
    sa.Column("sha256", _Text, nullable=False, comment="Of the bytes; empty where none could be read."),
    sa.Column("size_bytes", sa.Integer, nullable=False),
    sa.Column("source", _Text, nullable=False, comment="Where the bytes came from."),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("available_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("verdict", _Text, nullable=False, comment="accepted, or the kind of refusal."),
    sa.Column("reason", _Text, nullable=False, default=""),
    sa.Column("rows", sa.Integer, nullable=False, default=0, comment="Good rows."),
    sa.UniqueConstraint("feed", "day", "name", "sha256"),
)
PARTITION = sa.Table(
    "partition",
    _META,
    sa.Column("partition_id", sa.Integer, primary_key=True),
    sa.Column("dataset", _Text, nullable=False, index=True, comment="Feed or model."),
    sa.Column("key", _Text, nullable=False, comment="Day, file name, month or 'all'."),
    sa.Column("file", _Text, nullable=False, comment="Path below the lake folder."),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("fingerprint", _Text, nullable=False, comment="Hash of all it was made from."),
    sa.Column("receipt_id", sa.Integer, comment="The receipt a landed partition was read from."),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, default=_now),
    sa.Column("is_current", sa.Boolean, nullable=False, default=True),
)
sa.Index(
    "one_current_partition",
    PARTITION.c.dataset,
    PARTITION.c.key,
    unique=True,
    sqlite_where=PARTITION.c.is_current,
    postgresql_where=PARTITION.c.is_current,
)
QUARANTINE = sa.Table(
    "quarantine",
    _META,
    sa.Column("receipt_id", sa.Integer, primary_key=True),
    sa.Column("line", sa.Integer, primary_key=True),
    sa.Column("column", _Text, primary_key=True),
    sa.Column("value", _Text, nullable=False),
    sa.Column("reason", _Text, primary_key=True),
)
DECISION = sa.Table(
    "decision",
    _META,
    sa.Column("decision_id", sa.Integer, primary_key=True),
    sa.Column("kind", _Text, nullable=False, comment="release or correct."),
    sa.Column("feed", _Text, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("name", _Text, nullable=False),
    sa.Column("line", sa.Integer, nullable=False, comment="Line of the file; a header is 1."),
    sa.Column("column", _Text, nullable=False, comment="As printed in the header."),
    sa.Column(
        "expected", _Text, nullable=False, comment="The wrong value, so that a mended file is noticed."
    ),
    sa.Column("value", _Text, nullable=False),
    sa.Column("reason", _Text, nullable=False),
    sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
)
RUN = sa.Table(
    "run",
    _META,
    sa.Column("run_id", sa.Integer, primary_key=True),
    sa.Column("step", _Text, nullable=False),
    sa.Column("arguments", sa.JSON, nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True), nullable=False, default=_now),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
    sa.Column("outcome", _Text, nullable=False, default="running"),
    sa.Column("figures", sa.JSON),
)
PUBLICATION = sa.Table(
    "publication",
    _META,
    sa.Column("publication_id", sa.Integer, primary_key=True),
    sa.Column("warehouse", _Text, nullable=False),
    sa.Column("fingerprint", _Text, nullable=False, comment="Hash of all files it shows."),
    sa.Column("published_at", sa.DateTime(timezone=True), nullable=False, default=_now),
)


@dataclass(frozen=True)
class Partition:
    """A current partition of a dataset."""

    dataset: str
    key: str
    file: str
    rows: int
    fingerprint: str
    receipt_id: int | None = None


class Ledger:
    """The ledger of one home, or of all that share its address."""

    def __init__(self, url: str) -> None:
        """Opens it, made or migrated to this release's shape.

        Raises UsageError for an address that cannot be read, BhavhouseError for a ledger of a later release.
        """
        address = database_url("BHAVHOUSE_LEDGER_URL", url, ("sqlite", "postgresql"), "sqlite:///PATH")
        self._is_shared = address.get_backend_name() == "postgresql"
        self._engine = _postgresql(address) if self._is_shared else _sqlite(address)
        with self.transaction() as connection:
            migrate(connection, _META)

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """All of it is recorded, or none. One at a time, so that what it has read holds until its end."""
        with self._engine.begin() as connection:
            if self._is_shared:  # SQLite locks by itself
                connection.exec_driver_sql(_LOCK)
            yield connection

    def rows(self, query: sa.Executable) -> Sequence[Any]:
        """The rows of a query, each readable by column name."""
        with self._engine.connect() as connection:
            return connection.execute(query).all()

    def receipts(
        self, feed: str | None = None, start: date = date.min, end: date = date.max
    ) -> Sequence[Any]:
        """Receipts of [start, end] in order of receipt."""
        query = sa.select(RECEIPT).where(RECEIPT.c.day.between(start, end)).order_by(RECEIPT.c.receipt_id)
        return self.rows(query.where(RECEIPT.c.feed == feed) if feed else query)

    def partitions(self, dataset: str) -> dict[str, Partition]:
        """Current partitions of a dataset by key, in key order."""
        columns = [PARTITION.c[name] for name in Partition.__dataclass_fields__]
        query = (
            sa.select(*columns)
            .where(PARTITION.c.dataset == dataset, PARTITION.c.is_current)
            .order_by(PARTITION.c.key)
        )
        return {row.key: Partition(*row) for row in self.rows(query)}

    @contextmanager
    def run(self, step: str, **arguments: Any) -> Iterator[dict[str, Any]]:
        """Records a step, its arguments, its outcome and the figures that are put in the result."""
        with self.transaction() as connection:
            run_id = connection.execute(
                RUN.insert().values(step=step, arguments={k: str(v) for k, v in arguments.items()})
            ).inserted_primary_key[0]  # type: ignore[index]
        figures: dict[str, Any] = {}
        outcome = "failed"
        try:
            yield figures
            outcome = "done"
        finally:
            with self.transaction() as connection:
                connection.execute(
                    RUN.update()
                    .where(RUN.c.run_id == run_id)
                    .values(outcome=outcome, figures=figures, ended_at=_now())
                )


def make_current(connection: sa.Connection, partitions: Iterable[Partition]) -> None:
    """Puts each partition in the place of the one that had its dataset and key."""
    values = [
        {
            **{name: getattr(p, name) for name in Partition.__dataclass_fields__},
            "is_current": True,
            "made_at": _now(),
        }
        for p in partitions
    ]
    if values:
        retire(connection, [(v["dataset"], v["key"]) for v in values])
        connection.execute(PARTITION.insert(), values)


def retire(connection: sa.Connection, keys: Iterable[tuple[str, str]]) -> None:
    """Takes the current partitions of these datasets and keys out of use; their files stay."""
    found = [{"d": dataset, "k": key} for dataset, key in keys]
    if found:
        connection.execute(
            PARTITION.update()
            .where(
                PARTITION.c.dataset == sa.bindparam("d"),
                PARTITION.c.key == sa.bindparam("k"),
                PARTITION.c.is_current,
            )
            .values(is_current=False),
            found,
        )


def _sqlite(address: sa.URL) -> sa.Engine:
    Path(address.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(address, connect_args={"timeout": 120})

    @sa.event.listens_for(engine, "connect")
    def configure(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun by the event below
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=normal")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("begin immediate")

    return engine


def _postgresql(address: sa.URL) -> sa.Engine:
    engine = sa.create_engine(address, pool_pre_ping=True)

    @sa.event.listens_for(engine, "connect")
    def configure(connection: Any, _: Any) -> None:
        connection.autocommit = True
        connection.execute("set search_path = ledger")
        connection.execute("set timezone = 'UTC'")
        connection.autocommit = False

    return engine
