"""Dates as Indian articles print them, day before month; a date without a year stays half known."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {
    name: n
    for n, names in enumerate(
        ["jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december"],
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DATE = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<m1>{_MONTH})(?:'|,? ?-?)(?P<y1>(?:19|20)\d\d|(?<=')\d\d|(?<=-)\d\d)?(?![\d%])"
    rf"|(?P<m2>{_MONTH}) ?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!%|[.,]\d| ?%| per ?cent)(?:,? (?P<y2>(?:19|20)\d\d)\b)?"
    r"|(?P<y3>20\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)(?:T[\d:.]+Z?)?"
    r"|(?P<d4>\d{1,2})[/.-](?P<m4>\d{1,2})[/.-](?P<y4>20\d\d))",
    re.I,
)


@dataclass(frozen=True)
class Day:
    """A day as printed; `year` is None where the text leaves it to the reader."""

    year: int | None
    month: int
    day: int

    def on(self, year: int | None = None) -> date | None:
        """The date, the year taken from `year` where none is printed."""
        try:
            return date(self.year or year or 0, self.month, self.day)
        except ValueError:
            return None


def day(found: re.Match[str]) -> Day | None:
    """A match of DATE, or None where it is no day of the calendar."""
    for n in "1234":
        if found[f"d{n}"]:
            printed, month = found[f"y{n}"], found[f"m{n}"].lower().rstrip(".")
            year = int(printed) if printed else None
            if year is not None and year < 100:
                year += 2000
            made = Day(year, int(month) if month.isdigit() else _MONTHS[month], int(found[f"d{n}"]))
            return made if made.on(made.year or 2024) else None
    return None


def weekday_before(name: str, known: date) -> date | None:
    """The latest such weekday up to `known`."""
    name = name.lower()
    if name not in _WEEKDAYS:
        return None
    return known - timedelta(days=(known.weekday() - _WEEKDAYS.index(name)) % 7)


def weekday_after(name: str, known: date) -> date | None:
    """The next such weekday, `known` itself included."""
    name = name.lower()
    if name not in _WEEKDAYS:
        return None
    return known + timedelta(days=(_WEEKDAYS.index(name) - known.weekday()) % 7)
