"""The time that a claim covers: printed horizons -> spans of sessions of the exchange's calendar."""

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_SPANS = {
    "1d": "1 session", "recent": "1 session", "5d": "5 sessions", "1w": "5 sessions", "week": "5 sessions",
    "wtd": "week", "fortnight": "10 sessions", "2w": "10 sessions", "mtd": "month", "ytd": "calendar year",
    "fytd": "fiscal year", "1m": "1 months", "3m": "3 months", "6m": "6 months", "9m": "9 months",
    "quarter": "3 months", "1q": "3 months", "1y": "12 months",
}  # fmt: skip
_COUNTED = re.compile(r"(\d+) ?(sessions?|d|days?|w|weeks?|m|months?|y|years?)")
_YEAR = re.compile(r"(?:cy|calendar year )?((?:19|20)\d\d)")
_FIRST_WEEKS = re.compile(r"(?:early|first (?:few |\w+ )?(?:weeks|months|days) of|so far in) ((?:19|20)\d\d)")
_WEEK = re.compile(r"\bweek\b", re.I)
_A_WEEK = re.compile(r"\b(?:one|a|1|past|last|previous)[ -](?:calendar )?week|\bfive\b|\b5[ -]", re.I)


@dataclass(frozen=True)
class Window:
    """A span that ends with the session a claim is of.

    `unit` is sessions, months, week, month, calendar year or fiscal year; `n` counts the first two. `year`
    names a calendar year: with `is_whole` all of it, else its part up to the session.
    """

    unit: str
    n: int = 1
    year: int | None = None
    is_whole: bool = False

    @property
    def is_session(self) -> bool:
        """Whether it is the session alone."""
        return self.unit == "sessions" and self.n == 1

    @property
    def words(self) -> str:
        """As a reader says it."""
        if self.is_session:
            return "the session"
        if self.unit in ("sessions", "months"):
            return f"{self.n} {self.unit}"
        if self.is_whole:
            return f"all of {self.year}"
        return f"the {self.unit} so far"

    def span(self, session: date, calendar: Sequence[date]) -> tuple[date, date] | None:
        """The session whose close a return starts from, and the one it ends with; None beyond the calendar.

        `calendar` holds the exchange's sessions, ascending.
        """
        last = bisect_right(calendar, session) - 1
        if self.is_whole and self.year:
            last = bisect_left(calendar, date(self.year + 1, 1, 1)) - 1
        if last < 0 or (not self.is_whole and calendar[last] != session):
            return None
        first = last - self.n if self.unit == "sessions" else self._eve(calendar[last], calendar)
        return (calendar[first], calendar[last]) if 0 <= first < last else None

    def _eve(self, end: date, calendar: Sequence[date]) -> int:
        if self.unit == "months":
            return bisect_right(calendar, months_before(end, self.n)) - 1
        if self.unit == "week":
            start = end - timedelta(days=end.weekday())
        elif self.unit == "month":
            start = end.replace(day=1)
        elif self.unit == "fiscal year":
            start = date(end.year - (end.month < 4), 4, 1)
        else:
            start = date(self.year or end.year, 1, 1)
        return bisect_left(calendar, start) - 1


def window_of(horizon: str | None, quote: str) -> Window | None:
    """A printed horizon -> its window; None for one that has no certain beginning.

    A week is the calendar week, unless the quote speaks of the last five sessions or of one week back.
    """
    told = (horizon or "1d").lower().strip()
    if told in ("5d", "1w", "week") and _WEEK.search(quote) and not _A_WEEK.search(quote):
        return Window("week")
    told = _SPANS.get(told, told)
    if told in ("week", "month", "calendar year", "fiscal year"):
        return Window(told)
    if found := _FIRST_WEEKS.fullmatch(told):
        return Window("calendar year", year=int(found[1]))
    if found := _YEAR.fullmatch(told):
        return Window("calendar year", year=int(found[1]), is_whole=True)
    if not (found := _COUNTED.fullmatch(told)):
        return None
    n, unit = int(found[1]), found[2][0]
    if not 0 < n <= 400:
        return None
    if unit in "my":
        return Window("months", n * (12 if unit == "y" else 1))
    return Window("sessions", n * (5 if unit == "w" else 1))


def months_before(day: date, n: int) -> date:
    """The same day of the month `n` months before, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - n, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
