"""The models: which tables each reads, when it is stale, and how its files are made anew.

A model's file is stale when the fingerprint of all it is made from (its text, its contract, the very files it
reads, the rows of dated tables that concern its window) is not the one in the ledger. So a restated session,
a filled hole or a corrected list rebuilds what depends on it and nothing else.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import sqlglot
from sqlglot import exp

from bhavhouse.contracts import CONTRACTS, MODELS, Build, Contract
from bhavhouse.contracts.base import swapped
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.settings import SQL

ALL = "all"  # the key of a table that is one file


@dataclass(frozen=True)
class Model:
    """How one table is made of others by SQL."""

    contract: Contract
    reads: tuple[str, ...]
    sql: str

    @property
    def name(self) -> str:
        """schema.table."""
        return self.contract.name


def sql_path(contract: Contract) -> Path:
    """Where a model's own SQL lies."""
    return SQL / contract.schema / f"{contract.table}.sql"


def sql_text(contract: Contract) -> str:
    """A model's SQL; a twin's is that of its original, with other tables to read.

    Raises ValueError where the original does not read a table that is to give way.
    """
    if not contract.sql_of:
        return sql_path(contract).read_text()
    text = sql_path(CONTRACTS[contract.sql_of]).read_text()
    instead = {contract.sql_of: contract.name, **dict(contract.instead)}
    for table in instead:
        if swapped(text, {table: ""}) == text:
            raise ValueError(f"{contract.name} puts another table in place of {table}, which is not read")
    return swapped(text, instead)


@cache
def from_sql(contract: Contract) -> Model:
    """The model in sql/; the tables it reads are found in its text."""
    text = sql_text(contract)
    tables = sqlglot.parse_one(text, dialect="duckdb").find_all(exp.Table)
    reads = {f"{t.db}.{t.name}" for t in tables if t.db}
    unknown = reads - set(CONTRACTS)
    if unknown:
        raise ValueError(
            f"the SQL of {contract.name} reads {', '.join(sorted(unknown))}, which no contract describes"
        )
    if views := sorted(name for name in reads if CONTRACTS[name].build is Build.VIEW):
        raise ValueError(f"{sql_path(contract)} reads {', '.join(views)}: a view has no files to read")
    return Model(contract, tuple(sorted(reads)), text)


@dataclass(frozen=True)
class Step:
    """Something that makes tables out of others."""

    makes: tuple[Contract, ...]
    reads: tuple[str, ...]
    make: Callable[[], None]


def in_order(steps: Iterable[Step]) -> list[Step]:
    """The steps, each after those that make what it reads. Raises ValueError on a circle."""
    waiting = list(steps)
    done: list[Step] = []
    while waiting:
        unmade = {contract.name for step in waiting for contract in step.makes}
        ready = [step for step in waiting if not unmade & set(step.reads)]
        if not ready:
            raise ValueError(f"models that read each other: {', '.join(sorted(unmade))}")
        done += ready
        waiting = [step for step in waiting if step not in ready]
    return done


def month_of(day: date) -> str:
    """YYYY-MM."""
    return f"{day:%Y-%m}"


@dataclass(frozen=True)
class Window:
    """The months [first, last] of a run, and the first session that its models may read."""

    months: tuple[str, ...]
    read_start: date

    @property
    def start(self) -> date:
        """First day of the first month."""
        return date.fromisoformat(f"{self.months[0]}-01")

    @property
    def end(self) -> date:
        """Last day of the last month."""
        year, month = map(int, self.months[-1].split("-"))
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)

    @property
    def parameters(self) -> dict[str, date]:
        """What the SQL calls them."""
        return {"read_start": self.read_start, "window_start": self.start, "window_end": self.end}


def window_of(contract: Contract, months: tuple[str, ...], sessions: list[date]) -> Window:
    """The window of `months`; it reads `lookback_sessions` confirmed sessions before its own."""
    start = Window(months, date.min).start
    before = [day for day in sessions if day < start]
    back = before[-contract.lookback_sessions :] if contract.lookback_sessions else []
    return Window(months, back[0] if back else start)


class Dated:
    """A whole table whose rows count for a span of days: what of it concerns a window, as a hash."""

    def __init__(self, contract: Contract, table: pa.Table) -> None:
        self._columns = contract.dated_by
        self._table = table

    @cached_property
    def _bounds(self) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
        start = self._table[self._columns[0]]
        end = self._table[self._columns[-1]]
        if len(self._columns) == 2:
            end = pc.fill_null(end, date.max)
        return start, end

    def digest(self, start: date, end: date) -> str:
        """A hash of the rows that concern [start, end], their spans cut to it."""
        first, last = self._bounds
        low, high = pa.scalar(start, pa.date32()), pa.scalar(end, pa.date32())
        touches = pc.and_(pc.less_equal(first, high), pc.greater_equal(last, low))
        rows = self._table.filter(touches)
        if len(self._columns) == 2:
            for name, cut in (
                (self._columns[0], pc.max_element_wise),
                (self._columns[1], pc.min_element_wise),
            ):
                bound = low if cut is pc.max_element_wise else high
                column = pc.fill_null(rows[name], high)
                rows = rows.set_column(rows.schema.get_field_index(name), name, cut(column, bound))
        return table_digest(rows)


def table_digest(table: pa.Table) -> str:
    """A hash of a table's rows in their order."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema.remove_metadata()) as stream:
        stream.write_table(table.replace_schema_metadata(None).combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()


def fingerprint(model: Model, inputs: Iterable[Any]) -> str:
    """A hash of all that a model's file is made from."""
    digest = hashlib.sha256(f"{model.sql}\n{arrow_schema(model.contract)}".encode())
    for part in inputs:
        digest.update(f"\n{part}".encode())
    return digest.hexdigest()


def sql_models() -> list[Model]:
    """Every model that has a text in sql/, views left out."""
    made = [c for c in MODELS.values() if c.build is not Build.VIEW]
    return [from_sql(c) for c in made if c.sql_of or sql_path(c).exists()]
