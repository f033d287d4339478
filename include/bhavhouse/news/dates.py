"""Dates as Indian articles print them, day before month; a date without a year stays half known."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_NAMES = (
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
_MONTHS = {name: n for n, names in enumerate(_NAMES, start=1) for name in names.split()}
_MONTH = "(?:(?!(?-i:may))(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?)"
MONTH_NAMES = tuple(names.split()[-1] for names in _NAMES)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
A_WEEKDAY = "(?:" + "|".join(WEEKDAYS) + ")"
A_WEEKDAY_OR_SHORT = "(?:" + "|".join((*WEEKDAYS, *(day[:3] for day in WEEKDAYS))) + ")"
_YEAR = r"(?:19|20)\d\d"
DATE = re.compile(
    # 12th February 2026, 12 Feb, 2026, 12-Feb-26, 12 Feb '26, 12 of February
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)?[ -](?P<m1>{_MONTH})"
    rf"(?:,? ?['-]?(?P<y1>{_YEAR}|(?<=')\d\d|(?<=-)\d\d)(?![\d%]|,\d))?(?!\d)"
    # February 12, 2026; Feb. 12; Feb 12th
    rf"|(?P<m2>{_MONTH})[ -]?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!%|[.,]\d| ?%| per ?cent| (?:points|crore))"
    rf"(?:,? ?-?(?P<y2>{_YEAR})(?:\b(?!,\d|\.\d)|(?=\d{{1,2}}:\d\d)))?"
    # 2026-02-12, with or without a time; 12/02/2026, the day first as in India
    r"|(?P<y3>20\d\d)[-/](?P<m3>\d\d)[-/](?P<d3>\d\d)(?:T[\d:.]+Z?)?(?!\d)"
    r"|(?P<d4>\d{1,2})(?P<sep>[/.-])(?P<m4>\d{1,2})(?P=sep)(?P<y4>20\d\d)(?!\d))",
    re.I,
)
# In datelines the year may have two figures: 17-01-23, 14/02/20.
DATED = re.compile(
    DATE.pattern.removesuffix(")")
    + r"|(?P<short>(?<![\d/.-])(?P<d5>\d{1,2})(?P<sep2>[/.-])(?P<m5>\d{1,2})(?P=sep2)"
    r"(?P<y5>\d\d)(?![\d/.-])))",
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
    told = found.groupdict()
    for n in "12345":
        if told.get(f"d{n}"):
            printed, month = found[f"y{n}"], found[f"m{n}"].lower().rstrip(".")
            year = int(printed) if printed else None
            if year is not None and year < 100:
                year += 2000
            day_, month_ = int(found[f"d{n}"]), int(month) if month.isdigit() else _MONTHS[month]
            if month_ > 12 >= day_:
                day_, month_ = month_, day_  # "8/20/2014" is told month first
            made = Day(year, month_, day_)
            return made if made.on(made.year or 2024) else None
    return None


def weekday_after(name: str, known: date) -> date | None:
    """The next such weekday, `known` itself included."""
    name = name.lower()
    if name not in WEEKDAYS:
        return None
    return known + timedelta(days=(WEEKDAYS.index(name) - known.weekday()) % 7)


def session_on(day: date) -> date:
    """The exchange's last session up to a day: Friday's for a Sunday, but for one on which it trades."""
    from bhavhouse.market.calendar import last_session  # takes a second to load, for dated texts alone

    return last_session(day)


def session_before(day: date) -> date:
    """The exchange's last session before a day."""
    return session_on(day - timedelta(days=1))


def session_after(day: date) -> date:
    """The exchange's next session after a day."""
    later = day + timedelta(days=1)
    while session_on(later) != later:
        later += timedelta(days=1)
    return later
