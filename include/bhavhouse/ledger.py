"""The ledger: each file received, partition and model file, row held back, run and publication.

A small database of our own (SQLite by default). What it records happened: a partition counts from the
transaction that names it, a file on disk that no transaction names does not exist.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

_META = sa.MetaData()


def _now() -> datetime:
    return datetime.now(UTC)


RECEIPT = sa.Table(
    "receipt",
    _META,
    sa.Column("receipt_id", sa.Integer, primary_key=True, comment="Order of receipt."),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("day", sa.Date, nullable=False, comment="Session asked for, or day a list counts as of."),
    sa.Column("name", sa.Text, nullable=False, comment="The exchange's name for the file."),
    sa.Column("sha256", sa.Text, nullable=False, comment="Of the bytes; empty where none could be read."),
    sa.Column("size_bytes", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False, comment="Where the bytes came from."),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("available_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("verdict", sa.Text, nullable=False, comment="accepted, or the kind of refusal."),
    sa.Column("reason", sa.Text, nullable=False, default=""),
    sa.Column("rows", sa.Integer, nullable=False, default=0, comment="Good rows."),
    sa.UniqueConstraint("feed", "day", "name", "sha256"),
)
PARTITION = sa.Table(
    "partition",
    _META,
    sa.Column("partition_id", sa.Integer, primary_key=True),
    sa.Column("dataset", sa.Text, nullable=False, index=True, comment="Feed or model."),
    sa.Column("key", sa.Text, nullable=False, comment="Day, file name, month or 'all'."),
    sa.Column("file", sa.Text, nullable=False, comment="Path below the lake folder."),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False, comment="Hash of all it was made from."),
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
    sa.Column("column", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, primary_key=True),
)
RUN = sa.Table(
    "run",
    _META,
    sa.Column("run_id", sa.Integer, primary_key=True),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("arguments", sa.JSON, nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True), nullable=False, default=_now),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
    sa.Column("outcome", sa.Text, nullable=False, default="running"),
    sa.Column("figures", sa.JSON),
)
PUBLICATION = sa.Table(
    "publication",
    _META,
    sa.Column("publication_id", sa.Integer, primary_key=True),
    sa.Column("warehouse", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False, comment="Hash of all files it shows."),
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
    """The ledger of one home."""

    def __init__(self, url: str) -> None:
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        self._engine = sa.create_engine(url, connect_args={"timeout": 120})
        sa.event.listen(self._engine, "connect", _configure)
        sa.event.listen(self._engine, "begin", lambda c: c.exec_driver_sql("begin immediate"))
        _META.create_all(self._engine)

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """All of it is recorded, or none."""
        with self._engine.begin() as connection:
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


def _configure(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun by the engine's event
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=normal")
