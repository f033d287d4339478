"""Columns -> a table in a contract's schema with `line`, shared by the smaller parsers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from bhavhouse.clock import IST
from bhavhouse.contracts import Contract
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.errors import MalformedFile, WrongSession
from bhavhouse.market.index_names import index_name
from bhavhouse.sources.delimited import dates
from bhavhouse.sources.feed import Breach, Parsed, shown

Given: TypeAlias = pa.Array | pa.ChunkedArray | str | int | date


def shaped(contract: Contract, table: pa.Table, given: Mapping[str, Given], breaches: list[Breach]) -> Parsed:
    """`table`'s columns and the `given` ones (constants are repeated) in the contract's order and types.

    Columns that neither has are null.
    """
    schema = arrow_schema(contract)
    rows = table.num_rows
    columns = []
    for field in schema:
        value = given.get(field.name)
        if value is None:
            value = table[field.name] if field.name in table.column_names else pa.nulls(rows, field.type)
        elif not isinstance(value, pa.Array | pa.ChunkedArray):
            value = pa.repeat(pa.scalar(value, field.type), rows)
        columns.append(value)
    line = table["line"]
    return Parsed(pa.table([*columns, line], schema=schema.append(pa.field("line", pa.int64()))), breaches)


def dated(
    table: pa.Table, column: str, formats: Sequence[str], breaches: list[Breach]
) -> tuple[pa.Table, pa.Array]:
    """The rows whose `column` is a date or empty, and those dates; the other rows become breaches."""
    found, unreadable = dates(table[column], tuple(formats))
    return _readable(table, column, found, unreadable, breaches)


def timed(table: pa.Table, column: str, form: str, breaches: list[Breach]) -> tuple[pa.Table, pa.Array]:
    """The rows whose `column` is an Indian date and time or empty, and those moments; others are breaches."""
    encoded = pc.dictionary_encode(table[column].combine_chunks())
    known: list[datetime | None] = []
    unreadable: dict[str, str] = {}
    for printed in encoded.dictionary.to_pylist():
        try:
            if not printed.isascii():
                raise ValueError(printed)
            known.append(datetime.strptime(printed, form).replace(tzinfo=IST))
        except ValueError:
            known.append(None)
            unreadable[printed] = f"no time of the form {datetime(2025, 1, 31, 15, 30, 5, tzinfo=IST):{form}}"
    found = pa.array(known, pa.timestamp("us", "UTC")).take(encoded.indices)
    return _readable(table, column, found, unreadable, breaches)


def indian_day(moments: pa.Array) -> pa.Array:
    """The calendar day in India on which each moment lies."""
    return pc.cast(pc.local_timestamp(pc.cast(moments, pa.timestamp("us", "Asia/Kolkata"))), pa.date32())


def up_to(
    table: pa.Table, column: str, days: pa.Array, last: date, breaches: list[Breach]
) -> tuple[pa.Table, pa.Array]:
    """The rows of `days` up to `last` and those days; later ones become breaches of `column`.

    Raises MalformedFile where no row is left.
    """
    late = pc.fill_null(pc.greater(days, pa.scalar(last, pa.date32())), False)
    for line, day in zip(table["line"].filter(late).to_pylist(), days.filter(late).to_pylist(), strict=True):
        breaches.append(Breach(line, column, f"{day}", f"later than the file's own day, {last}"))
    kept = pc.invert(late)
    table, days = table.filter(kept), days.filter(kept)
    if not table.num_rows:
        raise _nothing(breaches)
    return table, days


def of_page(
    table: pa.Table, column: str, days: pa.Array, day: date, breaches: list[Breach]
) -> tuple[pa.Table, pa.Array]:
    """The rows of a page kept on `day`, and the `days` that they are of: single ones may be older.

    Raises WrongSession where none is of `day`.
    """
    table, days = up_to(table, column, days, day, breaches)
    if (newest := pc.max(days).as_py()) not in (day, None):
        raise WrongSession(f"its rows are of {newest}, not of {day}")
    return table, days


def _readable(
    table: pa.Table, column: str, found: pa.Array, unreadable: dict[str, str], breaches: list[Breach]
) -> tuple[pa.Table, pa.Array]:
    """The rows whose `column` is none of the `unreadable` texts, and what was `found` in them."""
    if not unreadable:
        return table, found
    bad = pc.is_in(table[column], value_set=pa.array(list(unreadable)))
    bad = bad.combine_chunks() if isinstance(bad, pa.ChunkedArray) else bad
    for row in table.select(["line", column]).filter(bad).to_pylist():
        breaches.append(Breach(row["line"], column, shown(row[column]), unreadable[row[column]]))
    kept = pc.invert(bad)
    return table.filter(kept), found.filter(kept)


def of_session(
    table: pa.Table, column: str, formats: Sequence[str], day: date, breaches: list[Breach]
) -> pa.Table:
    """The rows whose `column` is the session `day`; rows without a date become breaches.

    Raises WrongSession where all rows are of another day, MalformedFile where they are of several days, where
    there are none, or where dates cannot be read on more than a tenth of them.
    """
    table, found = dated(table, column, formats, unread := [])
    if found.null_count:
        absent = pc.is_null(found)
        lines = table["line"].filter(absent).to_pylist()
        unread += [Breach(line, column, "", "empty") for line in lines]
        table, found = table.filter(pc.invert(absent)), found.drop_null()
    if len(unread) * 10 > table.num_rows + len(unread):
        first = min(unread, key=lambda b: b.line)
        raise MalformedFile(f"line {first.line}: {column} {first.value!r}: {first.reason}")
    breaches += unread
    inside = sorted(pc.unique(found).to_pylist())
    if not inside:
        raise _nothing(breaches)
    if len(inside) > 1:
        shown_days = ", ".join(map(str, inside[:5]))
        other = table["line"].filter(pc.not_equal(found, pa.scalar(day, pa.date32())))[0]
        raise MalformedFile(f"rows of several days in one file: {shown_days}; line {other} is not of {day}")
    if inside != [day]:
        raise WrongSession(f"its rows are of {inside[0]}, not of {day}")
    return table


def without_nulls(table: pa.Table, columns: Sequence[str], breaches: list[Breach]) -> pa.Table:
    """The rows that have every one of `columns`; the others become breaches.

    Raises MalformedFile where no row is left.
    """
    good = pa.repeat(True, table.num_rows)
    for name in columns:
        empty = pc.is_null(table[name])
        for line in table["line"].filter(empty).to_pylist():
            breaches.append(Breach(line, name, "", "empty"))
        good = pc.and_(good, pc.invert(empty))
    kept = table.filter(good)
    if not kept.num_rows:
        raise _nothing(breaches)
    return kept


def _nothing(breaches: list[Breach]) -> MalformedFile:
    """Why not one row is left."""
    if not breaches:
        return MalformedFile("a header and no rows")
    first = min(breaches, key=lambda b: b.line)
    told = f"{first.column} {first.value!r}: {first.reason}"
    return MalformedFile(f"not one row can be read, the first on line {first.line}: {told}")


def named(printed: pa.ChunkedArray) -> pa.Array:
    """The name that each index goes by."""
    encoded = printed.combine_chunks().dictionary_encode()
    names = [index_name(name) for name in encoded.dictionary.to_pylist()]
    return pa.array(names, pa.string()).take(encoded.indices)
