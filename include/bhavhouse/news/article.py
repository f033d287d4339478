"""An article read into sentences of units, and what its context tells: who "the stock" is, what day it is."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bhavhouse.news import names
from bhavhouse.news.blocks import Kind, blocks
from bhavhouse.news.dateline import Dateline, dateline
from bhavhouse.news.dates import A_WEEKDAY, WEEKDAYS, Day
from bhavhouse.news.sentences import sentences
from bhavhouse.news.text import Text
from bhavhouse.news.topic import is_company, is_headed, owners, short_name, topic_of
from bhavhouse.news.units import Item, Shape, Unit, read

if TYPE_CHECKING:
    from bhavhouse.news.grammar.moves.move import Move

_CLOSED = re.compile(
    r"(?<!if the )(?<!if )\b(?:sensex|nifty|index|benchmarks?|indices|market|markets|barometer|"
    r"gauge)\b(?:[^.\n]|\.(?=\d)){0,120}\b(?<!had )(?:closed|settled|ended|finished|closes|settles|ends|"
    r"concluded)\b|\bclosing (?:bell|session)|\bat (?:the )?close\b|\bto (?:close|settle|end|finish) at\b"
)
_GOES_ON = re.compile(
    r"\b(?:early|opening|morning|noon|afternoon|mid-?day|intra-?day) (?:trades?\b(?! (?:pact|deals?\b|"
    r"agreements?|wars?|talks|truce))|deals|trading|session)|(?<!from the )opening bell|(?<!, )\bnow (?:at|"
    r"up|down)\b|\bso far today|\b(?:was|were|is|are) (?:trading|quoting|quoted)\b|\btrad(?:ed|ing) at\b|"
    r"\b(?:at|around|about|by|till) (?:around |about )?(?:9|1[0-2]|0?[12]|0?3(?=[:.][0-2]))[:.]\d\d ?(?:am|"
    r"pm|a\.m|p\.m|hrs|hours|ist)"
)
# What trades at other hours says nothing of the session, and what comes out before it tells of the last one.
_ELSEWHERE = re.compile(r"\b(?:gift|sgx|futures|rupee|crude|brent|gold|nikkei|hang seng|asian?)\b[^.\n]*$")
# Pages that are made before the market opens, whatever closing they tell.
_AHEAD = re.compile(
    r"\b(?:trad(?:e|ing) set-?up|day trading guide|pre[ -]?market|pre[ -]?open|stocks? to watch|(?:likely|"
    r"set|expected) to open|(?:set|poised|headed) for a \w+ (?:start|opening)|"
    r"before (?:the )?(?:opening bell|market opens?)|things to know|good morning|morning (?:notes?|brief\w*|"
    r"insights?|call|bell|meeting|glance))\b"
)
_OPENING = 9 * 60 + 15
_LIVE = re.compile(r"\bnow (?:up|down|at|trading|trades)\b|\bshares? jumps?\b")
_CLOCK = re.compile(
    r"\b(?P<h>\d{1,2})[:.](?P<m>\d\d)(?::\d\d)? ?(?:(?P<pm>pm|p\.m)|am|a\.m)?\.? ?(?:\(?ist\b)"
)
_STAMP = re.compile(r"\b20\d\d,?(?: at| \|)? (?P<h>1[0-4]):(?P<m>\d\d)(?P<pm>(?!.).)?(?=\n| am\b)")
_WEEK = re.compile(
    r"\b(?:weekly|week(?:'s)? (?:review|wrap|roundup|recap)|for the week|during the week|this week|"
    r"(?:in|over|of) the week|week ended|week gone by|week that was|"
    r"for the \w+ (?:straight |consecutive )?week|\w+-day week)\b"
)
# "Markets end the week lower", not "at a 52-week high", "up 6% in two weeks".
_WEEK_TITLE = re.compile(
    r"(?<![\w-])(?<!\d )(?<!one )(?<!in a )(?<!next )week(?:'s|ly)?\b"
    r"(?![- ](?:highs?|lows?|expiry|options?|old|peaks?)\b)"
)
_OF_A_DAY = re.compile(r"\b(?:trade|trading) set-?up\b|\bpre[ -]?market\b|\bopening bell\b|\bclosing bell\b")
_MONTH = re.compile(
    r"\bin (?P<m>january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
# "The benchmark" is one of the two headline indices, not the one named last.
_HEADLINE = re.compile(r"benchmark|barometer|headline|(?P<n>30|50)[- ]+(?:share|scrip|stock)")
_BENCHMARK = {
    "": re.compile(r"(?i)sensex|(?<!bank )(?<!fin )(?<!gift )(?<!sgx )\bnifty(?: ?50)?$"),
    "30": re.compile(r"(?i)sensex"),
    "50": re.compile(r"(?i)(?<!bank )(?<!fin )(?<!gift )(?<!sgx )\bnifty(?: ?50)?$"),
}
_HELD = re.compile(r"\b(?:against|versus|compared (?:with|to)|than)\b[^,;]*$")
_ON_EXCHANGE = re.compile(r"\b[Oo]n (?:the )?(BSE|NSE)\b")
_WEEKDAY = re.compile(rf"\b(?P<day>{A_WEEKDAY}),? (?:the )?$")
_YEARS = re.compile(r"(?<![\d,.])((?:19|20)\d\d)(?![\d,%]|\.\d)")
_FISCAL = re.compile(r"\bFY ?'?(\d\d)\b")


# "Shares of X rose 3%.", no other company in the sentence: it opens a passage on one.
_OPENS = re.compile(r"(?:[a-z-]+ ){0,7}N (?!.*\bN\b)")
# "FSN, which runs Nykaa, saw its shares rise": FSN's.
_ASIDE = re.compile(r" , (?:which|who|that|whose) [^,]*,")


@dataclass
class Sentence:
    """A sentence in its place."""

    number: int
    shape: Shape
    kind: Kind
    block: int
    heading: str
    article: "Article" = field(repr=False)
    moves: "list[Move] | None" = field(default=None, repr=False)

    # Its symbols, and whether it stands in a heading.
    string: str = field(init=False)
    is_title: bool = field(init=False)

    def __post_init__(self) -> None:
        self.string = self.shape.string
        self.is_title = self.kind is Kind.HEADING and not self.string.startswith("|")

    def before(self, n: int = 1) -> "Sentence | None":
        """The n-th sentence before, headings included."""
        return self.article.sentences[self.number - n] if self.number >= n else None

    def after(self, n: int = 1) -> "Sentence | None":
        """The n-th sentence after."""
        at = self.number + n
        return self.article.sentences[at] if at < len(self.article.sentences) else None


class Article:
    """The sentences of a text, junk left out."""

    def __init__(self, text: Text, published: date | None = None) -> None:
        self.text = text
        self.published = published
        self.sentences: list[Sentence] = []
        # What a kind works out for the whole text, once.
        self.memo: dict[str, Any] = {}
        heading = ""
        lowered = frozenset(re.findall(r"(?<![\w.@&'-])[a-z][a-z-]+", text.plain))
        for number, block in enumerate(blocks(text.plain)):
            if block.kind is Kind.JUNK:
                continue
            if block.kind is Kind.HEADING:
                heading = text.plain[block.start : block.end].lower()
            for start, end in sentences(text.plain, block.start, block.end):
                is_title = block.kind is Kind.HEADING and _in_capitals(text.plain[start:end])
                for shape in read(text.plain, start, end, is_title=is_title, lowered=lowered):
                    if shape.units:
                        self.sentences.append(
                            Sentence(len(self.sentences), shape, block.kind, number, heading, self)
                        )

    @cached_property
    def lowered(self) -> str:
        """The text in lower case."""
        return self.text.plain.lower()

    def holds(self, words: tuple[str, ...]) -> bool:
        """Whether the text has one of some words, of which a pattern's every match has one."""
        known: dict[tuple[str, ...], bool] = self.memo.setdefault("holds", {})
        if words not in known:
            known[words] = any(word in self.lowered for word in words)
        return known[words]

    @cached_property
    def is_model_page(self) -> bool:
        """Whether the grades here are a model's: the text speaks of scores and calls that no broker gives."""
        return bool(
            re.search(
                r"mojo|technical (?:call|grade|trend)|financial (?:trend|score|grade)|"
                r"proprietary (?:rating|score|model)|"
                r"quant(?:itative)? (?:score|rating|model)|quality grade|valuation grade|\bstrong sell\b",
                self.lowered,
            )
        )

    @cached_property
    def is_preview(self) -> bool:
        """Whether the page is made before the market opens, by its clock or its first words."""
        minute = (self.dateline.minute if self.dateline else None) or _OPENING - 1
        is_early = minute < _OPENING - 8 and not _LIVE.search(self.lowered)
        return is_early or (minute < _OPENING and _AHEAD.search(self.lowered, 0, 300) is not None)

    @cached_property
    def is_mid_session(self) -> bool:
        """Whether the text is of a session that goes on: its levels are the last, not the closing ones."""
        clock = _CLOCK.search(self.lowered) or _STAMP.search(self.lowered, 0, 300)
        hour = int(clock["h"]) + (12 if clock["pm"] and int(clock["h"]) < 12 else 0) if clock else 0
        if clock and not 535 <= hour * 60 + int(clock["m"]) < 930:
            return False
        if _AHEAD.search(self.lowered, 0, 200) or self.horizon == "5d":
            return False
        found = _GOES_ON.finditer(self.lowered)
        goes_on = next(
            (m for m in found if not _ELSEWHERE.search(self.lowered, max(0, m.start() - 60), m.start())), None
        )
        closed = _CLOSED.search(self.lowered)
        if goes_on and closed:
            return goes_on.start() < min(closed.start(), 500)
        return bool(goes_on) or (closed is None and 9 <= hour < 16)

    @cached_property
    def moved(self) -> frozenset[str]:
        """The companies whose move the text gives in figures."""
        from bhavhouse.news.grammar.moves.moves import moves_of

        return frozenset(
            move.item.text for sentence in self.sentences for move in moves_of(sentence) if move.figure
        )

    @cached_property
    def horizon(self) -> str:
        """The time that moves are told over where a sentence says nothing: a week in a review of the week."""
        first = self.lowered.lstrip()[:160].partition("\n")[0]
        told = len(_WEEK.findall(self.lowered)) if "week" in self.lowered else 0
        if re.search(r"\bmonthly\b|\b(?:best|worst|third|second) month\b", first):
            month = _MONTH.search(self.lowered)
            return month["m"] if month else "1m"
        is_week = _WEEK_TITLE.search(first) and not _OF_A_DAY.search(first)
        return "5d" if is_week or (told > 2 and "today" not in self.lowered) else "1d"

    @cached_property
    def topic(self) -> Item | None:
        """The one company that the article is about, if it is about one."""
        return topic_of(self)

    @cached_property
    def owners(self) -> dict[str, str]:
        """The companies behind the brands of the text."""
        return owners(self)

    @cached_property
    def is_dominant(self) -> bool:
        """Whether the topic is named in the title, or three times and more: the text is about it alone."""
        topic = self.topic
        if topic is None:
            return False
        name = short_name(topic.text)
        return is_headed(self, name) or self.lowered.count(name) >= 3

    def company(self, sentence: Sentence, at: int) -> Item | None:
        """Whom "the stock" at place `at` of a sentence means, if that is plain."""
        asides = [found.span() for found in _ASIDE.finditer(sentence.string, 0, at)]
        inside = [
            u
            for s, u in sentence.shape.subjects
            if s < at and is_company(u) and not any(first < s < last for first, last in asides)
        ]
        if inside:
            return inside[-1].items[0] if len(inside[-1].items) == 1 else None
        for n in range(1, 12):
            other = sentence.before(n)
            if other is None or (n > 5 and other.is_title):
                break
            found = [u for _, u in other.shape.subjects if is_company(u)]
            if found and other.block != sentence.block and self.is_dominant and self.is_told(sentence):
                return self.topic
            if found:
                names_ = {item.text for u in found for item in u.items}
                if len(names_) == 1:
                    return found[0].items[0]
                if self.topic is not None and self.topic.text in names_:
                    return self.topic
                is_here = other.block == sentence.block or _OPENS.match(other.string)
                return found[0].items[0] if len(found[0].items) == 1 and is_here else None
        return self.topic if self.is_dominant else self._headed(sentence) or self.topic

    def is_told(self, sentence: Sentence) -> bool:
        """Whether the topic is named before a sentence ends, or by the headline."""
        name = short_name(self.topic.text) if self.topic is not None else ""
        return self.lowered.find(name, 0, sentence.shape.units[-1].end) >= 0 or is_headed(self, name)

    def _headed(self, sentence: Sentence) -> Item | None:
        """The one company that the heading above a paragraph names, in a page of several."""
        for n in range(1, 15):
            other = sentence.before(n)
            if other is None:
                return None
            if other.is_title:
                found = [u for _, u in other.shape.subjects if is_company(u)]
                is_one = len(found) == 1 and len(found[0].items) == 1 and other.number > 0
                return found[0].items[0] if is_one else None
        return None

    def index(self, sentence: Sentence, at: int, like: str = "") -> str | None:
        """The index named last before place `at`; `like` "small-cap" asks for one of that size."""
        from bhavhouse.news.grammar.moves.told import is_held

        size = _size(like)
        head = _HEADLINE.search(like.lower())
        units = sentence.shape.units
        exchange = _ON_EXCHANGE.search(self.text.plain, units[0].start, units[-1].end) if size else None
        for n in range(sentence.number, max(-1, sentence.number - 40), -1):
            other = self.sentences[n]
            subjects = other.shape.subjects
            # "The index fell, against a 2% dip in the Nifty": of the one named before it.
            is_its = n < sentence.number and bool(subjects) and subjects[0][1].symbol == "X"
            for start, unit in reversed(subjects) if n == sentence.number else subjects:
                is_against = (
                    not head and n < sentence.number and _HELD.search(other.string, max(0, start - 30), start)
                )
                if is_against or (is_its and is_held(other, other.shape.index(start))):
                    continue
                if unit.symbol == "I" and (n < sentence.number or start < at):
                    for item in reversed(unit.items):
                        if names.is_sized(item.text) or names.is_foreign(item.text):
                            continue
                        if not re.search(r"[A-Z]", item.text):
                            continue
                        if head and not _BENCHMARK[head["n"] or ""].search(item.text):
                            continue
                        is_other = exchange and (item.text[:5] == "Nifty") == (exchange[1] == "BSE")
                        if not size or (_size(item.text) == size and not is_other):
                            return item.text
        return None

    @cached_property
    def latest_year(self) -> int:
        """The latest year that the text speaks of; 0 where it names none."""
        years = [int(year) for year in _YEARS.findall(self.text.plain)]
        years += [2000 + int(year) for year in _FISCAL.findall(self.text.plain)]
        return max((year for year in years if year < 2060), default=0)

    @cached_property
    def first_index(self) -> int:
        """The number of the first sentence that names an index; past the last one where none does."""
        return next(
            (s.number for s in self.sentences if any(unit.symbol == "I" for _, unit in s.shape.subjects)),
            len(self.sentences),
        )

    @cached_property
    def year(self) -> int | None:
        """The year that days without one lie in, if the text prints one."""
        if self.day is not None:
            return self.day.year
        return next(iter(self._years)) if len(self._years) == 1 else None

    @cached_property
    def _years(self) -> frozenset[int]:
        """The years of the days that the text prints."""
        return frozenset(day.year for day in self._printed_days)

    @cached_property
    def _printed_days(self) -> frozenset[date]:
        """The days that the text prints with their years."""
        return frozenset(
            day
            for sentence in self.sentences
            for unit in sentence.shape.units
            if unit.symbol == "D"
            for item in unit.items
            if item.value.year and (day := item.value.on()) is not None
        )

    def _near(self, told: Day) -> date | None:
        """A day in a text of several years: that of the printed days, a month off at most, if but one is."""
        known: dict[Day, date | None] = self.memo.setdefault("near", {})
        if told not in known:
            made = {
                day
                for printed in self._printed_days
                if (day := told.on(printed.year)) is not None and abs((day - printed).days) <= 31
            }
            known[told] = made.pop() if len(made) == 1 else None
        return known[told]

    @cached_property
    def dateline(self) -> Dateline | None:
        """The text's own dateline."""
        return dateline(self.text.plain)

    @property
    def day(self) -> date | None:
        """The day the article is of: its dateline's, else the day of publication that the caller knows."""
        return self.dateline.day if self.dateline else self.published

    def days(self, unit: Unit) -> list[date]:
        """The days of a unit that can be told for certain."""
        if self.year is None and len(unit.items) == 1 and not unit.items[0].value.year:
            return self._by_weekday(unit)
        return [day for item in unit.items if (day := self._on(item.value)) is not None]

    def nearest_days(self, unit: Unit) -> list[date]:
        """The days of a unit; one without a year in a text of several years by the printed days near it."""
        near = ((self._on(item.value) or self._near(item.value)) for item in unit.items)
        return self.days(unit) or [day for day in near if day is not None]

    def _by_weekday(self, unit: Unit) -> list[date]:
        """The day of the year, of those that the text prints, in which it is of the weekday before it."""
        named = _WEEKDAY.search(self.lowered, max(0, unit.start - 16), unit.start)
        told = [unit.items[0].value.on(year) for year in self._years] if named else []
        found = [day for day in told if day and named and WEEKDAYS[day.weekday()] == named["day"]]
        return found if len(found) == 1 else []

    def _on(self, told: Day) -> date | None:
        """A day with its year: in December "January 12" lies ahead, in January "December 30" is past."""
        year, known = self.year, self.day
        made = told.on(year)
        if known is None or told.year or made is None or abs((made - known).days) <= 200:
            return made
        return told.on(made.year + (1 if made < known else -1))


def _size(name: str) -> str:
    found = re.search(r"(small|mid|large|micro)[ -]?cap", name, re.I)
    return found.group(1).lower() if found else ""


_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")


def _in_capitals(line: str) -> bool:
    """Whether a heading is printed in title case, so that a capital tells nothing."""
    long = [word for word in _WORD.findall(line[:200]) if len(word) > 3]
    return sum(word[0].isupper() for word in long) * 10 >= len(long) * 7 if long else True
