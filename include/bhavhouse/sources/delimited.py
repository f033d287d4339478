"""Comma-separated bytes -> Arrow, by column name; rows that cannot be read are told, not dropped.

The fast path lets Arrow convert all columns at once. Only a file that it cannot read takes the slow one,
which goes row by row and finds each value that does not fit.
"""

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from bhavhouse.errors import MalformedFile
from bhavhouse.sources.feed import Breach

TEXT, INTEGER, REAL = pa.string(), pa.int64(), pa.float64()
_NULLS = ["", "-", " ", " -", "- ", " - ", "  -", "   -"]
_LONGEST_LINE = 100_000


@dataclass(frozen=True)
class Field:
    """A column to read: its name in the result, its type, and whether the file may lack it."""

    name: str
    type: pa.DataType = TEXT
    optional: bool = False


def read(
    payload: bytes, fields: Mapping[str, Field], *, header: bool = True, encoding: str = "utf-8"
) -> tuple[pa.Table, list[Breach]]:
    """The columns named in `fields` (printed header -> field), with `line`, and the unreadable values.

    Without a header the fields stand in file order. Text is stripped, `-` and empty are null.

    Raises MalformedFile for an empty file, a page of HTML, bytes that are no text, or a missing column.
    """
    text_head = _head(payload, encoding)
    printed = next(csv.reader([text_head])) if header else list(fields)
    positions = {name.strip(): name for name in printed}
    missing = [name for name, f in fields.items() if name not in positions and not f.optional]
    if missing:
        raise MalformedFile(f"no column {', '.join(missing)}; the file has: {', '.join(positions)[:300]}")
    named = [name.strip() for name in printed if name.strip()]
    if len(set(named)) < len(named):
        raise MalformedFile("a column name occurs twice")
    present = {positions[name]: f for name, f in fields.items() if name in positions}
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(payload),
            read_options=arrow_csv.ReadOptions(
                use_threads=False, encoding=encoding, column_names=None if header else printed
            ),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: f.type for name, f in present.items()},
                include_columns=list(present),
                null_values=_NULLS,
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
        if not all(_is_finite(table.column(name)) for name, f in present.items() if f.type == REAL):
            raise pa.ArrowInvalid("nan or inf")
        breaches: list[Breach] = []
        lines = pa.array(range(1 + header, 1 + header + table.num_rows), pa.int64())
    except pa.ArrowInvalid:
        table, lines, breaches = _read_slowly(payload, present, printed, header, encoding)
    columns = {f.name: _stripped(table.column(name), f.type) for name, f in present.items()}
    for f in fields.values():
        if f.name not in columns:
            columns[f.name] = pa.nulls(table.num_rows, f.type)
    return pa.table({**columns, "line": lines}), breaches


def _head(payload: bytes, encoding: str) -> str:
    start = payload[:_LONGEST_LINE].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise MalformedFile("the file is empty")
    if start[:1] == b"<" or start[:200].lower().find(b"<html") >= 0:
        raise MalformedFile("a web page, not a data file")
    line = start.split(b"\n", 1)[0]
    if b"\x00" in start:
        raise MalformedFile("binary bytes, not text")
    try:
        return line.decode(encoding).rstrip("\r")
    except UnicodeDecodeError:
        raise MalformedFile(f"bytes that are not {encoding}") from None


def _is_finite(column: pa.ChunkedArray) -> bool:
    return pc.all(pc.is_finite(column)).as_py() is not False


def _stripped(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if kind != TEXT:
        return column
    column = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.is_in(column, value_set=pa.array(["", "-"])), pa.scalar(None, TEXT), column)


def _read_slowly(
    payload: bytes, present: Mapping[str, Field], printed: list[str], header: bool, encoding: str
) -> tuple[pa.Table, pa.Array, list[Breach]]:
    try:
        text = payload.removeprefix(b"\xef\xbb\xbf").decode(encoding)
    except UnicodeDecodeError as error:
        raise MalformedFile(f"bytes that are not {encoding} at offset {error.start}") from None
    if any(len(line) > _LONGEST_LINE for line in text.splitlines()):
        raise MalformedFile(f"a line of more than {_LONGEST_LINE:,} characters")
    reader = csv.reader(io.StringIO(text))
    if header:
        next(reader)
    at = {name: printed.index(name) for name in present}
    rows: dict[str, list[object]] = {name: [] for name in present}
    lines: list[int] = []
    breaches: list[Breach] = []
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            line = reader.line_num
            if len(row) != len(printed):
                breaches.append(
                    Breach(line, "", ",".join(row)[:200], f"{len(row)} values, not {len(printed)}")
                )
                continue
            values: dict[str, object] = {}
            for name, f in present.items():
                cell = row[at[name]].strip()
                try:
                    values[name] = None if cell in ("", "-") else _converted(cell, f.type)
                except ValueError:
                    breaches.append(Breach(line, f.name, cell[:200], f"not {_WORDS[f.type]}"))
                    break
            else:
                lines.append(line)
                for name, value in values.items():
                    rows[name].append(value)
    except csv.Error as error:
        raise MalformedFile(f"line {reader.line_num}: {error}") from None
    table = pa.table({name: pa.array(rows[name], f.type) for name, f in present.items()})
    return table, pa.array(lines, pa.int64()), breaches


_WORDS = {INTEGER: "a whole number", REAL: "a number"}


def _converted(cell: str, kind: pa.DataType) -> object:
    if kind == TEXT:
        return cell
    if not cell.isascii() or "_" in cell:
        raise ValueError(cell)
    if kind == INTEGER:
        number = int(cell)
        if abs(number) >= 2**63:
            raise ValueError(cell)
        return number
    found = float(cell)
    if not math.isfinite(found):
        raise ValueError(cell)
    return found


def dates(column: pa.ChunkedArray, formats: tuple[str, ...]) -> tuple[pa.Array, dict[str, str]]:
    """Printed dates -> date32, nulls where null or unreadable, and the unreadable texts with a reason."""
    known: dict[str | None, date | None] = {None: None}
    unreadable: dict[str, str] = {}
    for printed in pc.unique(column).to_pylist():
        if printed is None:
            continue
        known[printed] = None
        for form in formats:
            try:
                known[printed] = datetime.strptime(printed, form).date()  # noqa: DTZ007 - a date, no moment
                break
            except ValueError:
                continue
        else:
            unreadable[printed] = f"no date of the form {formats[0]}"
    # The few distinct dates are read once and then taken by position.
    encoded = pc.dictionary_encode(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    values = pa.array([known[v] for v in encoded.dictionary.to_pylist()], pa.date32())
    return values.take(encoded.indices), unreadable
