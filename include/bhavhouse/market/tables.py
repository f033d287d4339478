"""The smaller whole tables of the market: sessions, calendar days, scales of grades."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from bhavhouse.contracts import Contract
from bhavhouse.contracts.core import CALENDAR_DAY, DIM_SESSION, RATING_SCALE
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.market.calendar import expected_sessions
from bhavhouse.market.sessions import index_of, kind_of

_SCALES = Path(__file__).parents[1] / "news" / "scales.csv"
_FIRST_DAY = date(2000, 1, 1)
_APRIL = 4


def table_of(contract: Contract, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows -> the contract's table, sorted by its grain."""
    return pa.Table.from_pylist(list(rows), schema=arrow_schema(contract)).sort_by(
        [(name, "ascending") for name in contract.grain]
    )


def dim_session(confirmed: Mapping[date, tuple[str, ...]]) -> pa.Table:
    """Confirmed sessions and their cash feeds -> core.dim_session."""
    places = index_of(confirmed)
    expected = {s.day for s in expected_sessions(min(confirmed), max(confirmed))} if confirmed else set()
    return table_of(
        DIM_SESSION,
        (
            {
                "session": day,
                "session_index": places[day],
                "kind": kind_of(day),
                "weekday": f"{day:%A}",
                "calendar_year": day.year,
                "fiscal_year": day.year + (day.month >= _APRIL),
                "fiscal_quarter": (day.month - _APRIL) % 12 // 3 + 1,
                "is_expected": day in expected,
                "feeds": "+".join(feeds),
            }
            for day, feeds in confirmed.items()
        ),
    )


def calendar_days(confirmed: Iterable[date], last: date) -> pa.Table:
    """Confirmed sessions, and expected ones to a month after `last` -> core.calendar_day."""
    end = last + timedelta(40)
    sessions = sorted({s.day for s in expected_sessions(_FIRST_DAY, end)} | set(confirmed))
    rows = []
    day = _FIRST_DAY
    for session in sessions:
        while day <= session:
            rows.append({"day": day, "session_on_or_after": session})
            day += timedelta(1)
    return table_of(CALENDAR_DAY, rows)


def rating_scales() -> pa.Table:
    """core.rating_scale, from the file of scales."""
    with _SCALES.open(newline="") as lines:
        return table_of(
            RATING_SCALE, ({**row, "ordinal": int(row["ordinal"])} for row in csv.DictReader(lines))
        )
