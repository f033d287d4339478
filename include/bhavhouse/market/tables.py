"""The smaller whole tables of the market: sessions, calendar days, reference days, scales, index names."""

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from bhavhouse.contracts import Contract
from bhavhouse.contracts.core import CALENDAR_DAY, DIM_SESSION, RATING_SCALE
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.contracts.indices import INDEX_NAME
from bhavhouse.contracts.measures import REFERENCE_DAY
from bhavhouse.errors import BhavhouseError
from bhavhouse.market.calendar import expected_sessions
from bhavhouse.market.index_names import NAMES, spelled
from bhavhouse.market.sessions import index_of, kind_of

_SCALES = Path(__file__).parents[1] / "news" / "scales.csv"
_REFERENCE_DAYS = Path(__file__).with_name("reference_days.csv")
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
    end = max(confirmed) + timedelta(6) if confirmed else date.min
    expected = [s.day for s in expected_sessions(min(confirmed), end)] if confirmed else []
    last_of_week = {day.isocalendar()[:2]: day for day in expected}
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
                "is_last_of_week": last_of_week.get(day.isocalendar()[:2]) == day,
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


def index_names() -> pa.Table:
    """core.index_name, from the reviewed list."""
    with NAMES.open(newline="") as lines:
        return table_of(
            INDEX_NAME,
            (
                {
                    "printed_name": row["printed"],
                    "spelled_name": spelled(row["printed"]),
                    "index_name": row["index_name"],
                }
                for row in csv.DictReader(lines)
            ),
        )


def reference_days(path: Path = _REFERENCE_DAYS) -> pa.Table:
    """core.reference_day, from its reviewed file. Raises BhavhouseError where that cannot be read."""
    rows: list[dict[str, Any]] = []
    with path.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != ["reference", "day", "reason"]:
            raise BhavhouseError(f"{path}: line 1: not reference,day,reason")
        for row in reader:
            name, printed, reason = row["reference"] or "", row["day"] or "", row["reason"] or ""
            try:
                if None in row or not reason:
                    raise ValueError("a row is a reference, a day and a reason")
                if not re.fullmatch(REFERENCE_DAY.column("reference").matches, name, re.ASCII):
                    raise ValueError(f"{name!r} is no name of small letters, digits and underscores")
                if name in {known["reference"] for known in rows}:
                    raise ValueError(f"{name} stands twice")
                rows.append({"reference": name, "day": date.fromisoformat(printed), "reason": reason})
            except ValueError as error:
                raise BhavhouseError(f"{path}: line {reader.line_num}: {error}") from None
    return table_of(REFERENCE_DAY, rows)
