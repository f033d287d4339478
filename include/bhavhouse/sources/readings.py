"""Readings of articles, JSON lines written by ourselves -> lake.extracted_fact.

A reading is what one grammar found in one text. It is kept like any delivery, so that what was once
claimed can be told after the grammar has changed: {"text_id", "grammar", "facts": [...]}, a line a text.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from bhavhouse.clock import indian_day
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.contracts.news import EXTRACTED_FACT, STATED
from bhavhouse.errors import MalformedFile
from bhavhouse.sources.build import shaped
from bhavhouse.sources.feed import Asked, Cadence, Feed, Parsed, pattern

_GIVEN = {"delivery", "at_line", "received_order", "received_at"}
_EVIDENCE = {"quote": "quote", "quote_start": "start", "quote_end": "end", "rule": "rule",
             "rule_version": "rule_version", "confidence": "confidence"}  # fmt: skip
_FLOWS = ("from_segments", "to_segments")


def text_id(text: str, day: date | None) -> str:
    """The id of a text as read on a day: "today" in it means that day."""
    return hashlib.sha256(f"{day or ''}\n{text}".encode()).hexdigest()[:20]


def reading_day(published_at: datetime | None) -> date | None:
    """The day as of which an article is read."""
    return indian_day(published_at) if published_at else None


def reading(id_: str, grammar: str, facts: Iterable[Mapping[str, Any]]) -> bytes:
    """One line of a delivery."""
    return (
        json.dumps({"text_id": id_, "grammar": grammar, "facts": list(facts)}, ensure_ascii=False).encode()
        + b"\n"
    )


def parse(payload: bytes, asked: Asked) -> Parsed:
    """A delivery of readings -> its facts. Raises MalformedFile where it is none of ours."""
    try:
        rows = [row for line in payload.splitlines() for row in _facts(json.loads(line))]
        schema = pa.schema([f for f in arrow_schema(EXTRACTED_FACT) if f.name not in _GIVEN])
        table = pa.Table.from_pylist(rows, schema=schema)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, pa.ArrowException) as error:
        raise MalformedFile(f"no readings of articles: {type(error).__name__}: {error}") from None
    lines = pa.array(range(1, table.num_rows + 1), pa.int64())
    table = table.append_column("line", lines)
    delivery = f"{asked.name}:{hashlib.sha256(payload).hexdigest()[:12]}"
    return shaped(EXTRACTED_FACT, table, {"delivery": delivery, "at_line": lines}, [])


def _facts(read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    given = {"text_id": read["text_id"], "grammar": read["grammar"]}
    if not read["facts"]:
        yield given
    for fact in read["facts"]:
        evidence = {column: fact[name] for column, name in _EVIDENCE.items()}
        stated = {column.name: fact.get(name) for column, name in STATED}
        low, high = fact.get("value_range") or (None, None)
        stated |= {"value_low": low, "value_high": high}
        if stated["stated_on"]:
            stated["stated_on"] = date.fromisoformat(stated["stated_on"])
        is_flow = fact["kind"] == "capital_rotation"
        for name in _FLOWS:
            stated[name] = "; ".join(_each(stated[name])) or None if is_flow else None
        if is_flow:
            stated |= {"from_grade": None, "to_grade": None}
        yield {**given, "kind": fact["kind"], **stated, **evidence}


def _each(told: Any) -> list[str]:
    return [told] if isinstance(told, str) else list(told or [])


FEEDS = (Feed("reading", EXTRACTED_FACT, Cadence.EVENT, pattern(r"readings_\d{4}-\d\d-\d\d\.jsonl"), parse),)
