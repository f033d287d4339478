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
_COUNTED = re.compile(r"([0-9]{1,3}) ?(sessions?|d|days?|w|weeks?|m|months?|y|years?)")
_YEAR = re.compile(r"(?:cy|calendar year )?((?:19|20)\d\d)")
_FIRST_WEEKS = re.compile(
    r"(?:first (?:few |\w+ )?)?(early|weeks of|months of|days of|so far in) ((?:19|20)\d\d)"
)
_ENDS = {"days of": 1, "weeks of": 2, "early": 3, "months of": 6, "so far in": 12}  # the last month of it
# Horizons that are printed alike for the period so far, for as long a time back, and for the period before.
_LOOSE = {
    "5d": "week", "1w": "week", "week": "week", "1m": "month", "quarter": "quarter", "1q": "quarter",
    "1y": "year",
}  # fmt: skip
_SO_FAR = r"\b(?:(?:this|(?<!over )the) {0}|{0}[- ]to[- ]date|{0}ly)\b"
_BACK = r"\b(?:(?:one|an?|1|past|trailing)[ -](?:calendar )?|the (?:last|previous) ){0}\b|\bfive\b|\b5[ -]"
_OPEN = r"(?<!the )\b(?:last|previous) {0}\b|\bover the {0}\b"


@dataclass(frozen=True)
class Window:
    """A span that ends with the session a claim is of.

    `unit` is sessions, months, week, month, calendar year or fiscal year; `n` counts the first two. `year`
    names a calendar year: with `is_whole` all of it, if it is over, else its part up to the session, which
    lies in the first `n` months.
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
        if last < 0 or (not self.is_whole and calendar[last] != session):
            return None
        if self.year and self.is_whole and session.year > self.year:
            last = bisect_left(calendar, date(self.year + 1, 1, 1)) - 1
        elif self.year and (session.year != self.year or not (self.is_whole or session.month <= self.n)):
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


def window_of(horizon: str | None, words: str) -> Window | None:
    """A printed horizon -> its window; None for one that has no certain beginning.

    `words` are those around the figure. They part "this week" and "this month", so far, from a week or a
    month back; "last week", without "the", is the week before to some and no certain time.
    """
    told = (horizon or "1d").lower().strip()
    if unit := _LOOSE.get(told):
        is_so_far, is_back, is_open = (
            re.search(form.format(unit), words, re.I) for form in (_SO_FAR, _BACK, _OPEN)
        )
        if is_open or (is_so_far and is_back):
            return None
        if is_so_far:
            return Window(unit) if unit in ("week", "month") else None
    told = _SPANS.get(told, told)
    if told in ("week", "month", "calendar year", "fiscal year"):
        return Window(told)
    if found := _FIRST_WEEKS.fullmatch(told):
        return Window("calendar year", _ENDS[found[1]], int(found[2]))
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
