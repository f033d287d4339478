"""Pieces of patterns that several kinds share, matched against a sentence's symbols (see units.py)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bhavhouse.news import dates
from bhavhouse.news.article import Sentence
from bhavhouse.news.facts import Fact
from bhavhouse.news.units import Item

AUX = (
    r"(?: (?:has|have|was|were|is|are|been|being|also|too|all|both|each|just|now|today|"
    r"recently|meanwhile|got|gets|"
    r"since|again|then|even|further|still|separately|similarly|, however ,|, too ,|"
    r", meanwhile ,|on D|\w+ly|D))*"
)
ARTICLE = r"(?: (?:a|an|its|the|their|his|our))?"
BY_BROKER = (
    r"(?: (?:by|from|at) (?:brokerage |broker |foreign brokerage |global brokerage |"
    r"analysts (?:at|from) )?(?P<{0}>[BN])(?: 's)?)?"
)


class Span:
    """A place in a sentence's symbols, in the form of a match."""

    def __init__(self, start: int, end: int) -> None:
        self._span = start, end

    def start(self) -> int:
        """Where it begins."""
        return self._span[0]

    def end(self) -> int:
        """Where it ends."""
        return self._span[1]


def pattern(text: str) -> re.Pattern[str]:
    """A pattern that begins and ends at the edge of a symbol."""
    return re.compile(rf"(?:^|(?<= ))(?:{text})(?= |$)")


# Kinds of the day that a weekday in the sentence names.
_OF_THE_DAY = ("index_return", "mover", "price_level", "advance_decline", "segment_stat")


def items(sentence: Sentence, found: re.Match[str], group: str) -> list[Item]:
    """The members of the unit that a group stands on."""
    unit = sentence.shape.unit(found, group) if found.groupdict().get(group) else None
    return unit.items if unit else []


def make(
    sentence: Sentence,
    found: re.Match[str] | Span,
    rule: str,
    kind: str,
    fields: dict[str, object],
    *,
    version: int = 1,
    confidence: float = 0.9,
    end: int | None = None,
    dated: bool = True,
) -> Fact:
    """The fact that a match states; its quote is the match."""
    start, stop = sentence.shape.span(found.start(), found.end() if end is None else end)
    day = told_day(sentence) if dated else None
    if day is None and dated and kind in _OF_THE_DAY:
        day = said_day(sentence)
    if dated:
        fields["date"] = day.isoformat() if day else None
    return Fact(
        kind, rule, version, start, stop, fields, confidence, is_title=sentence.is_title, has_day=bool(day)
    )


def told_day(sentence: Sentence) -> date | None:
    """The day that a sentence tells by itself: a date, or a weekday where the article's own day is known."""
    for unit in sentence.shape.units:
        if unit.symbol == "D":
            known = sentence.article.days(unit)
            if len(known) == 1 and re.search(
                r"(?:on|for|of|effective|dated|from|since|,|recorded|\() ?$", _before(sentence, unit.start)
            ):
                return known[0]
    return None


def said_day(sentence: Sentence, *, ahead: bool = False) -> date | None:
    """The day that "today", "tomorrow" or "on Friday" means, where the article's own day is known."""
    known = sentence.article.day
    if known is None:
        return None
    if re.search(r"\btomorrow\b", sentence.string):
        return known + timedelta(days=1)
    if ahead and re.search(r"\btoday\b", sentence.string):
        return known
    found = re.search(
        r"\b(?:on|this|coming|next|last) (monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
        sentence.string,
    )
    if found:
        return (dates.weekday_after if ahead else dates.weekday_before)(found.group(1), known)
    return None


def _before(sentence: Sentence, at: int) -> str:
    return sentence.article.text.plain[max(0, at - 16) : at].lower()


def text_of(sentence: Sentence, start: int, end: int) -> str:
    """The repaired text under a part of the symbols, in lower case."""
    first, last = sentence.shape.span(start, end)
    return sentence.article.text.plain[first:last].lower()


_LISTED = re.compile(
    r"^(?:W )?(?:these|this|those|they|the list|among them|the names|the companies|the stocks|"
    r"notable|key|major|prominent|"
    r"some|other|leading|important|such|big|top|among the|the group|they)(?: \S+){0,5}? "
    r"(?:include|includes|included|including|are|were|being|comprise|comprises|"
    r"comprised)(?: the likes of)?(?: :)? (?P<n>[NB])(?= |$)"
    r"|^(?:names|companies|stocks) (?:such as|like|including) (?P<n2>[NB])(?= |$)"
    r"|^(?P<n3>[NB]) (?:are|were|feature|figure|featured|figured)(?: \S+){0,3}? (?:among|in|"
    r"on|part of|the) (?:them|these|the list|this list|those|companies|names)"
)


def listed_after(sentence: Sentence, end: int) -> list[Item]:
    """The companies that the rest of this sentence, or the next one, lists: "These include ..."."""
    rest = sentence.string[end:]
    here = re.match(
        r"(?: \S+){0,8}?(?: ,| -| :| \()*(?: (?:including|include|includes|such as|namely|like|"
        r"are|being|these are))?(?: :| -)? (?P<n>[NB])(?= |$)",
        rest,
    )
    if here and re.search(r":|includ|such as|namely|like|are|-", here.group()):
        unit = sentence.shape.units[sentence.shape.index(end + here.start("n"))]
        return unit.items
    after = sentence.after()
    if after is None or after.shape.string.endswith("?"):
        return []
    if rest.strip() in (":", "") and sentence.string.endswith(":"):
        return _bullets(sentence)
    found = _LISTED.match(after.string)
    if found:
        group = next(name for name in ("n", "n2", "n3") if found[name])
        named = after.shape.unit(found, group)
        return named.items if named else []
    return []


def _bullets(sentence: Sentence) -> list[Item]:
    """The companies of the list lines below, one or several to a line."""
    found: list[Item] = []
    for n in range(1, 400):
        after = sentence.after(n)
        if after is None or not re.fullmatch(r"[NB](?: [.,;])?", after.string):
            break
        found.extend(after.shape.units[0].items)
    return found


_NUMBERS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ]
    )
}
_COUNT = r"(?P<n>\d+|" + "|".join(_NUMBERS) + r")(?: |-)"
_HORIZONS: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"\b(?:past|last|previous|just|over|in|of|for|straight|consecutive|"
rf"trailing) (?:the )?(?:past |last |just )?{_COUNT}(?:straight |consecutive |"
r"successive )?(?:trading |market )?(?P<unit>days?|sessions?|weeks?|months?|years?|"
r"quarters?)\b"), "n"),
    (re.compile(rf"\b{_COUNT}(?:straight |consecutive )?(?:trading )?(?P<unit>days?|sessions?|weeks?|"
r"months?|years?)\b"), "n"),
    (re.compile(r"\b(?:year[- ]to[- ]date|ytd|so far this year|this year|so far in 20\d\d|since january|"
r"this calendar year|since the (?:start|beginning) of (?:the year|20\d\d))\b"), "ytd"),
    (re.compile(r"\b(?:first|opening) (?:few )?(?P<what>days|weeks|months) of (?P<year>20\d\d)\b"), "first"),
    (re.compile(r"\b(?:in|during|ended|for|calendar|throughout|closed|cy) ?(?P<year>20\d\d)\b"), "year"),
    (re.compile(r"\b(?:month[- ]to[- ]date|mtd|this month|so far (?:this|in the) month|(?:past|last|"
r"previous) month|(?:over|in|for) (?:the|a) month|monthly|one month|month-on-month)\b"), "1m"),
    (re.compile(r"\b(?:this week|(?:past|last|previous) week|(?:for|over|in|during|of) the week|a week|"
r"weekly|week-on-week|one week)\b"), "5d"),
    (re.compile(r"\b(?:this quarter|(?:past|last|previous) quarter|(?:for|over|in|during) the quarter|"
r"quarterly)\b"), "1q"),
    (re.compile(r"\b(?:(?:past|last|previous) year|(?:over|in) (?:the|a) year|one year|annually|12 months|"
r"yearly)\b"), "1y"),
    (re.compile(r"\b(?:in|during|for) (?:the month of )?(?P<month>january|february|march|april|may|june|"
r"july|august|september|october|november|december)\b"), "month"),
    (re.compile(r"\brecent (?:trading )?sessions\b"), "recent sessions"),
    (re.compile(r"\brecently\b|\brecent days\b"), "recent"),
    (re.compile(r"\b(?:today|on the day|the day|intraday|intra-day|on (?:mon|tues|wednes|thurs|fri|"
r"satur)day|single session|in (?:the )?(?:early|morning|afternoon|late|opening) (?:trade|"
r"deals)|in the session|day's)\b"), "1d"),
]  # fmt: skip


_HEIGHT = re.compile(rf"\b{_COUNT}(?:day|week|month|year)s? (?:high|low|peak|closing high)s?\b")


def horizon(text: str, within: int | None = None) -> str | None:
    """Over what time a move is told: 1d, 5d, "9 sessions", 1m, ytd, a year; None where nothing is said."""
    best: tuple[int, str] | None = None
    # "A three-month high" is a height, no time of the move.
    text = _HEIGHT.sub(" ", text)[:within]
    for found_by, name in _HORIZONS:
        found = found_by.search(text)
        if found and (best is None or found.start() < best[0]):
            best = (found.start(), _named(found, name))
    return best[1] if best else None


def _named(found: re.Match[str], name: str) -> str:
    if name == "n":
        printed, unit = found["n"], found["unit"].rstrip("s")
        n = int(printed) if printed.isdigit() else _NUMBERS[printed]
        if unit == "week" and n == 1:
            return "5d"
        if unit == "month" and n == 12:
            return "1y"
        if unit in ("day", "session"):
            return "5d" if n == 5 else "1d" if n == 1 else f"{n} sessions"
        return f"{n}{unit[0]}"
    if name == "first":
        return f"first {found['what']} of {found['year']}"
    if name == "year":
        return found["year"]
    if name == "month":
        return found["month"]
    return name


Facts = Iterator[Fact]
