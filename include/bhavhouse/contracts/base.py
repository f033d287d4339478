"""What a contract is: one table, its grain, its columns with units and bounds, its checks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """The types a column may have; each has one form in Arrow, SQL and the checks."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "timestamp with time zone"
    INTEGER = "integer"
    REAL = "real"
    FLAG = "flag"


@dataclass(frozen=True)
class Column:
    """One column, declared once.

    `unit` names what a number counts (inr, shares, pct, ...). `minimum` and `maximum` bound the values;
    `exclusive` makes both bounds strict. `formula` says how the value is worked out, in the terms of other
    columns; `warm_up` how much history it needs before it is there, or settled; `source` which table, file
    or column it comes from, where that is not the contract's.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    nullable: bool = False
    minimum: float | None = None
    maximum: float | None = None
    exclusive: bool = False
    one_of: tuple[str, ...] = ()
    matches: str = ""
    formula: str = ""
    warm_up: str = ""
    source: str = ""


@dataclass(frozen=True)
class AtLeast:
    """On every row `larger` is not below `smaller`, where both are known.

    With `where`, on the rows alone whose column of that name holds one of `values`.
    """

    larger: str
    smaller: str
    where: str = ""
    values: tuple[str, ...] = ()


class Build(StrEnum):
    """How a table's files are kept: one per landed file, one per month, one in all, or none (a view)."""

    LANDED = "landed"
    MONTH = "month"
    WHOLE = "whole"
    VIEW = "view"


@dataclass(frozen=True)
class Contract:
    """One table. `name` is schema.table; schema is lake, core or marts.

    `lookback_sessions` is how far before its window a monthly model reads. `dated_by` names the column, or
    the (from, to) pair, by which rows of a whole table concern a window. `internal` tables serve other
    models and are not published; `large` ones are published as views over their Parquet files. `source` is
    where its columns come from, but for those that name their own. `sql_of` names the model whose SQL this
    one takes, `instead` each table in it with the one to be read in its place.
    """

    name: str
    grain: tuple[str, ...]
    meaning: str
    columns: tuple[Column, ...]
    checks: tuple[AtLeast, ...] = ()
    build: Build = Build.WHOLE
    lookback_sessions: int = 0
    dated_by: tuple[str, ...] = ()
    internal: bool = False
    large: bool = False
    notes: str = ""
    source: str = ""
    sql_of: str = ""
    instead: tuple[tuple[str, str], ...] = ()

    @property
    def schema(self) -> str:
        """lake, core or marts."""
        return self.name.split(".")[0]

    @property
    def table(self) -> str:
        """The name without its schema."""
        return self.name.split(".")[1]

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")


def twin(contract: Contract, name: str, meaning: str, instead: Mapping[str, str]) -> Contract:
    """The table that a contract's own SQL makes of other tables: the same columns under another name."""

    def other(words: str) -> str:
        return swapped(words, instead)

    columns = tuple(replace(c, formula=other(c.formula), source=other(c.source)) for c in contract.columns)
    return replace(
        contract,
        name=name,
        meaning=meaning,
        columns=columns,
        notes=other(contract.notes),
        source=other(contract.source),
        sql_of=contract.name,
        instead=tuple(instead.items()),
    )


def swapped(words: str, instead: Mapping[str, str]) -> str:
    """A text in which each table named gives way to its other."""
    for table, by in instead.items():
        words = re.sub(rf"\b{re.escape(table)}\b", by, words)
    return words


def text(name: str, meaning: str, **more: object) -> Column:
    """A text column."""
    return Column(name, Kind.TEXT, meaning, **more)  # type: ignore[arg-type]


def day(name: str, meaning: str, **more: object) -> Column:
    """A calendar date in India."""
    return Column(name, Kind.DATE, meaning, **more)  # type: ignore[arg-type]


def moment(name: str, meaning: str, **more: object) -> Column:
    """A moment, stored in UTC."""
    return Column(name, Kind.MOMENT, meaning, **more)  # type: ignore[arg-type]


def count(name: str, meaning: str, unit: str = "", **more: object) -> Column:
    """A whole number that is never negative."""
    return Column(name, Kind.INTEGER, meaning, unit, minimum=0, **more)  # type: ignore[arg-type]


def whole(name: str, meaning: str, unit: str = "", **more: object) -> Column:
    """A whole number of either sign."""
    return Column(name, Kind.INTEGER, meaning, unit, **more)  # type: ignore[arg-type]


def real(name: str, meaning: str, unit: str = "", **more: object) -> Column:
    """A number."""
    return Column(name, Kind.REAL, meaning, unit, **more)  # type: ignore[arg-type]


def price(name: str, meaning: str, **more: object) -> Column:
    """A price in rupees, above zero and below a crore of rupees a share."""
    return Column(name, Kind.REAL, meaning, "inr", minimum=0, maximum=1e7, exclusive=True, **more)  # type: ignore[arg-type]


def flag(name: str, meaning: str, **more: object) -> Column:
    """True or false."""
    return Column(name, Kind.FLAG, meaning, **more)  # type: ignore[arg-type]


def reach(n: int) -> str:
    """The house rule for windows of n sessions, in words: how far back they may lie."""
    return f"within the last {n + max(5, n // 10)} of the exchange"
