"""The clocks of a text: its own day, the session it reports, headings with a day, what its sentences tell."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bhavhouse.news import dates
from bhavhouse.news.abroad import is_abroad
from bhavhouse.news.mentions import Mention, mentions, named
from bhavhouse.news.periods import BUSINESS, Period, Scope, periods

if TYPE_CHECKING:
    from bhavhouse.news.article import Article, Sentence

_ENDS = re.compile(r"\b(?:closed?|closes|end(?:s|ed)|settle[sd])\b.*[#PT]")
_GOES_ON = re.compile(r"\b(?:early|opening|morning|noon|mid-?day) (?:trade|deals|trading)\b|\bopening bell:")
# "Market snapshot (5-Sep)", "(As on 18th March)", "What happened yesterday?" above a table or a paragraph.
_CLOSED_ON = re.compile(
    r"(?:(?:[a-z']+ ){0,4}"
    r"(?:markets?|indices|snapshot|clos(?:e|ing))(?: [a-z]+){0,3} |\( as on )\(? ?D(?: \))?"
    r"|(?:[a-z']+ ){0,4}yesterday(?:'s N| [a-z']+| \?){0,3}"
)
# "Monday (March 9): a black start. The Sensex crashed 5%"
_LEAD_IN = re.compile(rf"(?:on )?(?:{dates.A_WEEKDAY}|D|yesterday)(?: \( D \)| , D)? [:–—-] ")
# "The Nifty closed at 24,853 on Friday": what an index did that day tells of the week's end.
_FRIDAY = re.compile(r"(?:^| )I .*\b(?:on|by) friday\b|\b(?:on|by) friday\b.* I |^(?:on )?friday .* [PT] ")
_WEEK_ENDED = re.compile(r"\b(?:week|weekly|five sessions)\b[^.\n]{0,40}$")
_HALF = re.compile(
    rf"\b(?P<nth>first|second) (?:half|fortnight) of (?P<month>{'|'.join(dates.MONTH_NAMES)})\b"
)
_FORTNIGHT_ENDED = re.compile(r"\bfortnight\b[^.\n]{0,40}$")


_FIGURE = re.compile(r" [#PMT](?: |$)")
_FIGURES = re.compile(r"(?:^| )[PMT](?: |$)")
DUE = re.compile(
    r"\b(?:results?|earnings|numbers|scorecards?)\b.*\b(?:due|lined up|will|scheduled|slated|follow|declare|"
    r"announce|report|to be)\b|\b(?:declares?|reports?|announces?|unveils?) (?:its|their|theirs)\b|"
    r"\bwill be (?:reviewed|declared|announced|out)\b|"
    r"\b(?:will|to|scheduled|due) (?:\S+ ){0,7}(?:results?|earnings|numbers)\b"
)
OF_GRADE = re.compile(
    r"\b(?:mojo|grades?|ratings?|rated|re-rated|upgrade[ds]?|downgrade[ds]?|scores?|trends?|calls?|reviews?|"
    r"revisions?|parameters?)\b"
)
# Whose days and periods a sentence that states nothing may tell: the market's at home.
_MARKET = re.compile(
    r"(?:^| )(?:I|S|markets?|picture|stocks|shares|equities|equity|companies|index|indices|benchmarks?|"
    r"small-?caps?|mid-?caps?|sectors?|investors|fiis|fpis|diis|dalal|bourses|gauges|bulls|bears)(?= |$)"
)
# Words that say of which day a page is. A day beside none of them may be a company's own: "Numbers from
# Precot are on the calendar for D".
_OF_DAY = re.compile(
    r"\b(?:as (?:of|on|at)|clos(?:e[ds]?|ing)|prices?|session|trading|traded|updated|published|posted|"
    r"released|fii|fpi|dii)\b"
)
# What a share does in a session, whatever it did since March.
TRADED = re.compile(r"\b(?:ended|closed|settled|opened|trading|traded|quoted|finished|intraday)\b")


_YESTERDAYS = re.compile(r"^yesterday(?: ?'s)? N$|\bN(?= \( D \)$)")
# "The index is down P as of D"
_DOWN = re.compile(r"\b(?:is|are|stands?) (?:\w+ )?(?:down|up|off|lower|higher)\b.* P ")
# "The I rose P on D, with results driving changes of ratings"
_INDEX_ON = re.compile(
    r"(?:^| )I (?:(?!D )\S+ ){0,5}P (?:on|as of) D |^on D , (?:\S+ ){0,2}I (?:\S+ ){0,4}P "
)
_SYMBOL = re.compile(r"(?:^| )(?:[A-CE-Z]|#|(?<!\( )D)(?= |$)")


@dataclass
class Told:
    """What a sentence tells of time, and what the paragraph before it has told."""

    start: int
    mentions: list[Mention]
    periods: list[Period]
    carried_day: date | None = None
    carried: Period | None = None
    carried_end: date | None = None
    text: str = ""


class Timeline:
    """What a text tells of time, sentence by sentence."""

    def __init__(self, article: "Article") -> None:
        self._article = article
        self._starts = [sentence.shape.units[0].start for sentence in article.sentences]
        self.day = article.day
        self._heads = _date_heads(article)
        line = article.dateline
        is_head = line is not None and any(0 <= line.start - start < 300 for start, _ in self._heads)
        if line is not None and (line.minute is not None or not is_head or self._is_calendar):
            # A heading with a day to come is a calendar's: what stands under it is of the text's day.
            self._heads = [(start, min(day, line.day)) for start, day in self._heads]
        self._head_starts = [start for start, _ in self._heads]
        self.told: list[Told]
        self.day = self.day or self._only_day()
        # Whether the text goes on from a session: "fell on Wednesday", not "of the data as of 26 April".
        self.is_report = False
        self.lead = self._lead_day(self.day) if self.day else None
        self.session = self._session()
        self.week_end: date | None = None
        self._read()
        self.week_end = self._ended(_WEEK_ENDED) or self._this_week()
        if self.day is None and self.week_end:
            # "On Monday" of a page without a day is of the week that it reviews.
            self._read()
        self.fortnight_end = self._half_month() or self._ended(_FORTNIGHT_ENDED)

    @property
    def _is_calendar(self) -> bool:
        """Whether headings print no year, as those of a diary of days past do: "14-Oct: Infosys results"."""
        plain = self._article.text.plain
        return any(
            not re.search(r"\b(?:19|20)\d\d\b", plain[start : start + 200]) for start, _ in self._heads
        )

    def anchor(self, place: int) -> date | None:
        """The day that governs a place of the text: that of the heading above, else the text's."""
        at = bisect_right(self._head_starts, place) - 1
        return self._heads[at][1] if at >= 0 else self.day

    def at(self, place: int) -> int:
        """The number of the sentence at a place."""
        return max(0, bisect_right(self._starts, place) - 1)

    def is_ahead(self, mention: Mention) -> bool:
        """Whether a day lies ahead of the text's."""
        return mention.day is not None and self.day is not None and mention.day > self.day

    def is_under_head(self, place: int) -> bool:
        """Whether a heading with a day governs a place."""
        return bool(self._heads) and place >= self._heads[0][0]

    def session_at(self, place: int) -> date | None:
        """The session of a place: that of its heading, else the text's."""
        anchor = self.anchor(place)
        return self.session if anchor is None or anchor == self.day else dates.session_on(anchor)

    def _read(self) -> None:
        """Notes what each sentence tells of time."""
        block, last = -1, None
        self.told = []
        for sentence, start in zip(self._article.sentences, self._starts, strict=True):
            text = self._article.text.plain[start : sentence.shape.units[-1].end].lower()
            last = last if sentence.block == block else None
            days = mentions(sentence, self.anchor(start) or self.week_end, self.session, last)
            if self.anchor(start) is None:
                days = [
                    m for m in days if text[m.start - start : m.end - start] not in ("today", "yesterday")
                ]
            block = sentence.block
            last = next((m.day for m in reversed(days) if m.day), named(text, self.anchor(start)) or last)
            self.told.append(Told(start, days, _placed(periods(text), start), text=text))

    def carry(self, stating: Set[int], horizons: Mapping[int, set[str]]) -> None:
        """Notes what each paragraph has told of time before each sentence.

        `stating` are the sentences that state facts of the market, `horizons` the times they were read with.
        """
        block = -1
        day: date | None = None
        end: date | None = None
        period: Period | None = None
        headed: date | None = None
        for number, (sentence, told) in enumerate(zip(self._article.sentences, self.told, strict=True)):
            is_asked = sentence.string.endswith("?")
            if (sentence.is_title or is_asked) and not _FIGURES.search(sentence.string):
                is_plain = number > 0 and not _SYMBOL.search(_YESTERDAYS.sub("", sentence.string))
                headed = next((m.day for m in told.mentions if is_plain and self._is_headed(m)), None)
            if sentence.block != block:
                block, day, end, period = sentence.block, headed, None, None
            text = told.text
            told.carried_day, told.carried, told.carried_end = day, period, end
            days = [m for m in told.mentions if not m.is_end and not m.first and not m.is_since]
            end = next((m.day for m in told.mentions if m.is_end or m.first), end)
            is_lead_in = _LEAD_IN.match(sentence.string)
            if (
                number not in stating
                and not is_lead_in
                and (BUSINESS.search(text) or not _MARKET.search(sentence.string))
            ):
                continue
            if days:
                period = None
                is_ours = TRADED.search(text) and not is_abroad(sentence)
                if (number in stating or is_ours or is_lead_in) and not re.search(r"\bhad\b", text):
                    near = {m.day for m in days if m.day and self._is_near(m.day)}
                    # "The losses of Wednesday and Friday were savage" sets no day.
                    day = near.pop() if len(near) == 1 else None if near else day
            elif any(p.scope is Scope.SESSION for p in told.periods):
                period = None
            else:
                governing = _governing(told, horizons.get(number), text)
                period, day = (governing, None) if governing else (period, day)

    def _is_headed(self, mention: Mention) -> bool:
        """Whether a day in a heading is that of what stands below: "What happened yesterday"."""
        is_day = not (mention.is_end or mention.first or mention.is_since or mention.is_count)
        # "Stocks for today" of a page on yesterday's session.
        is_day = is_day and (mention.day != self.day or self.session == self.day)
        return (
            is_day and mention.day is not None and self._is_near(mention.day) and not self.is_ahead(mention)
        )

    def _is_near(self, day: date) -> bool:
        """Whether a day may be the one that the next sentences go on with."""
        return self._article.day is None or abs(self._article.day - day) < timedelta(8)

    def _only_day(self) -> date | None:
        """Without a dateline: the one day that the text tells of the market."""
        told: set[date] = set()
        stated: set[date] = set()
        for sentence in self._article.sentences:
            is_other = OF_GRADE.search(sentence.string) or DUE.search(sentence.string)
            if is_other and not _INDEX_ON.search(sentence.string):
                continue
            for m in mentions(sentence, None, None):
                is_of_all = m.is_count and not _DOWN.search(sentence.string)
                if m.day and not (m.first or is_of_all or m.is_since or m.is_reckoned):
                    if _MARKET.search(sentence.string) or _OF_DAY.search(sentence.string):
                        told.add(m.day)
                    if _FIGURES.search(sentence.string):
                        stated.add(m.day)
        # The day of a photograph is nobody's where figures have one.
        told = stated or told
        # "The session of 17 March had brought a gain": the latest is the text's own, unless days of a diary.
        return max(told) if told and len(told) < 3 else None

    def _session(self) -> date | None:
        """The session that the text reports."""
        day = self.day
        if day is None:
            return None
        if self.lead is not None:
            return self.lead
        is_before = self._article.is_preview and day.weekday() < 5
        return dates.session_before(day) if is_before else dates.session_on(day)

    def _lead_day(self, day: date) -> date | None:
        """The earlier day that the first sentences say the market moved on."""
        seen = 0
        for sentence in self._article.sentences:
            if _CLOSED_ON.fullmatch(sentence.string):
                last = next((m.day for m in mentions(sentence, day, None) if m.day), day)
                if timedelta(0) < day - last <= timedelta(4):
                    return last
        if _GOES_ON.search(self._article.lowered, 0, 200):
            return None
        for sentence in self._article.sentences[:20]:
            # "At the close on Tuesday, the Nifty was at 24,123" may stand as a heading.
            if sentence.is_title and not _ENDS.search(sentence.string):
                continue
            seen += not sentence.is_title
            if seen > 3:
                break
            if not _MARKET.search(sentence.string) or is_abroad(sentence):
                continue
            if " had " in sentence.string or DUE.search(sentence.string):
                continue
            if OF_GRADE.search(sentence.string) and not _FIGURES.search(sentence.string):
                continue
            told = {
                mention.day
                for mention in mentions(sentence, day, None)
                if mention.day and not (mention.is_end or mention.first or mention.is_since)
                if not (mention.is_count and mention.day.weekday() > 4)
            }
            if day in told:
                return day if day.weekday() < 5 and not self._article.is_preview else None
            # "The losses of Wednesday and Friday were savage" tells of no one session.
            if len(told) == 1 and timedelta(0) < day - min(told) <= timedelta(4):
                # A review of a week may set out with any of its days.
                is_week = self._article.horizon == "5d" and day.weekday() > 4
                self.is_report = " D " not in f" {sentence.string} "
                return None if is_week and min(told) != dates.session_on(day) else min(told)
            if not sentence.is_title and re.search(r"(?:^| )[PT](?: |$)", sentence.string):
                return None
        return None

    def _ended(self, name: re.Pattern[str]) -> date | None:
        """The last day of the week or fortnight that a text reviews, if it prints that."""
        for told in self.told:
            text = told.text
            for mention in told.mentions:
                size = (mention.day - mention.first).days if mention.day and mention.first else 0
                least = 1 if "week" in text else 2
                is_range = least < size < 8 if name is _WEEK_ENDED else 12 < size < 16
                is_end = is_range or (mention.is_end and name.search(text[: mention.start - told.start]))
                if is_end and mention.day and not self.is_ahead(mention):
                    return mention.day
        return None

    def _half_month(self) -> date | None:
        """The last day of "the first half of August", if the text counts as of that day."""
        half = _HALF.search(self._article.lowered)
        counted = {m.day for told in self.told for m in told.mentions if m.is_count or m.is_end or m.first}
        for day in counted if half else ():
            is_first = half is not None and half["nth"] == "first"
            is_last = (day + timedelta(days=1)).day == (16 if is_first else 1) if day else False
            if day and half and is_last and dates.MONTH_NAMES[day.month - 1] == half["month"]:
                return day
        return None

    def _this_week(self) -> date | None:
        """The end of the week of a text of its last days, or of the days after, if it tells of that."""
        if self.day is None or self.session is None or self.session.weekday() not in (3, 4):
            return None
        if self.session not in (dates.session_on(self.day), dates.session_before(self.day)):
            return None
        is_told = self.lead == self.session or any(
            _FRIDAY.search(s.string) for s in self._article.sentences if "friday" in s.string
        )
        return self.session if self.day == self.session or self.day.weekday() in (3, 4) or is_told else None


def _governing(told: Told, horizons: set[str] | None, text: str) -> Period | None:
    """The period that a sentence sets for those after it: it opens it, or covers all its facts."""
    for period in told.periods:
        if horizons == {period.name}:
            return period
        if period.start - told.start < 40 and (horizons or not BUSINESS.search(text)):
            return period
        is_long = period.scope in (Scope.CLOSED, Scope.WEEK)
        if is_long and not horizons and len(told.periods) == 1 and not BUSINESS.search(text):
            return period
    return None


def _placed(found: Sequence[Period], start: int) -> list[Period]:
    return [Period(p.name, p.scope, p.start + start, p.end + start) for p in found]


# A heading that is a day, or sets out with one: "Monday, June 12, 2023", "2 February 2026: A weak start".
_HEAD = re.compile(
    rf"(?:(?:{dates.A_WEEKDAY_OR_SHORT}|updated|date|on|week|day #|,|:|[|(-]) )*D"
    r"(?= [:|)(-]| \w+day| clock|$| ,)|[^#PM|]{1,80} [:|-] D$"
)
_AS_OF = re.compile(r"as (?:of|on) (?:\w+day ,? ?)?D .*:$")


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
        is_row = "|" in first.string and _FIGURE.search(first.string)
        if len(dated) != 1 or is_row or not _HEAD.match(first.string):
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
