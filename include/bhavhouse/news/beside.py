"""The day or the period that stands beside a fact in its sentence."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bhavhouse.news import dates
from bhavhouse.news.facts import GRADE_CHANGES, Fact
from bhavhouse.news.mentions import Mention
from bhavhouse.news.periods import Period
from bhavhouse.news.timeline import Told

# A broker's or a model's words.
OF_GRADES = frozenset((*GRADE_CHANGES, "target_price"))
_BORDER = re.compile(
    r"[,;] (?:while|whereas|but|and|although|though|with)\b|;|\. |"
    r"\b(?:while|whereas|after|because|amid|as(?! (?:of|on|well|much|many|against)\b))\b"
)
# "FPIs, who had bought on Wednesday, sold": another day's, for what stands outside.
_ASIDE = re.compile(r", (?:who|which|whose)\b[^;,]*,(?= [a-z])|\b(?:that|which) (?:it |they )?had\b[^,;]*")
_CLAUSE = re.compile(r"[,;] (?:while|whereas|but|and|although|though)\b|;|\b(?:while|whereas)\b")
_ON = re.compile(r" (?:on )?")
# "after UBS cut it to 'sell' on Thursday"
_BEHIND = re.compile(rf"['\" ]{{1,3}}on (?P<day>{dates.A_WEEKDAY})\b(?! (?:to|as|for) )")
_MOVED = re.compile(
    r"(?:,|\band\b)(?! (?:also |has )?(?:cut|raised|lowered|hiked|trimmed|slashed|increased) ).*"
    r"\b(?:upgraded|downgraded|cut|raised|lowered|moved|initiated)\b"
)


def distance(fact: Fact, start: int, end: int) -> int:
    """How far a place is from a fact; 0 where they touch."""
    return 0 if start < fact.end and fact.start < end else min(abs(start - fact.end), abs(fact.start - end))


def beside(fact: Fact, told: Told, text: str, day: date | None) -> Mention | None:
    """The mention of a day that dates a fact: in it, after it in its clause, before it, or the only one."""
    if fact.kind in OF_GRADES and day and (found := _BEHIND.match(text, fact.end - told.start)):
        back = (day.weekday() - dates.WEEKDAYS.index(found["day"])) % 7
        start = told.start + found.start("day")
        return Mention(start, start + len(found["day"]), day - timedelta(back))
    asides = [
        (a + told.start, b + told.start)
        for a, b in (found.span() for found in _ASIDE.finditer(text))
        if not a < fact.end - told.start <= b
    ]
    known = [
        m
        for m in told.mentions
        if not m.is_end and m.first is None and not any(a < m.start < b for a, b in asides)
    ]
    # "Price (as on 5 September)" is of no target, "Sell since 12 January" of no move.
    known = [
        m
        for m in known
        if not (m.is_count if fact.kind == "target_price" else m.is_since and fact.kind not in OF_GRADES)
    ]
    # A line of a diary sets out with its day, be it later than the page's.
    is_line = fact.kind in OF_GRADES
    known = [
        m
        for m in known
        if m.day is None or day is None or m.day <= day or (is_line and m.start == told.start)
    ]
    inside = [m for m in known if m.start < fact.end and fact.start < m.end]
    # "was flat on Thursday and added 0.12% on Friday"
    close = next((m for m in known if 0 <= m.start - fact.end < 5), None)
    if inside:
        opens = close is not None and _ON.fullmatch(text, fact.end - told.start, close.start - told.start)
        return close if opens else inside[-1]
    after = next((m for m in known if m.start >= fact.end), None)
    if after and is_line and _MOVED.search(text, fact.end - told.start, after.start - told.start):
        after = None  # "X is rated Hold and Y was cut on Friday"
    if after and not _BORDER.search(text, max(0, fact.end - told.start), after.start - told.start):
        return after
    before = next((m for m in reversed(known) if m.end <= fact.start), None)
    if (
        before
        and is_line
        and before.start - told.start > 3
        and _CLAUSE.search(text, *_between(before, fact, told))
    ):
        # "CLSA cut Titan on Tuesday, and UBS lowered Trent": the day is Titan's.
        return None
    return before or (after if len(known) == 1 else None)


def _between(mention: Mention, fact: Fact, told: Told) -> tuple[int, int]:
    return mention.end - told.start, max(mention.end, fact.start) - told.start


def nearest(fact: Fact, found: Sequence[Period], text: str, start: int) -> Period | None:
    """The period told in a fact, before it, or after it in its clause."""
    for period in found:
        if period.start < fact.end and fact.start < period.end:
            return period
    before = [p for p in found if p.end <= fact.start]
    after = next((p for p in found if p.start >= fact.end), None)
    if after and not _BORDER.search(text, max(0, fact.end - start), after.start - start):
        return after
    return before[-1] if before else None
