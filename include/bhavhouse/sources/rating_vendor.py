"""Rating changes as vendors deliver them, CSV or JSON lines -> lake.rating_change.

The usual vendors name the same things differently; `_NAMES` says which of their names mean what. Times
without an offset are Indian time.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from bhavhouse.clock import IST
from bhavhouse.contracts.lake import RATING_CHANGE
from bhavhouse.errors import MalformedFile
from bhavhouse.sources.build import shaped
from bhavhouse.sources.delimited import UTF8, amount, check_size, lines, names_in, opening, rows, text_fault
from bhavhouse.sources.feed import Asked, Breach, Cadence, Feed, Parsed, pattern, shown

_NAMES: dict[str, tuple[str, ...]] = {
    "vendor_event_id": ("id", "event_id", "vendor_event_id"),
    "symbol": ("ticker", "symbol"),
    "company_as_printed": ("name", "company_name", "company_as_printed"),
    "firm": ("firm", "grading_company", "gradingcompany", "broker", "company"),
    "analyst": ("analyst", "analyst_name"),
    "action": ("action", "action_company"),
    "from_grade": ("rating_prior", "from_grade", "fromgrade", "previousgrade", "previous_grade"),
    "to_grade": ("rating_current", "to_grade", "tograde", "newgrade", "new_grade"),
    "from_target_inr": ("pt_prior", "from_target_inr", "target_prior", "previous_target"),
    "to_target_inr": ("pt_current", "to_target_inr", "target_current", "target_price"),
    "published_at": (
        "published_at",
        "publisheddate",
        "published_date",
        "gradetime",
        "grade_time",
        "datetime",
    ),
    "updated_at": ("updated", "updated_at"),
    "url": ("url", "news_url", "newsurl"),
}
_TARGETS = ("from_target_inr", "to_target_inr")
_EARLIEST, _LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def parse(payload: bytes, asked: Asked) -> Parsed:
    """A vendor's delivery -> one row per readable line.

    A line without firm, security or publication time becomes a breach. Raises MalformedFile where the
    bytes are neither CSV with a header nor JSON lines.
    """
    is_csv = asked.name.lower().endswith(".csv")
    read = _csv_rows if is_csv else _json_rows
    breaches: list[Breach] = []
    found: list[dict[str, Any]] = []
    for line, raw in read(payload.removeprefix(b"\xef\xbb\xbf"), breaches):
        row, breach = _row(line, raw)
        if breach:
            breaches.append(breach)
        else:
            found.append(row)
    schema = {f.name: f.type for f in shaped(RATING_CHANGE, _EMPTY, {}, []).table.schema}
    columns = {name: pa.array([r[name] for r in found], schema[name]) for name in (*_NAMES, "line")}
    given = {
        "delivery": f"{asked.name}:{hashlib.sha256(payload).hexdigest()[:12]}",
        "at_line": columns["line"],
    }
    return shaped(RATING_CHANGE, pa.table(columns), given, breaches)


_EMPTY = pa.table({"line": pa.array([], pa.int64())})


def _csv_rows(payload: bytes, breaches: list[Breach]) -> Iterator[tuple[int, dict[str, Any]]]:
    _, head, body_line = opening(payload, UTF8)
    names = [_plain(name) for name in names_in(head)]
    _known(names)
    for line, row in rows(payload, UTF8, len(names), body_line, breaches):
        yield line, dict(zip(names, row, strict=True))


def _json_rows(payload: bytes, breaches: list[Breach]) -> Iterator[tuple[int, dict[str, Any]]]:
    check_size(payload)
    if not payload.strip():
        raise MalformedFile("the file is empty")
    for line, text in lines(payload, UTF8):
        try:
            row = json.loads(text) if text is not None else None
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            yield line, {_plain(name): value for name, value in row.items()}
        elif text is None:
            breaches.append(Breach(line, "", "", "bytes that are not utf-8"))
        else:
            breaches.append(Breach(line, "", shown(text), "no JSON object"))


def _known(header: list[str]) -> None:
    for needed in ("firm", "to_grade"):
        if not set(header) & set(_NAMES[needed]):
            raise MalformedFile(f"no column for {needed}: one of {', '.join(_NAMES[needed])}")
    if twice := [name for name in header if name and header.count(name) > 1]:
        raise MalformedFile(f"the column name {shown(twice[0])} occurs twice")


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _row(line: int, raw: dict[str, Any]) -> tuple[dict[str, Any], Breach | None]:
    given: dict[str, str] = {}
    row: dict[str, Any] = {"line": line}
    for name, aliases in _NAMES.items():
        for alias in aliases:
            value = raw.get(alias)
            if value is not None and not isinstance(value, str | int | float):
                return row, Breach(line, name, "", "no single value")
            if printed := _text(value):
                if fault := text_fault(printed):
                    return row, Breach(line, name, shown(printed), fault)
                given.setdefault(name, printed)
        row[name] = given.get(name)
    for name in _TARGETS:
        try:
            row[name] = amount(row[name]) if row[name] is not None else None
        except ValueError:
            return row, Breach(line, name, shown(row[name]), "not a number")
    if row["published_at"] is None and (day := _text(raw.get("date"))):
        row["published_at"] = f"{day}T{_text(raw.get('time')) or '00:00:00'}"
    for name in ("published_at", "updated_at"):
        try:
            row[name] = _moment(row[name])
        except (ValueError, OverflowError, OSError):
            return row, Breach(line, name, shown(row[name]), "no time of the form 2026-02-12T15:45:00+05:30")
    if row["published_at"] is None:
        return row, Breach(line, "published_at", "", "empty")
    if row["firm"] is None:
        return row, Breach(line, "firm", "", "empty")
    if row["symbol"] is None and row["company_as_printed"] is None:
        return row, Breach(line, "symbol", "", "neither symbol nor company")
    return row, None


def _text(value: object) -> str:
    try:
        return "" if value is None else str(value).strip()
    except ValueError:  # an integer of thousands of digits
        return "a giant number"


def _moment(printed: str | None) -> datetime | None:
    if printed is None:
        return None
    if printed.isascii() and printed.isdigit():
        found = datetime.fromtimestamp(int(printed), IST)
    else:
        found = datetime.fromisoformat(printed)
        found = found if found.tzinfo else found.replace(tzinfo=IST)
    # 20260212 is a date to its writer and a second of 1970 to a clock.
    if not _EARLIEST <= found <= _LATEST:
        raise ValueError(printed)
    return found


FEEDS = (
    Feed(
        "rating_change",
        RATING_CHANGE,
        Cadence.EVENT,
        pattern(
            r"(rating_?changes?|ratings|analyst_?ratings|upgrades_?downgrades)"
            r"([_-](?P<day>\d{4}-\d\d-\d\d))?[\w-]*\.(csv|jsonl|ndjson|json)"
        ),
        parse,
        "%Y-%m-%d",
    ),
)
