"""The day that a text carries for itself: its dateline, and the time of day printed beside it."""

import re
from dataclasses import dataclass
from datetime import date

from bhavhouse.news import dates

# "As on 10 February, 1,944 stocks have reported" dates the count alone.
_AS_ON = re.compile(r"\bas (?:of|on)\b[^\n]{0,20}$", re.I)
_STAMP = re.compile(
    r"\b(?:published|updated|posted|first published|last updated|date|dated|dt|as (?:of|on)|created|"
    r"modified|last modified|first uploaded)\b[^\n]{0,40}$",
    re.I,
)
_CITY = re.compile(
    r"^\W*(?:new delhi|mumbai|bengaluru|bangalore|chennai|kolkata|ahmedabad|hyderabad|delhi|pune|"
    r"noida|gurugram|gurgaon|kochi|chandigarh|lucknow|jaipur|surat|indore|bhopal|nagpur|coimbatore|"
    r"thiruvananthapuram|bhubaneswar|guwahati|patna|vadodara|rajkot|bombay|calcutta|madras)\W",
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
    r"\b(?:scorecards?|report cards?|numbers|will|results?|earnings?|to (?:report|announce|declare)|board|"
    r"meet\w*|ipo|listing|expiry|"
    r"fund ?raising|dividend|bonus|split|agm|buyback|"
    r"since|until|q[1-4]|photo\w*|reuters|getty|afp|representational)\b",
    re.I,
)
_NO_LINE = re.compile(
    r"\b(?:results?|earnings?|board|meet\w*|until|till|since|expiry|target|buy|sell|maintain|tp|data|"
    r"closes?|levels?|gainers?|losers?|photo\w*|reuters|getty|afp|representational)\b|[%₹$]|\brs\b|"
    r"\d,\d|\d\.\d\d(?! ?[ap]\.?m)",
    re.I,
)
# "Scan run after the close of 4 September 2025", among the first lines.
_SESSION_OF = re.compile(
    r"(?<!since the )(?<!since )(?<!from )(?:\b(?:close|session|trade|trading|snapshot|scan|report|edition|"
    r"markets?|prices|data|wrap|review) (?:of|on|for|dated)(?: \w+day,?)?(?: the)?) $",
    re.I,
)
# "Titan Ltd - 12 May 2025" may be a meeting's; "12 May 2025 08:52 AM | Source: Angel One Ltd" is a dateline.
_MEETING = re.compile(r"\b(?:held|agm|egm|ltd)\b", re.I)
_SOURCED = re.compile(r"\bsource\b|\d[:.]\d\d ?[ap]\.?m\b|\bist\b", re.I)
# Words of a sentence, which the part of a line that the date stands in has none of.
_NO_PART = re.compile(r"\b(?:is|are|was|were|from|to|of|the|in|with|and|as|this)\b", re.I)
_PARTS = re.compile(r"[|•·–—/»>\[\]()]|  +|(?<= )- ")
_YEARS = re.compile(r"(?<![\d,.])(20\d\d)(?!\d|,\d|%|\.\d)")
_WEEKDAY = re.compile(rf"\b({dates.A_WEEKDAY_OR_SHORT})\b", re.I)
# "Fri, 2 Nov Closing" alone in its line.
_OWN_LINE = re.compile(rf"\W*{_WEEKDAY.pattern},? $", re.I)
_IN_TITLE = re.compile(r"(?:\b(?:on|for|today|dated),?(?: \w+day,?)?(?: the)?|[:|,(–-]) $", re.I)
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<h>\d{1,2})[:.](?P<m>\d\d)(?:[:.]\d\d)? ?"
    r"(?:(?P<half>[ap])\.?m\b\.?|\(?ist\b|hrs\b|hours\b|\+05|(?=\(?(?:gmt|utc)\b))"
    r"(?: ?\(?(?P<zone>e[sd]?t|gmt|utc)\b)?|T(?P<h2>\d\d):(?P<m2>\d\d)(?::\d\d)?\+05",
    re.I,
)
# Minutes by which India is ahead; in most of the year's months "ET" is summer time.
_ZONES = {"": 0, "gmt": 330, "utc": 330, "est": 630, "edt": 570, "et": 570}


# "(September 26, 2016 - September 30, 2016)": the days that a text looks at.
_RANGE = re.compile(rf" ?(?:-|–|—|to) ?(?:{dates.DATE.pattern})", re.I)


@dataclass(frozen=True)
class Dateline:
    """A text's own day; `minute` of the day in India where a clock stands beside it."""

    day: date
    minute: int | None
    start: int


def dateline(plain: str) -> Dateline | None:
    """The first date of a text that stands where datelines do."""
    line, end, ranged = 0, -1, 0
    yearless: list[tuple[re.Match[str], dates.Day, int, int]] = []
    for found in dates.DATED.finditer(plain):
        if found.start() > end:
            line = plain.rfind("\n", 0, found.start()) + 1
            end = plain.find("\n", found.end())
            end = end if end >= 0 else len(plain)
        made = dates.day(found)
        if made is None or found.start() < ranged:
            continue
        if (both := _RANGE.match(plain, found.end())) is not None:
            ranged = both.end()
            continue
        if not made.year:
            if line < 600 and len(yearless) < 8 and _may_stand(plain, found, line, end):
                yearless.append((found, made, line, end))
            continue
        if _stands(plain, found, line, end):
            day = made.on()
            return Dateline(day, _minute(plain, line, end, found), found.start()) if day else None
    for found, made, line, end in yearless:
        if len(yearless) > 1 and _OWN_LINE.fullmatch(plain, line, found.start()):
            continue  # the days of a week, one below the other
        day = _with_year(plain, found, made, line)
        if day is not None:
            return Dateline(day, _minute(plain, line, end, found), found.start())
    return None


def _stands(plain: str, found: re.Match[str], line: int, end: int) -> bool:
    """Whether a date with its year stands where datelines do."""
    size = end - line
    long_before = plain[max(line, found.start() - 200) : found.start()]
    before = long_before[-60:]
    if found["short"] and not (size <= 40 or _STAMP.search(before)):
        return False
    rest = plain[line : min(found.start(), line + 300)] + " " + plain[found.end() : line + min(size, 300)]
    if _is_first(plain, line, end) and _IN_TITLE.search(before) and not _OTHER_DAY.search(rest):
        return True
    is_sentence = plain[found.end() : found.end() + 2] == ". " and len(before) < 40
    if _STAMP.search(before) and (
        size < (90 if _AS_ON.search(before) else 160) or _PREFIX.fullmatch(before) or is_sentence
    ):
        return True
    if size <= 200 and not _NO_LINE.search(rest) and not _is_row(plain, line, end):
        part = (
            _PARTS.split(plain[line : found.start()])[-1].removesuffix("the ")
            + " "
            + _PARTS.split(plain[found.end() : end])[0]
        )
        is_meeting = _MEETING.search(rest) and not _SOURCED.search(rest)
        if not _NO_PART.search(part) and len(part) <= 80 and not is_meeting:
            return True
    return bool(
        _FIGURES_OF.search(long_before)
        or (
            line < 400
            and _SESSION_OF.search(before)
            and not _OTHER_DAY.search(rest)
            and plain[found.end() : found.end() + 5] != " had "
        )
        or (_CITY.match(plain[line : line + 30]) and found.start() - line < 40)
    )


def _is_first(plain: str, line: int, end: int) -> bool:
    """Whether a line is a text's first, and no sentence."""
    return line < 200 and not plain[:line].strip() and plain[max(line, end - 9) : end].rstrip()[-1:] != "."


def _may_stand(plain: str, found: re.Match[str], line: int, end: int) -> bool:
    """Whether a date without its year stands in a title, or after a city."""
    if found.start() - line >= 200:
        return False
    before = plain[line : found.start()]
    rest = plain[line : min(end, line + 300)]
    in_title = _is_first(plain, line, end) and _IN_TITLE.search(before) and not _OTHER_DAY.search(rest)
    is_alone = end - line < 40 and _OWN_LINE.fullmatch(before) and not _NO_LINE.search(rest)
    return bool(in_title or is_alone or (_CITY.match(plain[line : line + 30]) and len(before) < 40))


def _with_year(plain: str, found: re.Match[str], made: dates.Day, line: int) -> date | None:
    """A dateline without its year, if the text tells that: by a date near it, or by a year and a weekday."""
    printed = [
        day for other in dates.DATE.finditer(plain) if (told := dates.day(other)) and (day := told.on())
    ]
    near = {
        day for other in printed if (day := made.on(other.year)) is not None and abs((day - other).days) <= 31
    }
    if near:
        return near.pop() if len(near) == 1 else None
    before = plain[line : found.start()]
    named = _WEEKDAY.search(before) or _WEEKDAY.search(plain, found.end(), found.end() + 400)
    if named is None:
        return None
    weekday = named[1].lower()[:3]
    fits = [
        day
        for year in {int(year) for year in _YEARS.findall(plain)}
        if (day := made.on(year)) and dates.WEEKDAYS[day.weekday()].startswith(weekday)
    ]
    return fits[0] if len(fits) == 1 else None


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
    made = hour * 60 + minute + _ZONES[(clock["zone"] or "").lower()]
    return made if hour < 24 and minute < 60 and made < 24 * 60 else None


def _is_row(plain: str, line: int, end: int) -> bool:
    """Whether a line with a date and bars stands in a table: a line beside it has bars and a date."""
    if "|" not in plain[line:end]:
        return False
    before = plain[max(0, line - 300) : line].rstrip("\n").rpartition("\n")[2]
    after = plain[end : end + 300].lstrip("\n").partition("\n")[0]
    return any("|" in other[:200] and dates.DATE.search(other[:200]) for other in (before[-200:], after))
