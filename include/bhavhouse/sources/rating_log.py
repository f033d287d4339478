"""What the rating feed has told, JSON lines written by ourselves -> lake.rating_log."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from bhavhouse.contracts.base import Kind
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.contracts.ratings import RATING_LOG
from bhavhouse.errors import MalformedFile
from bhavhouse.sources.build import shaped
from bhavhouse.sources.feed import Asked, Cadence, Feed, Parsed, pattern

_GIVEN = {"received_order", "received_at"}
_READ = {Kind.DATE: date.fromisoformat, Kind.MOMENT: datetime.fromisoformat}


def entries(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows of the log -> the lines of a delivery."""
    return b"".join(
        json.dumps(row, ensure_ascii=False, default=lambda v: v.isoformat()).encode() + b"\n" for row in rows
    )


def parse(payload: bytes, asked: Asked) -> Parsed:
    """A delivery of the log -> its rows. Raises MalformedFile where it is none of ours."""
    try:
        rows = [_typed(json.loads(line)) for line in payload.splitlines()]
        schema = pa.schema([f for f in arrow_schema(RATING_LOG) if f.name not in _GIVEN])
        table = pa.Table.from_pylist(rows, schema=schema)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, pa.ArrowException) as error:
        raise MalformedFile(f"no log of the rating feed: {type(error).__name__}: {error}") from None
    table = table.append_column("line", pa.array(range(1, table.num_rows + 1), pa.int64()))
    return shaped(RATING_LOG, table, {}, [])


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    return {
        c.name: _READ[c.kind](row[c.name]) if c.kind in _READ and row[c.name] else row[c.name]
        for c in RATING_LOG.columns
        if c.name not in _GIVEN
    }


FEEDS = (Feed("rating_log", RATING_LOG, Cadence.EVENT, pattern(r"rating_log_\d{4}-\d\d-\d\d\.jsonl"), parse),)
