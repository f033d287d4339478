"""The bundle's `bm*`: what companies told the exchange of board meetings that day -> lake.board_meeting.

Each entry begins with `COMPANY SYMBOL : DATE : PURPOSE`. The purpose is free text and may go on over several
lines, blank ones among them, so a line that begins no entry belongs to the one before it. The file holds no
date of its own: its name is believed, unless the same bytes were received under an earlier day's name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from bhavhouse.contracts.lake import BOARD_MEETING, SYMBOL
from bhavhouse.errors import MalformedFile, TruncatedFile
from bhavhouse.market.meetings import MOVED, is_results, new_day, what_is_told
from bhavhouse.sources.build import dated, shaped, without_nulls
from bhavhouse.sources.delimited import (
    TEXT,
    UTF8_OR_LATIN,
    check_breaches,
    dates,
    lines,
    opening,
    text_fault,
)
from bhavhouse.sources.feed import Asked, Breach, Cadence, Feed, Parsed, pattern, shown

_HEADER = ("COMPANY NAME SYMBOL", "BM DATE", "BM PURPOSE")
_FORM = "%d-%b-%Y"
_DAY = re.compile(r"\s*(\d{1,2}-[A-Za-z]{3}-\d{4})\s*(:?)")
_LONGEST_DAY = 20
_LONGEST_PURPOSE = 20_000


@dataclass
class _Entry:
    """One print, the purpose line by line."""

    line: int
    company: str
    symbol: str
    day: str
    purpose: list[str] = field(default_factory=list)


def parse(payload: bytes, asked: Asked) -> Parsed:
    """`bm*` bytes -> one row per print. An entry whose day, symbol or company cannot be read is told.

    Raises MalformedFile, and TruncatedFile where the file ends inside a line that is no whole entry.
    """
    payload = payload.removeprefix(b"\xef\xbb\xbf")
    _, head, body_line = opening(payload, UTF8_OR_LATIN)
    if tuple(" ".join(part.upper().split()) for part in head.split(":")) != _HEADER:
        raise MalformedFile(f"no columns {' : '.join(_HEADER)}; the file has: {shown(head)}")
    breaches: list[Breach] = []
    entries = [entry for entry in _entries(payload, body_line, breaches) if _is_sound(entry, breaches)]
    columns = {
        "company": [_on_one_line([entry.company]) for entry in entries],
        "symbol": [entry.symbol or None for entry in entries],
        "meeting_date": [entry.day or None for entry in entries],
        "purpose": [_on_one_line(entry.purpose) for entry in entries],
    }
    table = pa.table({name: pa.array(values, TEXT) for name, values in columns.items()})
    table = table.append_column("line", pa.array([entry.line for entry in entries], pa.int64()))
    table, days = dated(table, "meeting_date", (_FORM,), breaches)
    table = table.set_column(table.schema.get_field_index("meeting_date"), "meeting_date", days)
    table = without_nulls(table, ["company", "symbol", "meeting_date", "purpose"], breaches)
    purposes = table["purpose"].to_pylist()
    tells = [what_is_told(purpose) for purpose in purposes]
    moved = [new_day(p) if t == MOVED else None for p, t in zip(purposes, tells, strict=True)]
    given = {
        "session": asked.day,
        "at_line": table["line"],
        "tells": pa.array(tells, TEXT),
        "moved_to": dates(pa.array(moved, TEXT), (_FORM,))[0],
        "is_results": pa.array([is_results(purpose) for purpose in purposes], pa.bool_()),
    }
    return shaped(BOARD_MEETING, table, given, breaches)


def _entries(payload: bytes, body_line: int, breaches: list[Breach]) -> Iterator[_Entry]:
    unended = 0 if payload.endswith((b"\n", b"\r")) else len(payload.splitlines())
    current: _Entry | None = None
    for line, text in lines(payload, UTF8_OR_LATIN, body_line):
        check_breaches(breaches)
        text = text or ""  # Latin-1 takes every byte
        begun = _begun(line, text, current.symbol if current else "")
        if line == unended:
            if not begun or not begun.purpose[0]:
                raise TruncatedFile(f"the file ends in the middle of line {line}: {shown(text)!r}")
            breaches.append(Breach(line, "", shown(text), "the file ends inside this line"))
        elif begun:
            if current:
                yield current
            current = begun
        elif current:
            current.purpose.append(text)
        else:
            breaches.append(Breach(line, "", shown(text), "no company, symbol and date"))
    if current:
        yield current


def _begun(line: int, text: str, before: str) -> _Entry | None:
    """The entry that a line begins, or None where it goes on with the one before, of the symbol `before`."""
    who, colon, rest = text.partition(":")
    words = who.split()
    if not colon:
        return None
    company, symbol = " ".join(words[:-1]), words[-1] if words else ""
    has_symbol = re.fullmatch(SYMBOL, symbol) is not None
    if found := _DAY.match(rest):
        # `SYMBOL : 23-Dec-2025 : ...` also stands inside the text of a meeting that was moved.
        if symbol == before and not company:
            return None
        if (has_symbol and company) or found[2]:
            return _Entry(line, company, symbol, found[1], [rest[found.end() :].strip()])
        return None
    day, colon, purpose = rest.partition(":")
    looks_begun = has_symbol and bool(company) and len(symbol) > 1 and any(map(str.isalpha, symbol))
    if colon and looks_begun and len(day.strip()) <= _LONGEST_DAY:
        return _Entry(line, company, symbol, day.strip(), [purpose.strip()])
    return None


def _is_sound(entry: _Entry, breaches: list[Breach]) -> bool:
    """Whether nothing in its texts must be kept from going further."""
    faults = {
        "company": text_fault(entry.company),
        "symbol": text_fault(entry.symbol),
        "purpose": text_fault("\n".join(entry.purpose), _LONGEST_PURPOSE),
    }
    for column, fault in faults.items():
        if fault:
            text = entry.purpose[0] if column == "purpose" else getattr(entry, column)
            breaches.append(Breach(entry.line, column, shown(text), fault))
            return False
    return True


def _on_one_line(texts: list[str]) -> str | None:
    """The texts with single blanks, or None where there is nothing in them."""
    return " ".join(" ".join(texts).split()) or None


FEEDS = (
    Feed(
        "nse_board_meeting",
        BOARD_MEETING,
        Cadence.SESSION,
        pattern(r"bm(?P<day>\d{6}|\d{8})\.txt"),
        parse,
        "%d%m%Y",
        prints_day=False,
    ),
)
