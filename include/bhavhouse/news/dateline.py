"""The day that a text carries for itself: its dateline, and the time of day printed beside it."""

import re
from dataclasses import dataclass
from datetime import date

from bhavhouse.news import dates

# "As on 10 February, 1,944 stocks have reported" dates the count alone.
_AS_ON = re.compile(r"\bas (?:of|on)\b[^\n]{0,20}$", re.I)
_STAMP = re.compile(
    r"\b(?:published|updated|posted|first published|last updated|date|dated|as (?:of|on)|created|"
    r"modified|last modified|first uploaded)\b[^\n]{0,40}$",
    re.I,
)
_CITY = re.compile(
    r"^\W*(?:new delhi|mumbai|bengaluru|bangalore|chennai|kolkata|ahmedabad|hyderabad|delhi|pune|"
    r"noida|gurugram)\W",
    re.I,
)
# "All figures and returns here are as of 29 January 2026": a page that tells of an earlier change of grade.
_FIGURES_OF = re.compile(
    r"\b(?:figures|fundamentals|returns|prices|data|values|analysis|metrics|details|"
    r"information)\b[^.\n]{0,120}"
    r"\b(?:as of|as on|as at|those of|are of)(?: the)? ?$",
    re.I,
)
# "date 2024-02-01 Q3 results: ..." as some stores of articles begin.
_PREFIX = re.compile(r"\W*(?:date|dated|published|updated)\W*", re.I)
# What makes a short line with a date more than a dateline.
_OTHER_DAY = re.compile(
    r"\b(?:scorecards?|report cards?|numbers|will|results?|earnings?|board|meet\w*|ipo|listing|expiry|"
    r"fund ?raising|dividend|bonus|split|agm|buyback|"
    r"since|until|q[1-4])\b",
    re.I,
)
_NO_DATELINE = re.compile(
    r"\b(?:results?|earnings?|board|meet\w*|held|agm|egm|ltd|is|are|was|were|from|to|of|the|in|until|till|"
    r"since|with|and|"
    r"as|this|expiry|"
    r"target|buy|sell|maintain|tp|data|closes?|levels?|gainers?|losers?)\b|[%₹$]|\brs\b",
    re.I,
)
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<h>\d{1,2})[:.](?P<m>\d\d)(?:[:.]\d\d)? ?"
    r"(?:(?P<half>[ap])\.?m\b\.?|\(?ist\b|hrs\b|hours\b|\+05)|T(?P<h2>\d\d):(?P<m2>\d\d)(?::\d\d)?\+05",
    re.I,
)


@dataclass(frozen=True)
class Dateline:
    """A text's own day; `minute` of the day in India where a clock stands beside it."""

    day: date
    minute: int | None
    start: int


def dateline(plain: str) -> Dateline | None:
    """The first date of a text that stands where datelines do."""
    line, end = 0, -1
    for found in dates.DATE.finditer(plain):
        made = dates.day(found)
        if made is None or not made.year:
            continue
        if found.start() > end:
            line = plain.rfind("\n", 0, found.start()) + 1
            end = plain.find("\n", found.end())
            end = end if end >= 0 else len(plain)
        long_before = plain[max(line, found.start() - 200) : found.start()]
        before = long_before[-60:]
        size = end - line
        rest = plain[line : min(found.start(), line + 300)] + " " + plain[found.end() : line + min(size, 300)]
        alone = size <= 80 and not _NO_DATELINE.search(rest) and not _is_row(plain, line, end)
        is_first = (
            line < 200 and not plain[:line].strip() and plain[max(line, end - 9) : end].rstrip()[-1:] != "."
        )
        in_title = is_first and re.search(r"(?:\b(?:on|today|dated),?|[:|(–-]) $", before.lower())
        if (
            (in_title and not _OTHER_DAY.search(rest))
            or (
                _STAMP.search(before)
                and (size < (90 if _AS_ON.search(before) else 160) or _PREFIX.fullmatch(before))
            )
            or alone
            or _FIGURES_OF.search(long_before)
            or (_CITY.match(plain[line : line + 30]) and found.start() - line < 40)
        ):
            day = made.on()
            return Dateline(day, _minute(plain, line, end, found), found.start()) if day else None
    return None


def _minute(plain: str, line: int, end: int, found: re.Match[str]) -> int | None:
    """The time printed near a date, in minutes."""
    clock = _CLOCK.search(plain, found.start(), min(end, found.end() + 40)) or _CLOCK.search(
        plain, max(line, found.start() - 30), found.start()
    )
    if clock is None:
        return None
    hour, minute = int(clock["h"] or clock["h2"]), int(clock["m"] or clock["m2"])
    half = (clock["half"] or "").lower()
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def _is_row(plain: str, line: int, end: int) -> bool:
    """Whether a line with a date and bars stands in a table: a line beside it has bars and a date."""
    if "|" not in plain[line:end]:
        return False
    before = plain[max(0, line - 300) : line].rstrip("\n").rpartition("\n")[2]
    after = plain[end : end + 300].lstrip("\n").partition("\n")[0]
    return any("|" in other[:200] and dates.DATE.search(other[:200]) for other in (before[-200:], after))
