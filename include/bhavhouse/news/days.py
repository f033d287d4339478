"""Which day a fact is of: the model of time of a text.

A text has up to four clocks, and a fact is dated by the nearest that speaks:

1. The words beside the fact: "on Friday", "on 12 March", "yesterday". They hold to the end of their
   paragraph, until other words of time follow. A day that only measures ("since 12 October", "after
   Thursday's fall"), that lies ahead, or that is of something else ("the board met on Tuesday") dates nothing.
2. The heading above: pages that gather several days put a line with a date over (or under the headline of)
   each. `Timeline.anchor` gives the day that governs a place.
3. The session that the text reports. A page made before the market opens, or "for Monday", tells of the session
   before; a text of a Saturday or Sunday of Friday's; a lead that says "on Monday" on a Tuesday of Monday's.
4. The text's own day, its dateline's (dateline.py). It is also what grades, levels to come and windows
   that end now have. Without one, the only day that the text tells is everybody's.

Beside the day stands the period a fact covers (periods.py). Told beside the fact, or by the sentence before in
its paragraph, or by the review that the text is as a whole, it decides whether there is a day at all: a calendar
month, a quarter or a time since March has none, a week has the day it ended if the text prints that.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bhavhouse.news import dates
from bhavhouse.news.facts import Fact
from bhavhouse.news.mentions import Mention, mentions
from bhavhouse.news.periods import Period, Scope, periods

if TYPE_CHECKING:
    from bhavhouse.news.article import Article, Sentence

# Kinds that a session or a period tells of; the others are a broker's or a model's words of the page's day.
_OF_SESSIONS = frozenset(
    ("index_return", "mover", "price_level", "advance_decline", "segment_stat", "flow", "sector_leadership")
)
_OF_GRADES = frozenset(("rating_change", "target_price", "technical_call_change", "financial_score_change"))
_BORDER = re.compile(
    r"[,;] (?:while|whereas|but|and|although|though|after|with)\b|;|\b(?:while|whereas)\b|\. "
)
# What only a report of a session says.
_SESSION = re.compile(
    r"\b(?:today|mon|tues|wednes|thurs|fri)day\b(?!'s)|\btoday\b|\b(?:early|opening|morning|afternoon|late) "
    r"(?:trade|deals|trading)\b|\bintra-?day\b|\b(?:opened|settled)\b|\bso far today\b|\bday's (?:high|low)\b"
)
_AHEAD = re.compile(
    r"\b(?:trade set-?up|trading set-?up|day trading guide|pre-?market|before (?:the )?(?:opening bell|market "
    r"opens?)|ahead of (?:the )?(?:market|opening)|opening bell cues|market outlook|nifty outlook|"
    r"stocks? (?:to watch|in focus|in news|in the news|that will see action|to track)|outlook for|"
    r"things (?:to know|that (?:will|may|could) decide)|what to expect|gap-?(?:up|down) start|"
    r"(?:a )?(?:firm|weak|flat|positive|negative|muted|cautious|higher|lower)(?:er)? (?:start|opening) "
    r"(?:is )?(?:indicated|likely|seen|expected)|share market today: gift)\b"
)
_OPENED = re.compile(
    r"\b(?:opened|opens|early (?:trade|deals|trading)|opening (?:trade|deals)|mid-?day|closed|ended|settled|"
    r"intra-?day)\b"
)
# What a period is told of that is none of the market's.
_BUSINESS = re.compile(
    r"\b(?:sales|profits?|revenue|results|exports|production|gdp|inflation|rates?|policy|deliveries|"
    r"bookings|earnings|output|ipo|dividend)\b"
)
_GOES_ON = re.compile(r"\b(?:early|opening|morning|noon|mid-?day) (?:trade|deals|trading)\b|\bopening bell:")
_FOR_DAY = re.compile(rf"\b(?:for|on|this) (?P<day>{'|'.join(dates.WEEKDAYS)})\b")
_WEEK_ENDED = re.compile(r"\b(?:week|weekly|five sessions|fortnight)\b[^.\n]{0,40}$")


@dataclass
class _Told:
    """What a sentence tells of time, and what the paragraph before it has told."""

    start: int
    mentions: list[Mention]
    periods: list[Period]
    carried_day: date | None = None
    carried: Period | None = None
    carried_end: date | None = None


class Timeline:
    """The clocks of one text."""

    def __init__(self, article: "Article") -> None:
        self._article = article
        self._starts = [sentence.shape.units[0].start for sentence in article.sentences]
        self.day = article.day
        self._heads = _date_heads(article)
        self._told: list[_Told] = []
        self.day = self.day or self._only_day()
        self.session = self._session()
        self._read()
        self.week_end = self._week_end()

    def anchor(self, place: int) -> date | None:
        """The day that governs a place of the text: that of the heading above, else the text's."""
        at = bisect_right([start for start, _ in self._heads], place) - 1
        return self._heads[at][1] if at >= 0 else self.day

    def at(self, place: int) -> int:
        """The number of the sentence at a place."""
        return max(0, bisect_right(self._starts, place) - 1)

    def settle(self, facts: Sequence[Fact]) -> None:
        """Gives every fact its day, and its period where only the paragraph or the text tells it."""
        self._carry({self.at(fact.start) for fact in facts if fact.kind in _OF_SESSIONS})
        review = self._review(facts)
        own_grades = False
        for fact in sorted(facts, key=lambda fact: fact.kind != "rating_change"):
            if fact.kind == "result_scheduled":
                continue
            day: date | None = None
            if fact.kind in _OF_SESSIONS:
                day = self._market_day(fact, review)
            elif fact.kind in _OF_GRADES:
                day = self._grade_day(fact)
                if fact.kind == "rating_change":
                    own_grades |= fact.has_day and day != self.day
                elif fact.kind != "target_price" and own_grades and not fact.has_day:
                    # A page on an earlier change of grade tells of trends without their day.
                    day = None
            fact.fields["date"] = day.isoformat() if day else None

    def _grade_day(self, fact: Fact) -> date | None:
        told = self._told[self.at(fact.start)]
        mention = _beside(fact, told, self._text(told), self.day)
        if mention is not None and mention.day is not None:
            fact.has_day = True
            return mention.day
        ranges = [m for t in self._told[:6] for m in t.mentions if m.first is not None]
        return None if ranges else self.anchor(fact.start)

    def _market_day(self, fact: Fact, review: Period | None) -> date | None:
        told = self._told[self.at(fact.start)]
        text = self._text(told)
        if fact.kind == "price_level" and fact.fields["role"] in ("support", "resistance"):
            return self.anchor(fact.start)
        mention = _beside(fact, told, text, self.day)
        period = self._period(fact, told, mention, review)
        end = next((m.day for m in reversed(told.mentions) if m.is_end and m.day), told.carried_end)
        if period.scope in (Scope.TRAILING, Scope.TO_DATE) and end:
            return end
        day = mention.day if mention else None
        if fact.fields.get("status") == "provisional":
            # "on track for its best month in 12 years"
            period = _DAY
        fact.has_day = day is not None
        match period.scope:
            case Scope.CLOSED:
                fact.has_day = False
                return self._to_date(fact, period)
            case Scope.WEEK:
                range_end = next((m.day for m in told.mentions if m.first or m.is_end), None)
                return range_end or self.week_end
            case Scope.TRAILING | Scope.TO_DATE:
                if review is not None and (
                    (period.scope is Scope.TRAILING and review.scope is Scope.CLOSED)
                    or (review.scope is Scope.WEEK and self.day is not None and self.day.weekday() > 4)
                ):
                    return self.week_end if review.scope is Scope.WEEK else None
                return day or told.carried_day or self._session_at(fact.start, is_open=True)
        if day is None and mention is not None:
            return None
        return day or told.carried_day or self._session_at(fact.start)

    def _to_date(self, fact: Fact, period: Period) -> date | None:
        """The day of a calendar year or month that goes on; none of one that is over."""
        day = self.day
        if day is None or fact.kind not in ("flow", "index_return", "mover"):
            return None
        if period.name == str(day.year) and day.month < 12:
            fact.fields["horizon"] = "ytd"
            return day
        if period.name == dates.MONTH_NAMES[day.month - 1] and day.day < 26:
            fact.fields["horizon"] = "mtd"
            return day
        return None

    def _period(self, fact: Fact, told: _Told, mention: Mention | None, review: Period | None) -> Period:
        """The period a fact covers: told beside it, by the paragraph, or by the text as a whole."""
        name = fact.fields.get("horizon")
        is_default = name in (None, "1d") or name == self._article.horizon
        same = [p for p in told.periods if p.name == name]
        if name is not None and same:
            return min(same, key=lambda p: _distance(fact, p.start, p.end))
        if not is_default:
            number = self.at(fact.start)
            for other in reversed(self._told[max(0, number - 5) : number]):
                found = next((p for p in other.periods if p.name == name), None)
                if found:
                    return found
            return Period(str(name), _scope_of(str(name)))
        if name is None and mention is None:
            near = _nearest(fact, told.periods, self._text(told), told.start)
            if near is not None:
                return near
        if mention is not None or any(p.scope is Scope.SESSION for p in told.periods):
            return _DAY
        span = next((m for m in told.mentions if m.first is not None), None)
        if span is not None and mention is None:
            return _span(span)
        if told.carried_day is not None or self._is_under_head(fact.start):
            return _DAY
        known = told.carried or review
        if known is not None and known.scope in (Scope.CLOSED, Scope.WEEK):
            if "horizon" in fact.fields:
                fact.fields["horizon"] = known.name
            return known
        return Period(str(name), _scope_of(str(name))) if name else _DAY

    def _text(self, told: _Told) -> str:
        number = self.at(told.start)
        units = self._article.sentences[number].shape.units
        return self._article.text.plain[units[0].start : units[-1].end].lower()

    def _review(self, facts: Sequence[Fact]) -> Period | None:
        """The week, month or longer time that the text as a whole reviews, if it does."""
        if self._article.horizon == "5d":
            return Period("5d", Scope.WEEK)
        if self._article.horizon != "1d":
            return Period(self._article.horizon, Scope.CLOSED)
        if _SESSION.search(self._article.lowered, 0, 1200):
            return None
        first = sorted(
            (f for f in facts if f.kind in ("index_return", "mover") and not f.is_title),
            key=lambda f: f.start,
        )
        for fact in first[:1]:
            told = self._told[self.at(fact.start)]
            period = self._period(fact, told, _beside(fact, told, self._text(told), self.day), None)
            if period.scope in (Scope.CLOSED, Scope.WEEK):
                return period
        return None

    def _read(self) -> None:
        """Notes what each sentence tells of time."""
        for sentence, start in zip(self._article.sentences, self._starts, strict=True):
            text = self._article.text.plain[start : sentence.shape.units[-1].end].lower()
            days = mentions(sentence, self.anchor(start), self.session)
            self._told.append(_Told(start, days, _placed(periods(text), start)))

    def _carry(self, stating: set[int]) -> None:
        """Notes what each paragraph has told of time before each of its sentences."""
        block = -1
        day: date | None = None
        end: date | None = None
        period: Period | None = None
        for number, (sentence, told) in enumerate(zip(self._article.sentences, self._told, strict=True)):
            if sentence.block != block:
                block, day, end, period = sentence.block, None, None, None
            told.carried_day, told.carried, told.carried_end = day, period, end
            text = self._text(told)
            days = [m for m in told.mentions if not m.is_end and not m.first and not m.is_since]
            long = [p for p in told.periods if p.scope in (Scope.CLOSED, Scope.WEEK)]
            end = next((m.day for m in told.mentions if m.is_end), end)
            if days:
                period = None
                if not re.search(r"\bhad\b", text):
                    day = next((m.day for m in days if m.day), day)
            elif any(p.scope is Scope.SESSION for p in told.periods):
                period = None
            elif (
                long
                and (len(long) == len(told.periods) or long[0].start - told.start < 50)
                and (number in stating or not _BUSINESS.search(text))
            ):
                period, day = long[0], None

    def _is_under_head(self, place: int) -> bool:
        """Whether a heading with a day governs a place."""
        return bool(self._heads) and place >= self._heads[0][0]

    def _only_day(self) -> date | None:
        """Without a dateline: the one day that the text tells of the market."""
        told = {
            m.day
            for sentence in self._article.sentences
            for m in mentions(sentence, None, None)
            if m.day and not m.first and not m.is_count and not m.is_since
        }
        return told.pop() if len(told) == 1 else None

    def _session(self) -> date | None:
        """The session that the text reports."""
        line = self._article.dateline
        day = self.day
        if day is None:
            return None
        lead = self._lead_day(day)
        if lead is not None:
            return lead
        top = self._article.lowered[:300]
        minute = line.minute if line else None
        ahead = _AHEAD.search(top)
        if day.weekday() < 5 and ahead and (minute is None or minute < 9 * 60 + 15):
            named = _FOR_DAY.search(top)
            if named and dates.WEEKDAYS.index(named["day"]) != day.weekday():
                return day
            if not _OPENED.search(self._article.lowered, 0, 700) or minute is not None:
                return dates.session_before(day)
        if day.weekday() < 5 and minute is not None and 0 < minute < 9 * 60:
            return dates.session_before(day)
        return dates.session_on(day)

    def _lead_day(self, day: date) -> date | None:
        """The earlier day that the first sentences say the market moved on."""
        seen = 0
        if _GOES_ON.search(self._article.lowered, 0, 200):
            return None
        for sentence in self._article.sentences[:8]:
            if sentence.is_title or self._starts[sentence.number] > 900:
                continue
            seen += 1
            if seen > 3:
                break
            if not re.search(r"\b(?:I|P|market|markets|stocks|shares|equities|session)\b", sentence.string):
                continue
            for mention in mentions(sentence, day, None):
                if mention.day is None or mention.is_end or mention.first or mention.is_since:
                    continue
                if mention.day == day:
                    return None
                if timedelta(0) < day - mention.day <= timedelta(4):
                    return mention.day
        return None

    def _session_at(self, place: int, *, is_open: bool = False) -> date | None:
        """The session of a place: that of its heading, else the text's; of a window, the text's day."""
        anchor = self.anchor(place)
        if anchor is not None and anchor != self.day:
            return dates.session_on(anchor)
        if is_open and self.day is not None and self.day.weekday() < 5:
            return self.day
        return self.session

    def _week_end(self) -> date | None:
        """The last day of the week that a text reviews, if it prints that."""
        for told in self._told:
            text = self._text(told)
            for mention in told.mentions:
                if (mention.first or mention.is_end) and mention.day:
                    if mention.first or _WEEK_ENDED.search(text[: mention.start - told.start]):
                        return mention.day
        day = self.day
        if day is None:
            return None
        if day.weekday() in (3, 4):
            return self.session
        if day.weekday() > 4 and re.search(r"\bfriday\b", self._article.lowered):
            return dates.session_on(day)
        return None


_DAY = Period("1d", Scope.SESSION)


def _span(mention: Mention) -> Period:
    """The period of a range of days: a week, or a longer time without a day of its own."""
    is_week = mention.day and mention.first and mention.day - mention.first < timedelta(8)
    return Period("5d", Scope.WEEK) if is_week else Period("", Scope.CLOSED)


def _placed(found: Sequence[Period], start: int) -> list[Period]:
    return [Period(p.name, p.scope, p.start + start, p.end + start) for p in found]


def _scope_of(name: str) -> Scope:
    """The scope of a period by its name alone."""
    if name in ("1d", "recent"):
        return Scope.SESSION
    if name in ("5d", "1w"):
        return Scope.WEEK
    if name in ("ytd", "mtd", "wtd", "fytd"):
        return Scope.TO_DATE
    return Scope.TRAILING if re.match(r"\d+(?:[dwmy]$| sessions)|recent", name) else Scope.CLOSED


def _distance(fact: Fact, start: int, end: int) -> int:
    return 0 if start < fact.end and fact.start < end else min(abs(start - fact.end), abs(fact.start - end))


def _beside(fact: Fact, told: _Told, text: str, day: date | None) -> Mention | None:
    """The mention of a day that dates a fact: in it, after it in its clause, before it, or the only one."""
    known = [m for m in told.mentions if not m.is_end and m.first is None]
    if fact.kind not in _OF_GRADES:
        known = [m for m in known if not m.is_since]
    # A line of a diary sets out with its day, be it later than the page's.
    is_line = fact.kind in _OF_GRADES
    known = [
        m for m in known if m.day is None or day is None or m.day <= day or (is_line and m.start == told.start)
    ]
    for mention in known:
        if mention.start < fact.end and fact.start < mention.end:
            return mention
    after = next((m for m in known if m.start >= fact.end), None)
    if after and not _BORDER.search(text, max(0, fact.end - told.start), after.start - told.start):
        return after
    before = next((m for m in reversed(known) if m.end <= fact.start), None)
    return before or (after if len(known) == 1 else None)


def _nearest(fact: Fact, found: Sequence[Period], text: str, start: int) -> Period | None:
    """The period told in a fact, before it, or after it in its clause."""
    for period in found:
        if period.start < fact.end and fact.start < period.end:
            return period
    before = [p for p in found if p.end <= fact.start]
    after = next((p for p in found if p.start >= fact.end), None)
    if after and not _BORDER.search(text, max(0, fact.end - start), after.start - start):
        return after
    return before[-1] if before else None


def _date_heads(article: "Article") -> list[tuple[int, date]]:
    """The places from which headings with a date govern, where a page has several such days."""
    found: list[tuple[int, int, date]] = []
    blocks: dict[int, list[Sentence]] = {}
    for sentence in article.sentences:
        blocks.setdefault(sentence.block, []).append(sentence)
    order = list(blocks)
    for place, block in enumerate(order):
        first = blocks[block][0]
        units = first.shape.units
        if not first.is_title or len(blocks[block]) > 1 or units[-1].end - units[0].start > 90:
            continue
        dated = [u for u in units if u.symbol == "D"]
        if len(dated) != 1 or not _HEAD.match(first.string):
            continue
        known = article.days(dated[0])
        if len(known) == 1:
            found.append((place, units[0].start, known[0]))
    if len({day for _, _, day in found}) < 2:
        # "As of 23 July 2025, these stand out:" dates what it lists.
        return [
            (article.sentences[n].shape.units[0].start, m.day)
            for n in range(min(12, len(article.sentences)))
            if _AS_OF.match(article.sentences[n].string)
            for m in mentions(article.sentences[n], None, None)
            if m.day and not m.is_count
        ][:1]
    # "Headline / 8 June 2023 / text": where each date stands below a headline, the headline is of that day.
    is_below = all(
        place > 0 and blocks[order[place - 1]][0].is_title and blocks[order[place - 1]][-1].is_title
        for place, _, _ in found
    )
    return [
        (blocks[order[place - 1]][0].shape.units[0].start if is_below else start, day)
        for place, start, day in found
    ]


# A heading that is a day, or sets out with one: "Monday, June 12, 2023", "2 February 2026: A weak start".
_HEAD = re.compile(
    rf"(?:(?:{'|'.join(dates.WEEKDAYS)}|mon|tue|wed|thu|fri|sat|sun|updated|date|on|week|day #|,|:|[|(-]) )*D"
    r"(?= [:|)(-]| \w+day| clock|$| ,)|[^#PM]{1,80} [:|-] D$"
)
_AS_OF = re.compile(r"as (?:of|on) (?:\w+day ,? ?)?D .*:$")
