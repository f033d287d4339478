"""Results to come that the layout tells: lists under a heading, days with the names behind them, table rows.

A heading on results to come opens a section; a line that is a day, or begins with one, sets its day. Names
are taken from the text as printed, by commas, so that none need be known.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bhavhouse.news import dates
from bhavhouse.news.article import Article, Sentence
from bhavhouse.news.blocks import Kind
from bhavhouse.news.grammar.results.context import OUT, page_day
from bhavhouse.news.grammar.results.days import TOLD_DAY, TOLD_WORD, days_of, named_day
from bhavhouse.news.grammar.results.names import names
from bhavhouse.news.grammar.results.rows import Listed, Row, is_about, label_of, row_of, rows
from bhavhouse.news.grammar.results.words import DAYS, DAYS_OR_SHORT, RESULT, SAY
from bhavhouse.news.units import Item

_SOON = (
    r"(?:today|tomorrow|aaj|this week|next week|week ahead|coming week|this month|calendar|schedule[ds]?|"
    r"announcements?|to watch|watch|in focus|dates?|line-?up|time-?table|due|to announce|(?:post|after|"
    r"pre)[ -]market"
    rf"(?: hours)?|after hours|D|{DAYS})"
)
# A heading that opens a section of results to come.
_OPENS = re.compile(
    rf"\b{RESULT}\b(?: \S+){{0,6}}? {_SOON}(?= |$)|{_SOON}(?: 's)?(?: \S+){{0,5}}? {RESULT}(?= |$)|"
    rf"\b(?:{SAY}|due|scheduled)\b(?: \S+){{0,4}}? {RESULT}(?= |$)|\b(?:stocks|companies|firms|names|"
    rf"corporates|majors|who) (?:\S+ ){{0,3}}?(?:reporting|reports?|announcing|"
    rf"declaring)(?: \S+){{0,3}}? (?:{_SOON}|when)(?= |$)|\bboard meetings? (?:\S+ ){{0,3}}?{_SOON}(?= |$)|"
    rf"\b(?:upcoming|key|major|important) (?:q[1-4] )?{RESULT}(?= |$)|^(?:q[1-4]\w* )?(?:results|"
    rf"earnings)(?: :)?$|\b(?:results|earnings|q[1-4]|q[1-4]results)(?:today|tomorrow|thisweek|calendar)(?= |"
    rf"$)"
)
_DAY_LINE = re.compile(
    rf"^(?:\W )*(?:(?:{RESULT}|day #) )?(?:(?:on|for|date :|date -|date) )?(?:(?:today|tomorrow|aaj|kal|"
    rf"parso|{DAYS_OR_SHORT}) ?[,.(:|—–-]* )?(?P<d>D)"
    rf"(?: [|,.(/—–-]*)?(?: {DAYS_OR_SHORT})?(?: [,.] # )?(?: \))*(?: (?:results?|earnings))?"
    r"(?P<more> [:|—-].*| \.)?$"
)
_WEEKDAY_LINE = re.compile(rf"^(?P<day>{DAYS}|today|tomorrow|aaj|kal)(?P<more> [:|—-].*)?$")
_RESULT = re.compile(rf"\b(?:{RESULT}|q[1-4]\w*|quarterly|audited|unaudited)\b")
# A heading whose results are those of the page's own day.
_OF_TODAY = re.compile(
    r"\b(?:in focus|to watch|watch|(?:post|after|pre)[ -]market(?: hours)?|after hours)(?= |$)"
)
_ALL_NAMES = re.compile(r"(?:[NB]|,|and|,|;|&| )+(?: (?:among )?others)?(?: \.)?")
_NAME_AND_RESULT = re.compile(rf"[NB] [:—–-] .{{0,30}}\b{RESULT}(?= |$)")
_ITEM = re.compile(r"(?:\W )*[NB](?: \( \S+ \))? [-—–:] ")


@dataclass
class _Section:
    """What the headings above say: whether results are to come, and when."""

    is_open: bool = False
    day: date | None = None
    is_told: bool = False
    # Whether the names stand behind the day, in its line.
    is_inline: bool = False


def listed(sentence: Sentence) -> Listed | None:
    """What the layout tells in a sentence; an article is read once."""
    known: dict[int, Listed] | None = sentence.article.memo.get("result_calendar")
    if known is None:
        known = sentence.article.memo["result_calendar"] = _read(sentence.article)
    return known.get(sentence.number)


def _read(article: Article) -> dict[int, Listed]:
    made: dict[int, Listed] = {}
    if not re.search(rf"\b{RESULT}\b|\breport(?:s|ing)?\b|\bboard meetings?\b|resultstoday", article.lowered):
        return made
    page = _Page(article, rows(article))
    block = -1
    for sentence in article.sentences:
        is_first, block = sentence.block != block, sentence.block
        found = page.read(sentence, is_first=is_first)
        if found is not None:
            made[sentence.number] = found
            page.was_list = sentence.number
    return made


class _Page:
    """An article read line by line: what the headings above say, and the list that a line goes on with."""

    def __init__(self, article: Article, tables: dict[int, Row | None]) -> None:
        self.article = article
        self.tables = tables
        self.section = _Section()
        self.is_calendar = False
        self.day_block = -1
        self.consumed: set[int] = set()
        self.list_block = -1
        self.list_day: date | None = None
        self.was_list = -1

    def read(self, sentence: Sentence, *, is_first: bool) -> Listed | None:
        """What a sentence lists."""
        row = self.tables.get(sentence.number)
        is_sure = self.is_calendar or self.section.is_open or (row is not None and row.is_told)
        if sentence.number in self.tables and is_sure:
            return self._of_table(self.tables[sentence.number])
        if sentence.number in self.consumed:
            return Listed([], None, "dated")
        string = sentence.string
        # A line may hold several lists: "Results today: A, B. Tomorrow: C, D."
        is_line, is_first = is_first, is_first or self.was_list == sentence.number - 1
        label = label_of(sentence) if is_first else None
        if label is not None and (labelled := self._labelled(sentence, *label)) is not None:
            return labelled
        if not is_line and sentence.block == self.list_block:
            # the rest of a list parted by semicolons
            companies = self._names(sentence)
            if companies:
                return Listed(companies, self.list_day, "labelled")
        is_short = sentence.kind is Kind.HEADING or string.endswith(":")
        opens = is_short and not _ITEM.match(string) and _OPENS.search(string) and not OUT.search(string)
        self.is_calendar = self.is_calendar or bool(_OPENS.search(string) and sentence.number < 6)
        if is_first and sentence.is_title and not self.is_calendar:
            self.is_calendar = is_about(sentence)
        dated = _DAY_LINE.match(string) if is_first else None
        weekday = _WEEKDAY_LINE.match(string) if is_first else None
        if (dated or weekday) and (self.section.is_open or self.is_calendar):
            if not _is_dateline(sentence):
                return self._dated(sentence, dated, weekday)
        elif opens:
            told = TOLD_DAY.search(string) or TOLD_WORD.search(string)
            day, is_told = self.section.day, self.section.is_told
            if told:
                day, is_told = named_day(sentence, told), True
            elif not is_told:
                is_told, day = page_day(self.article)
            if not is_told and _OF_TODAY.search(string) and self.article.day is not None:
                day, is_told = self.article.day, True
            self.section = _Section(True, day, is_told)
            return None
        if (self.is_calendar or self.section.is_open) and (told_row := row_of(sentence)) is not None:
            return told_row
        if sentence.block == self.day_block:
            self._set_day(sentence)
            return None
        return self._below(sentence, is_first=is_first)

    def _set_day(self, sentence: Sentence) -> None:
        """The day of the line, for the clauses of its prose."""
        self.article.memo.setdefault("day_above", {})[sentence.number] = self.section.day

    def _names(self, sentence: Sentence, start: int | None = None) -> list[Item]:
        units = sentence.shape.units
        return names(self.article, units[0].start if start is None else start, units[-1].end)

    def _of_table(self, row: Row | None) -> Listed | None:
        """A row of a table; one that tells of no results is left to no other rule."""
        if row is None:
            return Listed([], None, "table")
        if not row.is_dated and not self.section.is_told:
            return None
        return Listed(row.companies, row.day if row.is_dated else self.section.day, "table")

    def _labelled(self, sentence: Sentence, day: date | None, begin: int, end: int) -> Listed | None:
        companies = names(self.article, begin, end)
        if not companies:
            return None
        self.is_calendar = True
        self.list_day, self.list_block = day, sentence.block
        return Listed(companies, day, "labelled")

    def _dated(
        self, sentence: Sentence, found: re.Match[str] | None, weekday: re.Match[str] | None
    ) -> Listed | None:
        """A line that is a day, or begins with one: the names behind it."""
        self.section = _Section(True, _day(sentence, found, weekday), True)
        more = (found or weekday)["more"]  # type: ignore[index]
        if not more or not re.search(r"[a-zA-Z]", more):
            self.was_list = sentence.number
            return None
        self.day_block = sentence.block
        self.section.is_inline = True
        at = sentence.shape.starts[_after(sentence, len(sentence.string) - len(more))]
        begin = sentence.shape.units[sentence.shape.index(at)].start
        if re.search(r"\b(?:tentative|likely|expected)(?= |$)", more):
            return Listed([], None, "dated")
        if OUT.search(more):
            return None
        companies = names(self.article, begin, self._list_end(sentence, begin))
        if companies:
            self.list_day, self.list_block = self.section.day, sentence.block
            return Listed(companies, self.section.day, "dated")
        self._set_day(sentence)
        return None

    def _list_end(self, sentence: Sentence, begin: int) -> int:
        """Where the list of a line ends: with its block, where a name's full stop seems to end a sentence."""
        end, after = _cell_end(sentence, begin), sentence.after()
        while after is not None and after.block == sentence.block and _ALL_NAMES.fullmatch(after.string):
            end = after.shape.units[-1].end
            self.consumed.add(after.number)
            after = after.after()
        return end

    def _below(self, sentence: Sentence, *, is_first: bool) -> Listed | None:
        """A line below a heading on results to come."""
        section, string = self.section, sentence.string
        if sentence.kind is Kind.PARAGRAPH and not (section.is_told and _ALL_NAMES.fullmatch(string)):
            if section.is_open and (len(string) > 160 or section.is_inline):
                section.is_open = False
            return None
        if not (section.is_open and section.is_told) or not is_first:
            return None
        after = sentence.after()
        heads_prose = (
            after is not None and after.kind is Kind.PARAGRAPH and sentence.number - 1 != self.was_list
        )
        heads_prose = heads_prose and after is not None and after.block != sentence.block
        line = None if heads_prose else _line(sentence)
        if line is not None:
            return Listed(line, section.day, "listed")
        if (
            sentence.kind is Kind.HEADING
            and re.search(r"[a-z]", string)
            and not re.search(r"[NBD#|]", string)
        ):
            self.section = _Section()
        return None


def _cell_end(sentence: Sentence, start: int) -> int:
    """Where the companies of a table's row end: with the first cell, if but sectors fill the others."""
    units = [unit for unit in sentence.shape.units if unit.start >= start]
    bar = next((n for n, unit in enumerate(units) if unit.symbol == "|"), None)
    if bar is None or bar == 0 or any(unit.symbol not in ("S", "|", "I", "and", ",") for unit in units[bar:]):
        return units[-1].end
    return units[bar - 1].end


def _is_dateline(sentence: Sentence) -> bool:
    """Whether a line with a day is the article's own; a list of names below makes it the list's."""
    day = sentence.article.day
    is_own = day is not None and any(
        day in days_of(sentence, unit) for unit in sentence.shape.units if unit.symbol == "D"
    )
    if not is_own or sentence.number >= 4 or re.search(r"[NB]", sentence.string):
        return False
    after = sentence.after()
    if after is None or after.kind is Kind.PARAGRAPH:
        return True
    return not (_ALL_NAMES.fullmatch(after.string) or _NAME_AND_RESULT.match(after.string))


def _after(sentence: Sentence, offset: int) -> int:
    """The unit behind the mark that ends a label."""
    at = sentence.shape.index(offset + 1)
    return min(at + 1, len(sentence.shape.units) - 1)


def _day(sentence: Sentence, found: re.Match[str] | None, weekday: re.Match[str] | None) -> date | None:
    if found:
        unit = sentence.shape.unit(found, "d")
        days = days_of(sentence, unit) if unit else []
        return days[0] if len(days) == 1 else None
    known = sentence.article.day
    if weekday is None or known is None:
        return None
    if weekday["day"] in ("today", "tomorrow", "aaj", "kal"):
        return known + timedelta(days=weekday["day"] in ("tomorrow", "kal"))
    return dates.weekday_after(weekday["day"], known)


def _line(sentence: Sentence) -> list[Item] | None:
    """The one company of a line of a list: alone, or with what its board will consider."""
    article = sentence.article
    units = sentence.shape.units
    begin = next(
        (u.start for u in units if (u.items and u.symbol in "NBSI") or (u.is_word and u.symbol[0].isalpha())),
        None,
    )
    if begin is None:
        return None
    end = units[-1].end
    text = article.text.plain[begin:end]
    mark = re.search(r" ?[:|–—]|\s-\s", text)
    if mark:
        rest = sentence.string.split(" ", 1)[-1]
        if not _RESULT.search(rest) or re.search(r"(?:^| )[PMD](?= |$)", rest):
            return None
        end = begin + mark.start()
    found = names(article, begin, end)
    return found if found and len(found) <= 12 else None
