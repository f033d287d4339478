"""Rating changes as vendors deliver them, CSV or JSON lines -> lake.rating_change.

The usual vendors name the same things differently; `_NAMES` says which of their names mean what. Times
without an offset are Indian time.
"""

import csv
import hashlib
import io
import json
import math
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pyarrow as pa

from bhavhouse.contracts.lake import RATING_CHANGE
from bhavhouse.errors import MalformedFile
from bhavhouse.market.calendar import IST
from bhavhouse.sources.build import shaped
from bhavhouse.sources.feed import Asked, Breach, Cadence, Feed, Parsed, pattern

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


def parse(payload: bytes, asked: Asked) -> Parsed:
    """A vendor's delivery -> one row per readable line.

    A line without firm, security or publication time becomes a breach. Raises MalformedFile where the
    bytes are neither CSV with a header nor JSON lines.
    """
    try:
        text = payload.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        raise MalformedFile(f"bytes that are not utf-8 at offset {error.start}") from None
    is_csv = asked.name.lower().endswith(".csv")
    breaches: list[Breach] = []
    rows: list[dict[str, Any]] = []
    for line, raw in _csv_rows(text) if is_csv else _json_rows(text, breaches):
        row, breach = _row(line, raw)
        if breach:
            breaches.append(breach)
        else:
            rows.append(row)
    schema = {f.name: f.type for f in shaped(RATING_CHANGE, _EMPTY, {}, []).table.schema}
    columns = {name: pa.array([r[name] for r in rows], schema[name]) for name in (*_NAMES, "line")}
    given = {
        "delivery": f"{asked.name}:{hashlib.sha256(payload).hexdigest()[:12]}",
        "at_line": columns["line"],
    }
    return shaped(RATING_CHANGE, pa.table(columns), given, breaches)


_EMPTY = pa.table({"line": pa.array([], pa.int64())})


def _csv_rows(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text))
    if not reader.fieldnames:
        raise MalformedFile("the file is empty")
    _known(reader.fieldnames)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise MalformedFile(f"line {reader.line_num}: {error}") from None


def _json_rows(text: str, breaches: list[Breach]) -> Iterator[tuple[int, dict[str, Any]]]:
    if not text.strip():
        raise MalformedFile("the file is empty")
    for line, printed in enumerate(text.splitlines(), 1):
        if not printed.strip():
            continue
        try:
            row = json.loads(printed)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            yield line, row
        else:
            breaches.append(Breach(line, "", printed[:200], "no JSON object"))


def _known(header: Any) -> None:
    names = {_plain(name) for name in header if name}
    for needed in ("firm", "to_grade"):
        if not names & set(_NAMES[needed]):
            raise MalformedFile(f"no column for {needed}: one of {', '.join(_NAMES[needed])}")


def _plain(name: object) -> str:
    return str(name).strip().lower().replace(" ", "_")


def _row(line: int, raw: dict[str, Any]) -> tuple[dict[str, Any], Breach | None]:
    given = {_plain(k): str(v).strip() for k, v in raw.items() if k is not None and v not in (None, "")}
    row: dict[str, Any] = {"line": line}
    for name, aliases in _NAMES.items():
        row[name] = next((given[a] for a in aliases if given.get(a)), None)
    for name in _TARGETS:
        try:
            target = float(row[name].replace(",", "")) if row[name] else None
        except ValueError:
            target = math.nan
        if target is not None and not math.isfinite(target):
            return row, Breach(line, name, row[name][:200], "not a number")
        row[name] = target
    if row["published_at"] is None and given.get("date"):
        row["published_at"] = f"{given['date']}T{given.get('time', '00:00:00')}"
    for name in ("published_at", "updated_at"):
        try:
            row[name] = _moment(row[name])
        except (ValueError, OverflowError):
            return row, Breach(
                line, name, str(row[name])[:200], "no time of the form 2026-02-12T15:45:00+05:30"
            )
    if row["published_at"] is None:
        return row, Breach(line, "published_at", "", "empty")
    if row["firm"] is None:
        return row, Breach(line, "firm", "", "empty")
    if row["symbol"] is None and row["company_as_printed"] is None:
        return row, Breach(line, "symbol", "", "neither symbol nor company")
    return row, None


def _moment(printed: str | None) -> datetime | None:
    if printed is None:
        return None
    if printed.isdigit():
        return datetime.fromtimestamp(int(printed), IST)
    found = datetime.fromisoformat(printed)
    return found if found.tzinfo else found.replace(tzinfo=IST)


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
