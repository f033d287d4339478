"""Which day a fact is of: the model of time of a text.

A text has up to four clocks, and a fact is dated by the nearest that speaks:

1. The words beside the fact: "on Friday", "on 12 March", "yesterday" (mentions.py). They hold to the end
   of their paragraph, until other words of time follow. A day that only measures ("since 12 October",
   "after Thursday's fall"), that lies ahead, or that is of something else ("the board met on Tuesday")
   dates nothing.
2. The heading above: pages that gather several days put a line with a date over, or under the headline
   of, each.
3. The session that the text reports. A page made before the market opens, or "for Monday", tells of the
   session before; a text of a Saturday or Sunday of Friday's; a lead that says "on Monday" on a Tuesday
   of Monday's. Windows and times that go on ("in the past month", "so far this year") end with it.
4. The text's own day, its dateline's (dateline.py). It is also what grades and levels to come have.
   Without one, the only day that the text tells is everybody's.

Beside the day stands the period a fact covers (periods.py). Told beside the fact, or by the sentence before
in its paragraph, or by the review that the text is as a whole, it decides whether there is a day at all: a
calendar month, a quarter or a time since March has none, a week has the day it ended if the text prints that.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from bhavhouse.news import dates
from bhavhouse.news.beside import OF_GRADES, beside, distance, nearest
from bhavhouse.news.blocks import Kind
from bhavhouse.news.facts import Fact
from bhavhouse.news.lexicon import plain_name
from bhavhouse.news.mentions import Mention, named
from bhavhouse.news.periods import Period, Scope
from bhavhouse.news.timeline import OF_GRADE, TRADED, Timeline, Told

if TYPE_CHECKING:
    from bhavhouse.news.article import Article

# Kinds that a session or a period tells of; the others are a broker's or a model's words of the page's day.
_OF_SESSIONS = frozenset(
    ("index_return", "mover", "price_level", "advance_decline", "segment_stat", "flow", "sector_leadership")
)
# Counts of results: the quarter beside them is not theirs.
_OF_RESULTS = re.compile(r"results|positive|negative|share_(?:met|beat|missed)")
_MOVES = re.compile(r"\b(?:is|are|has|have|there's|seems?|appears?)\b")
_OF_GRADES = re.compile(r"grades$|_changes$")
_HEAD = 250  # a day printed further down is that of a close, no page's own
_WEEK = re.compile(r"\bweek|\bfortnight|\bsessions?\b")
_SEVERAL_CHANGED = re.compile(
    r"\b(?:stocks|companies|names|nbfcs|banks|shares|counters|caps|of them)\b.*\b(?:parameters?|scores?|"
    r"grades?|ratings?|"
    r"calls?|trends?)\b.*\b(?:chang\w+|revis\w+|adjust\w+|shift\w*)"
)
_BETWEEN = re.compile(r"(?<!week )\bbetween (?:\d\w* (?:and )?)?$")
_BY = re.compile(r"\b(?:by|till|until) \w+day\b")
# What only a report of a session says.
_SESSION = re.compile(
    r"\b(?:today|mon|tues|wednes|thurs|fri)day\b(?!'s)|\btoday\b|\b(?:early|opening|morning|afternoon|late) "
    r"(?:trade|deals|trading)\b|\bintra-?day\b|\b(?:opened|settled)\b|\bso far today\b|\bday's (?:high|low)\b"
)
_ROW = re.compile(r"\S+ (?:[:|(+-] )*[#PMT]")
_DAY = Period("1d", Scope.SESSION)


def settle(article: "Article", facts: Sequence[Fact]) -> None:
    """Gives every fact its day, and its period where only the paragraph or the text tells it."""
    _Dating(article, Timeline(article)).settle(facts)


class _Dating:
    """The days of the facts of one text."""

    def __init__(self, article: "Article", line: Timeline) -> None:
        self._article = article
        self._line = line
        self._graded: set[int] = set()

    def settle(self, facts: Sequence[Fact]) -> None:
        """Dates every fact."""
        horizons: dict[int, set[str]] = {}
        for fact in facts:
            if fact.kind in _OF_SESSIONS and fact.fields.get("horizon"):
                horizons.setdefault(self._line.at(fact.end - 1), set()).add(fact.fields["horizon"])
        self._line.carry(
            {self._line.at(fact.end - 1) for fact in facts if fact.kind in _OF_SESSIONS}, horizons
        )
        review = self._review(facts)
        # A text on a month's flows may tell of the market's day too.
        of_flows = review or self._first_period([f for f in facts if f.kind == "flow" and not f.is_title])
        self._graded = {self._line.at(fact.end - 1) for fact in facts if fact.kind in OF_GRADES}
        # Whether a model's grade changed on an earlier day; if so on a page on that share, or on a week.
        changed_before = is_past = False
        line = self._article.dateline
        moves = [fact.fields.get("horizon") for fact in facts if fact.kind in ("index_return", "mover")]
        is_session = moves.count("1d") * 2 > len(moves)
        is_undated = (line is None or line.start > _HEAD) and not self._is_weekly
        for fact in sorted(facts, key=lambda fact: fact.kind != "rating_change"):
            if fact.kind == "result_scheduled" or fact.has_day:
                continue
            day: date | None = None
            if fact.kind in _OF_SESSIONS:
                day = self._market_day(fact, of_flows if fact.kind == "flow" else review)
            elif fact.kind in OF_GRADES:
                day = self._grade_day(fact)
                if fact.kind == "rating_change" and fact.has_day and day != self._line.day:
                    if fact.fields["rater"] == "model":
                        changed_before = True
                        is_past = is_past or self._is_weekly or self._is_of(fact.fields["company"])
                elif (
                    not fact.has_day and changed_before and fact.fields.get("rater") == "model" and is_undated
                ):
                    day = None  # of two days printed, and none of them the page's own
                elif fact.kind not in ("rating_change", "target_price") and is_past:
                    day = day if fact.has_day else None  # such a page tells trends without their day
            elif fact.kind == "capital_rotation":
                # Money that moves, or has moved, is of the day of writing but in a report of a session.
                told = self._line.told[self._line.at(fact.end - 1)].text
                is_now = _MOVES.search(told) and (review or not is_session)
                day = self._line.anchor(fact.start) if is_now else None
                day = day or self._market_day(fact, review)
            fact.fields["date"] = day.isoformat() if day else None

    def _is_of(self, company: str) -> bool:
        topic = self._article.topic
        return topic is not None and plain_name(topic.text) == plain_name(company)

    def _grade_day(self, fact: Fact) -> date | None:
        number = self._line.at(fact.end - 1)
        told = self._line.told[number]
        mention = beside(fact, told, told.text, self._line.day)
        is_model = fact.fields.get("rater") == "model"
        if mention is not None and mention.day is not None:
            fact.has_day = True
            return mention.day
        introduced = self._introduced(fact) or (self._reviewed if is_model else None)
        if introduced is not None:
            fact.has_day = True
            return introduced
        ranges = self._grade_ranges
        anchor, day = self._line.anchor(fact.start), self._line.day
        if self._line.is_under_head(fact.start) and (ranges or anchor != day):
            fact.has_day = fact.kind != "rating_change"
            return anchor
        if ranges and is_model:
            return self._last_of(ranges, self._is_weekly and self._article.dateline is None)
        is_week = self._article.horizon == "5d" and self._article.dateline is not None
        if is_model and is_week and fact.kind == "rating_change":
            return self._line.week_end or anchor
        return anchor

    @cached_property
    def _is_weekly(self) -> bool:
        return re.search(r"\bweek(?:ly)?\b", self._article.lowered[:250]) is not None

    def _last_of(self, ranges: Sequence[Mention], is_whole: bool) -> date | None:
        """ "Grade changes, 8 to 12 December 2025": the last day of the one range in the first lines."""
        last = {
            mention.day
            for mention in ranges
            # "31 changes between 10 and 14 November" may be of any of these days.
            if is_whole
            or not _BETWEEN.search(self._article.lowered, max(0, mention.start - 20), mention.start)
        }
        return last.pop() if len(last) == 1 else None

    def _is_range(self, mention: Mention) -> bool:
        """Whether it is a range of days, or the end of a week."""
        before = self._article.lowered[max(0, mention.start - 40) : mention.start]
        return mention.first is not None or (mention.is_end and bool(_WEEK.search(before)))

    @cached_property
    def _reviewed(self) -> date | None:
        """The day, before the page's own, on which its lead says that several changed."""
        day = self._line.day
        for told in self._line.told[:6]:
            known = {m.day for m in told.mentions if m.day and not (m.first or m.is_end or m.is_since)}
            if day and len(known) == 1 and _SEVERAL_CHANGED.search(told.text):
                last = known.pop()
                return last if timedelta(0) < day - last < timedelta(8) else None
        return None

    def _introduced(self, fact: Fact) -> date | None:
        """The day of "Five stocks changed their trend on Friday. Titan: ..." for the listed."""
        number = self._line.at(fact.end - 1)
        block = self._article.sentences[number].block
        for n in range(number - 1, max(-1, number - 12), -1):
            told = self._line.told[n]
            if self._article.sentences[n].block != block:
                return None
            if n in self._graded:
                continue
            last = next(
                (m for m in told.mentions if m.day and not (m.is_end or m.is_since or m.is_count)), None
            )
            if last is not None:
                is_grades = OF_GRADE.search(told.text) and not self._line.is_ahead(last)
                return last.day if is_grades else None
        return None

    @cached_property
    def _grade_ranges(self) -> list[Mention]:
        """The times that the first sentences say grades changed in."""
        return [
            mention
            for number, told in enumerate(self._line.told[:6])
            if (self._article.sentences[number].is_title or OF_GRADE.search(told.text))
            for mention in told.mentions
            if self._is_range(mention) and not self._line.is_ahead(mention)
        ]

    def _market_day(self, fact: Fact, review: Period | None) -> date | None:
        told = self._line.told[self._line.at(fact.end - 1)]
        text = told.text
        if fact.kind == "price_level" and fact.fields["role"] in ("support", "resistance"):
            return self._line.anchor(fact.start)
        mention = beside(fact, told, text, self._line.day)
        ended, page = self._line.week_end, self._line.day
        is_after = page is not None and (page.weekday() > 4 or (ended is not None and page > ended))
        is_after = is_after and review is not None and review.scope is Scope.WEEK
        if fact.rule in ("segment_stat.valuation", "segment_stat.premium") and not is_after:
            return self._line.anchor(fact.start)
        if fact.kind == "segment_stat" and _OF_RESULTS.match(fact.fields["stat"]):
            by = _BY.search(text)
            counted = named(text[by.start() :], self._line.day) if by else None
            return counted or (mention.day if mention else None) or self._line.anchor(fact.start)
        is_graded = fact.kind == "segment_stat" and _OF_GRADES.search(fact.fields["stat"])
        if is_graded and not mention and (last := self._last_of(self._grade_ranges, is_whole=True)):
            return last
        period = self._period(fact, told, mention, review)
        end = next((m.day for m in reversed(told.mentions) if m.is_end and m.day), told.carried_end)
        if period.scope in (Scope.TRAILING, Scope.TO_DATE) and end:
            return end
        day = mention.day if mention else self._column_day(fact)
        if fact.fields.get("status") == "provisional":
            # "on track for its best month in 12 years"
            period = _DAY
        fact.has_day = day is not None
        match period.scope:
            case Scope.CLOSED:
                fact.has_day = False
                if period.name == "fortnight":
                    return next((m.day for m in told.mentions if m.first), end) or self._line.fortnight_end
                span = next((m for m in told.mentions if m.first), None)
                if span is not None:
                    return span.day
                day = self._to_date(fact, period, end)
                return self._line.week_end if is_after and day else day
            case Scope.WEEK:
                range_end = next((m.day for m in told.mentions if m.first or m.is_end), None)
                # "rose to 76,993 on Friday. For the week it added 0.39%"
                last = told.carried_day if told.carried_day and told.carried_day.weekday() == 4 else None
                return range_end or last or told.carried_end or self._line.week_end
            case Scope.TRAILING | Scope.TO_DATE:
                if period.scope is Scope.TO_DATE and self._is_own(fact, review):
                    return day or self._line.anchor(fact.start)
                if is_after:
                    return self._line.week_end
                return day or self._line.session_at(fact.start) or told.carried_day
        if day is None and mention is not None:
            return None
        return day or told.carried_day or self._line.session_at(fact.start)

    def _is_own(self, fact: Fact, review: Period | None) -> bool:
        """Whether "so far this year" is up to the day of writing: no text that goes on from a session."""
        if review is not None and review.scope is Scope.TO_DATE:
            return True
        is_row = _ROW.match(self._article.sentences[self._line.at(fact.start)].string)
        is_provisional = fact.kind == "flow" and self._article.is_preview
        is_report = self._line.is_report and not self._article.is_preview
        return not (is_report or self._article.is_model_page or is_row or is_provisional)

    def _column_day(self, fact: Fact) -> date | None:
        """The day that heads the columns of a table, for its rows: "11-Nov  1-day  1-mo"."""
        number = self._line.at(fact.start)
        row = self._article.sentences[number]
        if row.kind is not Kind.HEADING or not row.string.startswith(("I", "|")):
            return None
        for n in range(number - 1, max(-1, number - 12), -1):
            told = self._line.told[n]
            if not self._article.sentences[n].string.startswith(("I", "|", "D")):
                return None
            if told.mentions and told.mentions[0].start - told.start < 12:
                return told.mentions[0].day
        return None

    def _to_date(self, fact: Fact, period: Period, end: date | None) -> date | None:
        """The day of a calendar year or month that goes on; none of one that is over."""
        day = self._line.day
        if day is None:
            return None
        if period.name == str(day.year) and day.month < 12:
            if "horizon" in fact.fields:
                fact.fields["horizon"] = "ytd"
            return self._line.anchor(fact.start) if self._is_own(fact, None) else self._line.session
        if fact.kind not in ("flow", "index_return", "mover"):
            return None
        if period.name == dates.MONTH_NAMES[day.month - 1] and (end or day.day < 26):
            fact.fields["horizon"] = "mtd"
            return end or self._line.session
        return None

    def _period(self, fact: Fact, told: Told, mention: Mention | None, review: Period | None) -> Period:
        """The period a fact covers: told beside it, by the paragraph, or by the text as a whole."""
        name = fact.fields.get("horizon")
        is_default = name in (None, "1d") or name == self._article.horizon
        same = [p for p in told.periods if p.name == name]
        if name is not None and same:
            found = min(same, key=lambda p: distance(fact, p.start, p.end))
            if found.scope is Scope.CLOSED and any(
                p.scope is Scope.TRAILING and p.start < found.start for p in told.periods
            ):
                # "3% over the past week, and 9% over the month"
                return Period(found.name, _scope_of(found.name))
            return found
        if not is_default:
            number = self._line.at(fact.end - 1)
            for other in reversed(self._line.told[max(0, number - 5) : number]):
                known = next((p for p in other.periods if p.name == name), None)
                if known:
                    return known
            return Period(str(name), _scope_of(str(name)))
        if name is None and mention is None:
            near = nearest(fact, told.periods, told.text, told.start)
            if near is not None:
                return near
        if mention is not None or any(p.scope is Scope.SESSION for p in told.periods):
            return _of_a_day(fact)
        span = next((m for m in told.mentions if m.first is not None), None)
        if span is not None and mention is None:
            return _span(span)
        if told.carried_day is not None or self._line.is_under_head(fact.start):
            return _of_a_day(fact)
        known = told.carried or review
        if known is review and review and review.name.startswith(("since", "from")):
            known = None if TRADED.search(told.text) else review
        if known is not None and known.scope is not Scope.SESSION:
            if "horizon" in fact.fields or fact.kind == "sector_leadership":
                fact.fields["horizon"] = known.name
            return known
        return Period(str(name), _scope_of(str(name))) if name else _DAY

    def _review(self, facts: Sequence[Fact]) -> Period | None:
        """The week, month or longer time that the text as a whole reviews, if it does."""
        if self._article.horizon == "5d":
            return Period("5d", Scope.WEEK)
        if self._article.horizon != "1d":
            return Period(self._article.horizon, Scope.CLOSED)
        closed = [p for p in self._line.told[0].periods if p.scope is Scope.CLOSED] if self._line.told else []
        if closed and self._article.sentences[0].is_title and not self._line.told[0].mentions:
            return closed[0]
        if _SESSION.search(self._article.lowered, 0, 1200):
            return None
        return self._first_period(
            [f for f in facts if f.kind in ("index_return", "mover") and not f.is_title]
        )

    def _first_period(self, facts: Sequence[Fact]) -> Period | None:
        """The closed period or week of the first of some facts."""
        if not facts:
            return None
        fact = min(facts, key=lambda fact: fact.start)
        told = self._line.told[self._line.at(fact.end - 1)]
        mention = beside(fact, told, told.text, self._line.day)
        period = self._period(fact, told, mention, None)
        return period if period.scope in (Scope.CLOSED, Scope.WEEK, Scope.TO_DATE) else None


def _of_a_day(fact: Fact) -> Period:
    """A day's move, told in a review of a week perhaps."""
    if fact.fields.get("horizon"):
        fact.fields["horizon"] = "1d"
    return _DAY


def _span(mention: Mention) -> Period:
    """The period of a range of days: a week, or a longer time without a day of its own."""
    is_week = mention.day and mention.first and mention.day - mention.first < timedelta(8)
    return Period("5d", Scope.WEEK) if is_week else Period("", Scope.CLOSED)


def _scope_of(name: str) -> Scope:
    """The scope of a period by its name alone."""
    if name in ("1d", "recent"):
        return Scope.SESSION
    if name in ("5d", "1w"):
        return Scope.WEEK
    if name in ("ytd", "mtd", "wtd", "fytd"):
        return Scope.TO_DATE
    return Scope.TRAILING if re.match(r"\d+(?:[dwmy]$| sessions)|recent", name) else Scope.CLOSED
