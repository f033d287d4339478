"""Which days the exchange is expected to trade: a package's default under a dated overlay.

`special_days.csv` is the overlay: one reviewed line per day on which the default is wrong or incomplete
(special sessions by kind, holidays declared late). What a valid exchange file confirms stands above both;
that is decided where the ledger is at hand, in `market.sessions`.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import exchange_calendars

OVERLAY = Path(__file__).with_name("special_days.csv")
HOLIDAY = "holiday"


@dataclass(frozen=True)
class ExpectedSession:
    """A day the exchange is expected to trade; `kind` is regular, muhurat, disaster_recovery or budget."""

    day: date
    kind: str = "regular"


@cache
def overlay() -> dict[date, tuple[str, str]]:
    """Day -> (kind, reason), kind `holiday` where the exchange is shut."""
    with OVERLAY.open(newline="") as lines:
        return {date.fromisoformat(row["day"]): (row["kind"], row["reason"]) for row in csv.DictReader(lines)}


@cache
def _default_days() -> tuple[frozenset[date], date, date]:
    calendar = exchange_calendars.get_calendar("XBOM", start="1997-01-01")
    days = [stamp.date() for stamp in calendar.sessions]
    return frozenset(days), days[0], date(days[-1].year, 12, 31)


def _expected(day: date) -> ExpectedSession | None:
    if day in overlay():
        kind, _ = overlay()[day]
        return None if kind == HOLIDAY else ExpectedSession(day, kind)
    known, first, last = _default_days()
    # Outside the package's years a weekday is the best guess; data and the overlay correct it.
    trades = day in known if first <= day <= last else day.weekday() < 5
    return ExpectedSession(day) if trades else None


def expected_sessions(start: date, end: date) -> list[ExpectedSession]:
    """The days of [start, end] on which the exchange is expected to trade, in order."""
    days = (start + timedelta(n) for n in range((end - start).days + 1))
    return [session for day in days if (session := _expected(day))]


def last_session(day: date) -> date:
    """The latest day up to `day` on which the exchange is expected to trade."""
    while _expected(day) is None:
        day -= timedelta(1)
    return day


def why_closed(day: date) -> str:
    """Why no session is expected on `day`, in words; for a day that is expected, says so."""
    if day in overlay():
        return overlay()[day][1]
    if _expected(day):
        return "expected session"
    return day.strftime("%A") if day.weekday() >= 5 else "exchange holiday"
