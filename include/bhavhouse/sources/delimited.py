"""Comma-separated bytes -> Arrow, by column name; rows that cannot be read are told, not dropped.

What a file means is said by the slow path, which reads line by line: a line is a row, and no line has a say
in what another one means. The fast path lets Arrow convert all columns at once, and takes only files in which
both must come to the same: no byte that the two understand differently, and as many rows as lines.
"""

import csv
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from bhavhouse.errors import MalformedFile, TruncatedFile
from bhavhouse.sources.feed import Breach, shown

TEXT, INTEGER, REAL = pa.string(), pa.int64(), pa.float64()
UTF8 = ("utf-8",)
UTF8_OR_LATIN = ("utf-8", "latin-1")  # lists of many years, in which single lines are in the old encoding
_NULLS = ["", "-", " ", " -", "- ", " - ", "  -", "   -"]

# The exchange's largest file holds 3 MB in 21,000 lines of at most 500 characters.
_MOST_BYTES = 64 * 2**20
_MOST_LINES = 500_000
_MOST_COLUMNS = 1_000
_LONGEST_LINE = 100_000
_LONGEST_TEXT = 1_000
_MARK = b"\xef\xbb\xbf"
_MOST_FAST_BYTES = 16 * 2**20
_MOST_BREACHES = 10_000

# Python's and Arrow's readers also take 1e3, +1, 0x1F, 1_000 and other scripts' digits, each its own choice.
_WHOLE = re.compile(r"-?[0-9]{1,19}")
_PLAIN = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
# 1,234,567.5 and 12,34,567.5, but not 12,5: that is another country's 12.5.
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]+)?")
# What a terminal, a page or a database would trip over: controls, halves of characters, text turned around.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_FORMULA = ("=", "+", "@")

_CELL_SO_FAR = re.compile(rb'(?:^|[,\r\n])[\s"\x80-\xff]*-?[0-9.]*$')
_MOST_SUSPECTS = 2_000
_PIECE_BYTES = 2**15


@dataclass(frozen=True)
class Field:
    """A column to read: its name in the result, its type, and whether the file may lack it."""

    name: str
    type: pa.DataType = TEXT
    optional: bool = False


def read(
    payload: bytes,
    fields: Mapping[str, Field],
    *,
    header: bool = True,
    encodings: tuple[str, ...] = UTF8,
    ends_in_newline: bool = False,
) -> tuple[pa.Table, list[Breach]]:
    """The columns named in `fields` (printed header -> field), with `line`, and the unreadable values.

    Without a header the fields stand in file order. Text is stripped, `-` and empty are null. A line is in
    the first of `encodings` that fits it. `ends_in_newline` says that the publisher ends every line, so that
    an unended one was cut.

    Raises MalformedFile for an empty file, a page of HTML, bytes that are no text, a file beyond all measure
    or a missing column; TruncatedFile where the file ends in the middle of a row.
    """
    payload = payload.removeprefix(_MARK)
    start, head, body_line = opening(payload, encodings)
    if header:
        printed = names_in(head)
    else:
        start, body_line, printed = 0, 1, list(fields)
    positions = {name.strip(): at for at, name in enumerate(printed)}
    missing = [name for name, f in fields.items() if name not in positions and not f.optional]
    if missing:
        raise MalformedFile(f"no column {', '.join(missing)}; the file has: {shown(', '.join(positions))}")
    named = [name.strip() for name in printed if name.strip()]
    if len(set(named)) < len(named):
        twice = next(name for name in named if named.count(name) > 1)
        raise MalformedFile(f"the column name {shown(twice)} occurs twice")
    present = {positions[name]: f for name, f in fields.items() if name in positions}
    found = None
    if not ends_in_newline or payload.endswith(b"\n"):
        found = _read_fast(payload[start:], present, len(printed), body_line)
    table, breaches = found or _read_slowly(
        payload, present, len(printed), body_line, encodings, ends_in_newline
    )
    for f in fields.values():
        if f.name not in table.column_names:
            table = table.append_column(f.name, pa.nulls(table.num_rows, f.type))
    return table, breaches


def opening(payload: bytes, encodings: tuple[str, ...]) -> tuple[int, str, int]:
    """The header's text, the offset of what follows it, and the line on which that begins.

    Raises MalformedFile for an empty file, bytes that are no comma-separated text, or a giant.
    """
    check_size(payload)
    if payload.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise MalformedFile("UTF-16, not utf-8")
    if payload.startswith(b"\x1f\x8b"):
        raise MalformedFile("binary bytes, not text: gzip under another name")
    if payload.startswith(b"PK\x03\x04"):
        raise MalformedFile("binary bytes, not text: a zip under another name, or one inside another")
    if (at := payload.find(b"\x00")) >= 0:
        line_of_it = len(payload[: at + 1].splitlines())
        raise MalformedFile(f"binary bytes, not text: a NUL on line {line_of_it}")
    first = payload[:_LONGEST_LINE].lstrip()
    if not first:
        raise MalformedFile("the file is empty")
    if first[:1] == b"<" or b"<html" in first[:200].lower():
        raise MalformedFile("a web page, not a data file")
    if first[:1] in (b"{", b"["):
        raise MalformedFile("JSON, not comma-separated text")
    skipped = min(len(payload), _LONGEST_LINE) - len(first)
    line = first.partition(b"\n")[0].splitlines()[0]
    if len(line) == len(first) == _LONGEST_LINE - skipped:
        raise MalformedFile(f"line 1: a line of more than {_LONGEST_LINE:,} characters")
    end = skipped + len(line)
    end += 2 if payload[end : end + 2] == b"\r\n" else 1
    text = decoded(line, encodings)
    if text is None:
        raise MalformedFile(f"bytes that are not {encodings[0]} on line 1")
    return end, text, len(payload[:end].splitlines()) + 1


def names_in(head: str) -> list[str]:
    """The column names of a header. Raises MalformedFile where it is none."""
    printed = cells(head)
    if printed is None:
        raise MalformedFile(f"a quote that is not closed in the header: {shown(head)!r}")
    if len(printed) > _MOST_COLUMNS:
        raise MalformedFile(f"a header of {len(printed):,} columns")
    return printed


def check_size(payload: bytes) -> None:
    """Raises MalformedFile for a giant."""
    if len(payload) > _MOST_BYTES:
        raise MalformedFile(f"{len(payload):,} bytes, where {_MOST_BYTES:,} are the most")
    if len(payload) > _MOST_LINES and max(payload.count(b"\n"), payload.count(b"\r")) > _MOST_LINES:
        raise MalformedFile(f"more than {_MOST_LINES:,} lines")


def lines(payload: bytes, encodings: tuple[str, ...], first: int = 1) -> Iterator[tuple[int, str | None]]:
    """Number and text of each line that is not blank, from line `first` on; None where it cannot be read."""
    for number, line in enumerate(payload.splitlines(), 1):
        if number >= first and line.strip():
            yield number, decoded(line, encodings)


def decoded(line: bytes, encodings: tuple[str, ...]) -> str | None:
    """The text of a line in the first of `encodings` that fits, or None."""
    for encoding in encodings:
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def cells(line: str) -> list[str] | None:
    """The values of one line, or None where a quote is not closed in it."""
    if '"' not in line:
        return line.split(",")
    if line.count('"') % 2:
        return None
    try:
        # A quote that is still open takes the newline into its value.
        row = next(csv.reader([line + "\n"]))
    except csv.Error:
        return None
    return None if row[-1].endswith("\n") else row


def text_fault(cell: str, longest: int = _LONGEST_TEXT) -> str:
    """Why a text must not get further, or nothing."""
    if cell.startswith(_FORMULA):
        return "a formula, not a text"
    if _HIDDEN.search(cell):
        return "a control character"
    if len(cell) > longest:
        return f"a text of {len(cell):,} characters"
    return ""


def number(cell: str) -> float:
    """A plain decimal number. Raises ValueError for all else that Python would take as a number."""
    if not _PLAIN.fullmatch(cell) or not math.isfinite(found := float(cell)):
        raise ValueError(cell)
    return found


def whole_number(cell: str) -> int:
    """A plain whole number of 64 bits. Raises ValueError for all else."""
    if not _WHOLE.fullmatch(cell) or abs(found := int(cell)) >= 2**63:
        raise ValueError(cell)
    return found


def amount(cell: str) -> float:
    """A decimal number, plain or grouped in threes or as in India. Raises ValueError for all else."""
    if "," in cell:
        if not _GROUPED.fullmatch(cell):
            raise ValueError(cell)
        cell = cell.replace(",", "")
    return number(cell)


def _read_fast(
    body: bytes, present: Mapping[int, Field], width: int, body_line: int
) -> tuple[pa.Table, list[Breach]] | None:
    """All rows at once, or None where only the slow path is sure to be right."""
    count = _plain_lines(body)
    if count is None:
        return None
    names = [str(at) for at in range(width)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(body),
            read_options=arrow_csv.ReadOptions(use_threads=False, column_names=names),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types={names[at]: f.type for at, f in present.items()},
                include_columns=[names[at] for at in present],
                null_values=_NULLS,
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid:
        return None
    # Fewer rows than lines: blank lines, or a quote that ran over a line's end.
    if table.num_rows != count:
        return None
    columns = {f.name: _stripped(table.column(names[at]), f.type) for at, f in present.items()}
    if not all(_is_harmless(columns[f.name], f.type) for f in present.values()):
        return None
    return pa.table({**columns, "line": pa.array(np.arange(body_line, body_line + count))}), []


def _plain_lines(body: bytes) -> int | None:
    """How many lines there are, or None where a byte needs the slow path's care."""
    if len(body) > _MOST_FAST_BYTES or body.startswith(_MARK):  # which Arrow would skip here too
        return None
    if b"\r" in body and body.count(b"\r") != body.count(b"\r\n"):
        return None
    if not body.isascii():
        try:
            if _HIDDEN.search(body.decode()):
                return None
        except UnicodeDecodeError:
            return None
    if b'"' in body and any(line.count(b'"') % 2 for line in body.split(b"\n")):
        return None
    raw = np.frombuffer(b"\n%b\n" % body, np.uint8)
    ends = np.flatnonzero(raw == ord("\n"))
    if np.diff(ends).max() > _LONGEST_LINE:
        return None
    suspects = _suspects(raw)
    if len(suspects) > _MOST_SUSPECTS or any(_is_in_number(body, place) for place in suspects):
        return None
    return len(ends) - 1 - body.endswith(b"\n") if body else 0


def _suspects(raw: "np.typing.NDArray[np.uint8]") -> list[int]:
    """Where a number might go on as 1e3, 0x1F or begin with +, of bytes that stand between two newlines.

    Piece by piece: what fits the processor's cache is looked through several times as fast.
    """
    places: list[int] = []
    for start in range(0, len(raw) - 2, _PIECE_BYTES):
        end = min(start + _PIECE_BYTES, len(raw) - 2)
        before, at, after = (raw[start + shift : end + shift] for shift in range(3))
        letter = at | 0x20
        found = (letter == ord("e")) & (before <= ord("9")) & (after <= ord("9")) & (before >= ord("."))
        found |= (letter == ord("x")) & (before == ord("0"))
        found |= at == ord("+")
        if found.any():
            places += (np.flatnonzero(found) + start).tolist()
    return places


def _is_in_number(body: bytes, place: int) -> bool:
    """Whether nothing but a number's beginning, or nothing at all, stands before `place` in its cell."""
    return bool(_CELL_SO_FAR.search(body[max(0, place - 40) : place]))


def _is_harmless(column: pa.ChunkedArray, kind: pa.DataType) -> bool:
    """Whether all numbers are finite and no text is one that `text_fault` finds."""
    if kind == REAL:
        return pc.all(pc.is_finite(column)).as_py() is not False
    return kind != TEXT or all(map(_is_harmless_text, column.chunks))


def _is_harmless_text(column: pa.Array) -> bool:
    _, offsets, letters = column.buffers()
    if letters is None or not len(column):
        return True
    bounds = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    found = np.frombuffer(letters, np.uint8)[bounds[0] : bounds[-1]]
    lengths = np.diff(bounds)
    if lengths.max() > _LONGEST_TEXT or (found < ord(" ")).any() or (found == 127).any():
        return False
    first = found[(bounds[:-1] - bounds[0])[lengths > 0]]
    return not any((first == ord(mark)).any() for mark in _FORMULA)


def _stripped(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if kind != TEXT:
        return column
    column = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.is_in(column, value_set=pa.array(["", "-"])), pa.scalar(None, TEXT), column)


def _read_slowly(
    payload: bytes,
    present: Mapping[int, Field],
    width: int,
    body_line: int,
    encodings: tuple[str, ...],
    ends_in_newline: bool,
) -> tuple[pa.Table, list[Breach]]:
    columns: dict[str, list[object]] = {f.name: [] for f in present.values()}
    good: list[int] = []
    breaches: list[Breach] = []
    for line, row in rows(payload, encodings, width, body_line, breaches, ends_in_newline=ends_in_newline):
        if breach := _take(line, row, present, columns):
            breaches.append(breach)
        else:
            good.append(line)
    types = {f.name: f.type for f in present.values()}
    table = {name: pa.array(values, types[name]) for name, values in columns.items()}
    return pa.table({**table, "line": pa.array(good, pa.int64())}), breaches


def rows(
    payload: bytes,
    encodings: tuple[str, ...],
    width: int,
    first: int,
    breaches: list[Breach],
    *,
    ends_in_newline: bool = False,
) -> Iterator[tuple[int, list[str]]]:
    """Number and values of each line, from line `first` on, that has `width` values; others become breaches.

    Raises TruncatedFile where the file ends in the middle of a row, MalformedFile where nearly nothing fits.
    """
    is_cut = not payload.endswith((b"\n", b"\r"))
    last = len(payload.splitlines()) if is_cut else 0
    for line, text in lines(payload, encodings, first):
        check_breaches(breaches)
        if text is None:
            breaches.append(Breach(line, "", "", f"bytes that are not {encodings[0]}"))
            continue
        if len(text) > _LONGEST_LINE:
            breaches.append(Breach(line, "", shown(text), f"a line of {len(text):,} characters"))
            continue
        row = cells(text)
        if row is not None and len(row) == width and not (line == last and ends_in_newline):
            yield line, row
        elif line == last and (row is None or len(row) < width):
            raise TruncatedFile(f"the file ends in the middle of line {line}: {shown(text)!r}")
        elif row is None:
            breaches.append(Breach(line, "", shown(text), "a quote that is not closed"))
        elif len(row) == width:
            breaches.append(Breach(line, "", shown(text), "the file ends inside this line"))
        elif any(cell.strip() for cell in row):
            breaches.append(Breach(line, "", shown(text), f"{len(row)} values, not {width}"))


def check_breaches(breaches: list[Breach]) -> None:
    """Raises MalformedFile where nearly nothing fits."""
    if len(breaches) > _MOST_BREACHES:
        worst = breaches[0]
        raise MalformedFile(
            f"more than {_MOST_BREACHES:,} rows cannot be read, the first on line {worst.line}: "
            f"{worst.value!r}: {worst.reason}"
        )


def _take(
    line: int, row: list[str], present: Mapping[int, Field], columns: dict[str, list[object]]
) -> Breach | None:
    """Puts the row's values to the columns, or tells the first that does not fit."""
    values: list[object] = []
    for at, f in present.items():
        cell = row[at].strip()
        if cell in ("", "-"):
            values.append(None)
            continue
        if f.type == TEXT:
            if fault := text_fault(cell):
                return Breach(line, f.name, shown(cell), fault)
            values.append(cell)
            continue
        try:
            values.append(whole_number(cell) if f.type == INTEGER else number(cell))
        except ValueError:
            return Breach(line, f.name, shown(cell), f"not {_WORDS[f.type]}")
    for f, value in zip(present.values(), values, strict=True):
        columns[f.name].append(value)
    return None


_WORDS = {INTEGER: "a whole number", REAL: "a number"}


def dates(column: pa.ChunkedArray, formats: tuple[str, ...]) -> tuple[pa.Array, dict[str, str]]:
    """Printed dates -> date32, nulls where null or unreadable, and the unreadable texts with a reason."""
    # The few distinct dates are read once and then taken by position.
    encoded = pc.dictionary_encode(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    known: list[date | None] = []
    unreadable: dict[str, str] = {}
    for printed in encoded.dictionary.to_pylist():
        for form in formats if printed.isascii() else ():
            try:
                known.append(datetime.strptime(printed, form).date())  # noqa: DTZ007 - a date, no moment
                break
            except ValueError:
                continue
        else:
            known.append(None)
            unreadable[printed] = f"no date of the form {date(2025, 1, 31):{formats[0]}}"
    return pa.array(known, pa.date32()).take(encoded.indices), unreadable
