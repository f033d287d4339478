"""Periods as articles tell them: "over the past month", "so far this year", "since the March low".

A period has a name, which facts carry as their `horizon`, and a scope, which tells what day such a fact has:
- session: a day's trade;
- trailing: a window that ends now ("in the past one month"), so the day is that of the text;
- to date: what began earlier and goes on ("so far this year"), the same;
- week: a week of the calendar, whose day is its last session where the text prints that;
- closed: a month, quarter or year of the calendar, or a time since a named point: no one day is meant.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bhavhouse.news.numbers import SPELLED


class Scope(StrEnum):
    """How a period ends."""

    SESSION = "session"
    TRAILING = "trailing"
    TO_DATE = "to date"
    WEEK = "week"
    CLOSED = "closed"


@dataclass(frozen=True)
class Period:
    """A period told at a place of a text."""

    name: str
    scope: Scope
    start: int = 0
    end: int = 0


MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
)  # fmt: skip
_SHORT = "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_NUMBERS = {word: n for word, n in SPELLED.items() if n <= 15}
_COUNT = rf"(?P<n>\d+|{'|'.join(_NUMBERS)})(?: |-)"
_HEIGHT = re.compile(rf"\b{_COUNT}(?:day|week|month|year)s? (?:high|low|peak|closing high)s?\b")
# What a period is told of that is none of the market's.
BUSINESS = re.compile(
    r"\b(?:sales|profits?|revenue|results|exports|production|gdp|inflation|rates?|policy|deliveries|"
    r"bookings|earnings|numbers|guidance|output|ipo|dividend|ebitda|margins?|income|volumes|year-on-year|yoy)\b"
)
_POINT = (
    r"(?:low|high|peak|bottom|top|trough|lows|highs|budget|elections?|crash|record high|all-time high|"
    r"life high|lifetime high)"
)
# "Its biggest gain since July 2020" measures a day's gain.
_RANKED = re.compile(
    r"\b(?:biggest|best|worst|highest|lowest|sharpest|steepest|largest|most|first|strongest|weakest|longest|"
    r"poorest|level|levels|low|high|\w+est)\b[^,;]{0,45}$"
)
# "closed the month 2% up": the verb of a session with the time it closed as its object.
_OVER = r"(?:ended|closed|finished|settled|wrapped up|rounded off|signed off|capped)"
# The pattern, its name, its scope, and words of which each match has one.
_RANKED_IN = r"(?:performers?|gainers?|losers?|sectors?|index|laggards?)"
_RULES: list[tuple[str, str, Scope, str]] = [
    (
        rf"(?:past|last|previous|just|over|in|of|for|straight|consecutive|trailing) (?:the )?"
        rf"(?:past |last |just )?{_COUNT}(?:straight |consecutive |successive )?(?:trading |market )?"
        r"(?P<unit>days?|sessions?|weeks?|months?|years?|quarters?)",
        "n",
        Scope.TRAILING,
        "day|session|week|month|year|quarter",
    ),
    (
        # "net buyers after three months" tells when, not over what time.
        rf"(?<!after ){_COUNT}(?:straight |consecutive )?(?:trading )?"
        r"(?P<unit>days?|sessions?|weeks?|months?|years?)",
        "n",
        Scope.TRAILING,
        "day|session|week|month|year|quarter",
    ),
    (
        r"(?:(?:calendar )?year[- ]to[- ]date|ytd|so far this (?:calendar )?year|"
        r"(?:this )?(?:calendar )?year so far|(?:cy ?)?'?(?:20)?\d\d (?:to|till) date|cytd|"
        r"this (?:calendar )?year|so far (?:in )?(?:cy ?)?20\d\d|(?:cy ?)?20\d\d so far|cy ?\d\d so far|"
        r"(?:a |the )?calendar-year basis|"
        r"since january|since the (?:start|beginning|turn) of (?:the year|20\d\d)|(?:for )?the year so far)",
        "ytd",
        Scope.TO_DATE,
        "year|ytd|so far|since|calendar| date",
    ),
    (
        r"(?:fytd|this fiscal(?: year)?|this financial year|so far (?:in )?fy ?'?\d\d(?:\d\d)?|"
        r"fy ?'?\d\d(?:\d\d)? (?:so far|till date|to date)|since april 1)",
        "fytd",
        Scope.TO_DATE,
        "fytd|this f|fy|since april",
    ),
    (
        r"(?P<fiscal>(?:(?:first|second) half of |in |during |for |over |throughout )(?:the )?(?:whole of )?"
        r"(?:fy|fiscal|financial year|cy) ?'?(?:20)?\d\d(?:-\d\d)?|(?:in|during|for) 20\d\d-\d\d)"
        r"(?! (?:so far|till date|to date))",
        "fiscal",
        Scope.CLOSED,
        "fy|cy|fiscal|financial|20",
    ),
    (
        r"(?P<first>(?:first|opening) (?:few )?(?:days|weeks|months) of 20\d\d)",
        "first",
        Scope.CLOSED,
        "first|opening",
    ),
    (
        r"(?:in|during|ended|for|calendar|throughout|closed|cy) ?(?P<year>20\d\d)"
        r"(?!-\d\d| (?:so far|till date|to date))",
        "year",
        Scope.CLOSED,
        "20",
    ),
    (
        r"(?:in|during|for|of|over|throughout) (?:the )?(?P<fiscal>h[12] ?(?:cy|fy)?(?:20)?\d\d|"
        r"(?:first|second) half of (?:the (?:calendar )?year|20\d\d)|(?:january-march|april-june|"
        r"july-september|october-december|march|june|september|december|first|second|third|fourth) quarter)",
        "fiscal",
        Scope.CLOSED,
        "h1|h2|half of|quarter",
    ),
    (
        r"(?:performers?|performing|gainers?|losers?|sectors?|stocks|index|indices|laggards?|ipos) of "
        r"(?:the year (?=20))?(?P<year>20\d\d)",
        "year",
        Scope.CLOSED,
        "of 20|of the year 20",
    ),
    (rf"{_RANKED_IN} of the year", "1y", Scope.CLOSED, "of the year"),
    (rf"{_RANKED_IN} of the month", "1m", Scope.CLOSED, "of the month"),
    (
        rf"(?:month[- ]to[- ]date|mtd|(?:this|current|the) month so far|month so far|so far (?:this|in the) "
        rf"month|(?:{MONTHS}) (?:so far|till now|till date|to date|thus far)|"
        rf"so far in (?:the month of )?(?:{MONTHS})|since the (?:start|beginning) of (?:the|this) month|"
        rf"(?:{MONTHS}) mein ab tak)",
        "mtd",
        Scope.TO_DATE,
        "month|mtd|so far|mein",
    ),
    (
        r"(?:(?:for |in )?(?:the )?week so far|so far this week|week[- ]to[- ]date|wtd)",
        "wtd",
        Scope.TO_DATE,
        "week|wtd",
    ),
    (r"this month", "1m", Scope.TO_DATE, "this month"),
    (
        r"(?:past month|(?:over|in|during) (?:the )?last month|(?:over|in) a month|(?:last |past )?one month|"
        r"one-month|a month's|month-long)",
        "1m",
        Scope.TRAILING,
        "month",
    ),
    (
        r"(?:last month|previous month|(?:over|in|for|during|of) the month(?! so far| of)|"
        r"the month's|monthly|"
        r"month-on-month|the month (?:ended|ending|to|gone by)|"
        rf"{_OVER} (?:the |a )(?:\w+ )?month(?! (?:high|low|peak)))",
        "1m",
        Scope.CLOSED,
        "month",
    ),
    (
        r"(?:past week|(?:over|in) (?:the )?last week|(?:last |past )?one week|(?:over|in|for) a week|a week|"
        r"one-week|week-on-week)",
        "5d",
        Scope.TRAILING,
        "week",
    ),
    (
        r"(?:this week|(?:last|previous|latest|truncated|shortened|holiday-shortened) week|"
        r"(?:for|over|on|in|during|of) the (?:whole )?week(?! so far)|weekly|weekend review|week's|"
        rf"week (?:ended|ending|to)|{_OVER} (?:the |a )(?:\w+ )?week(?! (?:high|low|peak))|"
        r"between monday and friday|week gone by|\w+-day week)",
        "5d",
        Scope.WEEK,
        "week|monday",
    ),
    (r"(?:(?:past|last) one|over a|over the past|in the past) quarter", "3m", Scope.TRAILING, "quarter"),
    (
        r"(?:this quarter|(?:past|last|previous) quarter|(?:for|over|in|during) the quarter|"
        rf"{_OVER} the quarter|"
        r"quarterly(?! (?:profit|results|earnings|numbers|revenue|loss|net|performance|sales|update)))",
        "1q",
        Scope.CLOSED,
        "quarter",
    ),
    (
        r"(?:(?:past|previous) year|(?:over|in) (?:the |a |the last |last )year(?! to|-to| so)|one year|"
        r"one-year|annually|"
        r"(?:twelve|12) months|1-year)",
        "1y",
        Scope.TRAILING,
        "year|annually|month",
    ),
    (
        r"(?:last year|yearly|year-on-year|calendar year(?![- ]to)|for the year|during the year|samvat \d+)",
        "1y",
        Scope.CLOSED,
        "year|samvat",
    ),
    (
        rf"(?:in|during|for|throughout|{_OVER}) (?:the month of )?(?P<month>{MONTHS})"
        r"(?! \d{1,2}(?!\d|\.\d|%)| so far| till now| till date| to date)",
        "month",
        Scope.CLOSED,
        MONTHS,
    ),
    (rf"(?<=\()(?P<month>{MONTHS})(?=\))", "month", Scope.CLOSED, "("),
    (
        rf"(?<!\d )(?P<month>{MONTHS}) (?:at a glance|in (?:review|numbers|figures))(?=:)",
        "month",
        Scope.CLOSED,
        MONTHS,
    ),
    (
        rf"(?P<month>{MONTHS}) (?:alone|saw|brought|was|turned|proved|tally|(?:in|out)flows?)",
        "month",
        Scope.CLOSED,
        MONTHS,
    ),
    (
        rf"(?P<since>since (?:the (?:start|end|beginning) of )?(?:{MONTHS}|{_SHORT})(?!\.? \d{{1,2}}(?!\d))"
        rf"(?:,? 20\d\d)?(?: lows?| highs?| bottom| peak)?|since 20\d\d)",
        "since",
        Scope.CLOSED,
        "since",
    ),
    (
        rf"(?:from|off|below) (?:the|its|their) (?:all-time |record |life |lifetime |52-week |recent )?"
        rf"(?:(?:{MONTHS}|{_SHORT}) )?(?:20\d\d )?peaks?\b|"
        rf"(?:from|off|below) (?:the|its|their) (?:all-time|record|life|lifetime|20\d\d|{MONTHS}|{_SHORT})"
        r"(?: 20\d\d)? highs?",
        "from peak",
        Scope.TRAILING,
        "peak|high",
    ),
    (
        rf"(?P<since>(?:since|from) (?:the|its|their|that|those|a) (?:(?:{MONTHS}|{_SHORT})(?: 20\d\d)?|"
        rf"20\d\d|"
        rf"covid|pandemic|election|budget|tariff) {_POINT})",
        "since",
        Scope.CLOSED,
        "since|from",
    ),
    (
        r"(?P<since>since (?:diwali|dussehra|holi|christmas|liberation day)|"
        r"since (?:the|its|their) (?:[a-z]+ ){0,2}(?:budget|elections?|polls|listing|ipo|results?|"
        r"verdict|announcement|merger|demerger|peak|lows?|highs?|bottom|crash|war|pandemic))",
        "since",
        Scope.CLOSED,
        "since",
    ),
    (r"(?:during|over|in) this (?:time|period|span|phase|run)", "this period", Scope.CLOSED, "this"),
    (
        rf"(?:this|the|the same|same|first|second) fortnight|(?:first|second) half of (?:the month|{MONTHS})",
        "fortnight",
        Scope.CLOSED,
        "fortnight|half",
    ),
    (
        rf"(?P<series>(?:{MONTHS}) (?:f&o |derivatives? |futures )?series)(?! (?:contracts?|futures|options?|"
        r"open interest|is|are|was|were|stands|stood))",
        "series",
        Scope.CLOSED,
        "series",
    ),
    (
        r"(?<!next )(?<!new )(?:(?:for|over|in|during|of) (?:the |this )series|series (?:gone by|so far))",
        "series",
        Scope.CLOSED,
        "series",
    ),
    (r"recent (?:trading )?sessions", "recent sessions", Scope.TRAILING, "recent"),
    (r"(?:recently|recent days)", "recent", Scope.TRAILING, "recent"),
    (
        r"(?:today|on the day|the day|intraday|intra-day|on (?:mon|tues|wednes|thurs|fri)day|"
        r"single session|in (?:the )?(?:early|morning|afternoon|late|opening) (?:trade|deals)|"
        r"in the session|day's)",
        "1d",
        Scope.SESSION,
        "day|intra|session|early|morning|afternoon|late|opening",
    ),
]
_PATTERNS = [
    (
        re.compile(rf"(?<![\w-])(?:{rule})(?!\w)".replace("so far", "(?:so|thus) far")),
        name,
        scope,
        # None for words that are months.
        None if hints == MONTHS else hints.replace("so far", " far").split("|"),
    )
    for rule, name, scope, hints in _RULES
]


_MONTH_HINT = re.compile(MONTHS)
# One of these is in every period, so that most texts need no further look.
_HINT = re.compile(
    rf" far\b|cy ?\d\d|day|week|month|year|quarter|session|since|peak|{MONTHS}|recent|ytd|mtd|wtd|fytd|"
    r"20\d\d|fy ?'?\d|"
    r"samvat|series|fortnight|half of|h[12]|this (?:fiscal|financial|time|period|span|phase|run)|"
    r"intra|(?:from|off) (?:the|its|their|that|those|a)\b|early|opening|morning|late trade|late deals"
)


# "breaks its nine-day fall": how long the other way it went.
_STREAK = re.compile(
    r"\b(?:snap\w*|break\w*|broke|end(?:s|ed|ing)|halt\w*|after|following|arrest\w*|stop\w*)"
    r" (?:its |a |an |the |their )?(?:\d+|\w+)-(?:day|session|week|month) (?:\w+ )?"
    r"(?:fall|rise|run|streak|rally|slide|gains?|losses|decline|advance|spree|losing|winning)\b"
)


# "which had made its debut last week": not when it fell.
_ASIDE = re.compile(r"\b(?:which|who|that) had [^,;]*")
# "its best day in a month": how rare the day was.
_RARE = re.compile(
    r"\b(?:best|worst|biggest|steepest|sharpest|largest)(?: [a-z-]+){0,2}? "
    r"(?:day|session|close|gain|fall|drop|rise|loss|rally|jump|slide) (?:in|for|of|over) "
    r"(?:the (?:last|past) |nearly |over |almost |about )?"
    r"(?:a|\d+|[a-z]+)[ -](?:day|session|week|month|year)s?\b"
)


@lru_cache(maxsize=256)
def periods(text: str) -> tuple[Period, ...]:
    """The periods of a text in lower case, in order; of those that begin together the one read first."""
    if _HINT.search(text) is None:
        return ()
    text = _HEIGHT.sub(lambda found: " " * len(found.group()), text)
    if "st " in text:
        text = _RARE.sub(lambda found: " " * len(found.group()), text)
    if "had " in text:
        text = _ASIDE.sub(lambda found: " " * len(found.group()), text)
    if "-" in text:
        text = _STREAK.sub(lambda found: " " * len(found.group()), text)
    made: dict[int, Period] = {}
    months = _MONTH_HINT.search(text) is not None
    for pattern, name, scope, hints in _PATTERNS:
        if not (months if hints is None else any(hint in text for hint in hints)):
            continue
        for found in pattern.finditer(text):
            if found.start() in made or (name == "since" and _RANKED.search(text, 0, found.start())):
                continue
            if name == "fiscal" and BUSINESS.search(text):
                continue
            told = _named(found, name)
            made[found.start()] = Period(told, scope, found.start(), found.end())
    kept: list[Period] = []
    for period in sorted(made.values(), key=lambda period: (period.start, -period.end)):
        if not kept or period.start >= kept[-1].end:
            kept.append(period)
    return tuple(kept)


_AVERAGE = re.compile(r"\b\d+-day (?=(?:simple |exponential )?(?:moving|[dse]?ma)\b)")


def horizon(text: str, within: int | None = None) -> str | None:
    """Over what time a move is told: 1d, 5d, "9 sessions", 1m, ytd, a year; None where nothing is said."""
    told = _AVERAGE.sub("", text[:within])
    best = next((p for p in periods(told) if p.name != "this period"), None)
    return best.name if best else None


def _named(found: re.Match[str], name: str) -> str:
    match name:
        case "n":
            printed, unit = found["n"], found["unit"].rstrip("s")
            n = int(printed) if printed.isdigit() else _NUMBERS[printed]
            if unit == "week" and n == 1:
                return "5d"
            if unit == "month" and n == 12:
                return "1y"
            if unit in ("day", "session"):
                return "5d" if n == 5 else "1d" if n == 1 else f"{n} sessions"
            return f"{n}{unit[0]}"
        case "first" | "fiscal" | "year" | "month" | "since":
            return found[name]
        case "series" if "series" in found.groupdict():
            return re.sub(r" (?:f&o|derivatives?|futures) ", " ", found[name])
    return name
