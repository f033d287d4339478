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
from bhavhouse.news.grammar.result_scheduled_words import DAYS, NO_COMPANY, RESULT, SAY
from bhavhouse.news.names import is_one
from bhavhouse.news.units import Item

_SOON = (
    r"(?:today|aaj|tomorrow|this week|next week|calendar|schedule[ds]?|announcements?|to watch|in focus|D|"
    rf"{DAYS})"
)
# A heading that opens a section of results to come.
_OPENS = re.compile(
    rf"\b{RESULT}\b(?: \S+){{0,6}}? {_SOON}(?= |$)|{_SOON}(?: 's)?(?: \S+){{0,5}}? {RESULT}(?= |$)|"
    rf"\b(?:{SAY}|due|scheduled)\b(?: \S+){{0,4}}? {RESULT}(?= |$)|"
    rf"\b(?:stocks|companies|firms|names|corporates|majors|who) (?:\S+ ){{0,3}}?(?:reporting|reports?|"
    rf"announcing|declaring)"
    rf"(?: \S+){{0,3}}? (?:{_SOON}|when)(?= |$)|"
    rf"\bboard meetings? (?:\S+ ){{0,3}}?{_SOON}(?= |$)|"
    rf"\b(?:upcoming|key|major|important) (?:q[1-4] )?{RESULT}(?= |$)|^(?:q[1-4] )?(?:results|earnings)(?: "
    rf":)?$"
)
_OUT = re.compile(
    r"\b(?:review|reaction|takeaways|highlights|impact|after|post|beat|missed|analysis|preview|expect\w*|"
    r"rose|fell|jumps?|falls?|gains?|slips?|reported|declared|announced|live)(?= |$)"
)
_DAY_LINE = re.compile(
    rf"^(?:\W )*(?:{RESULT} )?(?:(?:on|for|date :) )?(?:(?:{DAYS}|today|tomorrow|aaj|kal|mon|tue|tues|wed|"
    rf"thu|thur|"
    rf"thurs|fri|sat|"
    rf"sun) ?[,(]? )?(?P<d>D)(?: [,(]? ?{DAYS})?(?: \))?"
    r"(?P<more> [:|—-].*| \.)?$"
)
_WEEKDAY_LINE = re.compile(rf"^(?P<day>{DAYS}|today|tomorrow)(?P<more> [:|—-].*)?$")
_LABEL = re.compile(
    rf"^(?:clock )?(?:\W )*(?:(?:today|tomorrow|{DAYS}) 's )?(?:[a-z0-9-]+ ){{0,3}}?(?:{RESULT}|"
    rf"board meetings?)(?: "
    rf"\( D \))?(?: (?:today|aaj|tomorrow|in focus|to watch|due|due today|"
    rf"scheduled|calendar|this week|season|on|for|on D|D|on {DAYS}|{DAYS}))* [:|—-] (?=[NBC]|[a-z])"
)
_ROW = re.compile(r"^(?:[|#] )*(?:\| )?[^|]+ \| (?:D \| )?")
_RESULT = re.compile(rf"\b(?:{RESULT}|q[1-4]\w*|quarterly|audited|unaudited)\b")
# A sentence of a calendar that only says who else reports, in whatever words.
_AHEAD = re.compile(
    r"\b(?:also|too|as well|due|scheduled|slated|lined up|follows?|reports?|reporting|will|are to|is to|come|"
    r"joins?|next|meets?|on tap|as is|so is|so are|as are|do so|does so|same day|on the list|the day|"
    r"others?)(?= |$)"
)
_PAST = re.compile(
    r"\b(?:had|was|were|reported|posted|announced|declared|released|rose|fell|gained|jumped|slipped|beat|"
    r"missed|"
    r"postponed|deferred|put off|cancelled|may|might|could|if|not|expects?|expected|forecast|estimates?|"
    r"awaited|target|rating|buy|sell|hold|share price|shares|united states|us|wall street|dividend|split|"
    r"bonus|intimate|fresh date|date is|notif\w+|"
    r"stake|acquir\w*|order|yet|likely|ex-date)(?= |$)"
)
_TOLD_DAY = re.compile(r"(?:^|(?<= ))(?<!ended )(?<!ending )(?<!closed )D(?= |$)")
_TOLD_WORD = re.compile(rf"(?:^|(?<= ))(?:today|tomorrow|{DAYS})(?= |$)")
_OWNER = re.compile(r"[NB] (?:'s )?(?:parent|promoter|subsidiary|arm|unit|owner|rivals?|peers?)(?= )")
_NEXT_DAY = re.compile(r"\b(?:following|next) day\b|\ba day (?:later|after)\b|\bthe day after\b")
_NAME = re.compile(r"(?:[A-Z]|\d+[A-Za-z ]*[A-Z]|\d+ [A-Z])[\w&.'’()/ -]{0,60}")
_SMALL = frozenset(["of", "and", "the", "&", "for", "in", "india"])
_NO_NAME = re.compile(
    r"(?i)\b(?:results?|earnings|q[1-4]|today|tomorrow|list|companies|stocks?|others?|more|read|ist|min|news|"
    r"date|updated|published|total|source|bse|nse|team|desk|board|meeting|conclusion|faqs?|"
    r"overview|ahead|mon|tues?|wed|thurs?|fri|(?:mon|tues|wednes|thurs|fri|satur|sun)day|nifty|sensex|"
    r"dividend|view|check|watch|buy|sell|hold|notes?|disclaimer)\b|^(?:Dated|By) |^(?:company|"
    r"market|name)\b"
)


_TODAY = re.compile(rf"\b{RESULT} today\b")
_ALL_NAMES = re.compile(r"(?:[NB]|,|and|,|;|&| )+(?: (?:among )?others)?(?: \.)?")
_HEAD_ROW = re.compile(
    r"^(?:[|#] ?)*(?:(?:sr|s|serial|N|no|\.|\|) )*(?:company|companies|stock|stocks|name|scrip|"
    r"symbol)\b[^#PMT]*$"
)
_OTHER_COLUMN = re.compile(
    r"\b(?:target|change|chg|rating|call|gain|loss|return|dividend|ex-date|high|low|week)\b"
)


@dataclass
class Listed:
    """Companies whose results a day will bring, told by a line."""

    companies: list[Item]
    day: date | None
    rule: str


@dataclass
class _Section:
    """What the headings above say: whether results are to come, and when."""

    is_open: bool = False
    day: date | None = None
    is_told: bool = False


def listed(sentence: Sentence) -> Listed | None:
    """What the layout tells in a sentence; an article is read once."""
    known: dict[int, Listed] | None = sentence.article.memo.get("result_calendar")
    if known is None:
        known = sentence.article.memo["result_calendar"] = _read(sentence.article)
    return known.get(sentence.number)


def _read(article: Article) -> dict[int, Listed]:
    made: dict[int, Listed] = {}
    if not re.search(rf"\b{RESULT}\b|\breports? when\b|\bboard meetings?\b", article.lowered):
        return made
    section = _Section()
    block, day_block = -1, False
    list_block = -1
    list_day: date | None = None
    is_calendar = False
    for sentence in article.sentences:
        is_first, block = sentence.block != block, sentence.block
        string = sentence.string
        if is_first:
            day_block = False
        is_short = sentence.kind is Kind.HEADING or string.endswith(":")
        label = _label(sentence) if is_first else None
        if label is not None:
            is_calendar = True
            day, begin = label
            companies = _names(article, begin, sentence.shape.units[-1].end)
            if companies:
                made[sentence.number] = Listed(companies, day, "labelled")
            list_day, list_block = day, block
            continue
        if not is_first and block == list_block:
            # the rest of a list parted by semicolons
            companies = _names(article, sentence.shape.units[0].start, sentence.shape.units[-1].end)
            if companies:
                made[sentence.number] = Listed(companies, list_day, "labelled")
                continue
        opens = is_short and _OPENS.search(string) and not _OUT.search(string)
        is_calendar = is_calendar or bool(_OPENS.search(string) and sentence.number < 6)
        found = _DAY_LINE.match(string) if is_first else None
        weekday = _WEEKDAY_LINE.match(string) if is_first else None
        if (found or weekday) and (section.is_open or is_calendar) and not _is_dateline(sentence):
            section = _Section(True, _day(sentence, found, weekday), True)
            more = (found or weekday)["more"]  # type: ignore[index]
            if more and re.search(r"[a-zA-Z]", more):
                day_block = True
                at = sentence.shape.starts[_after(sentence, len(string) - len(more))]
                begin = sentence.shape.units[sentence.shape.index(at)].start
                companies = _names(article, begin, _cell_end(sentence, begin))
                if companies:
                    made[sentence.number] = Listed(companies, section.day, "dated")
                    list_day, list_block = section.day, block
                elif (also := _also(sentence, at)) is not None:
                    made[sentence.number] = Listed(also, section.day, "dated")
            continue
        if opens:
            told = _TOLD_DAY.search(string) or _TOLD_WORD.search(string)
            day, is_told = section.day, section.is_told
            if told:
                day, is_told = _named_day(sentence, told), True
            elif not is_told and _TODAY.search(article.sentences[0].string):
                day, is_told = article.day, article.day is not None
            section = _Section(True, day, is_told)
            continue
        if day_block:
            if not re.search(r"(?:^| )D(?= |$)", string) and (also := _also(sentence, 0)) is not None:
                made[sentence.number] = Listed(also, section.day, "of_the_day")
            continue
        if sentence.kind is Kind.PARAGRAPH and not (section.is_told and _ALL_NAMES.fullmatch(string)):
            if section.is_open and len(string) > 160:
                section.is_open = False
            continue
        if not (section.is_open and section.is_told) or not is_first:
            continue
        after = sentence.after()
        heads_prose = after is not None and after.kind is Kind.PARAGRAPH and sentence.number - 1 not in made
        heads_prose = heads_prose and after is not None and after.block != sentence.block
        line = None if heads_prose else _line(sentence)
        if line is not None:
            made[sentence.number] = Listed(line, section.day, "listed")
        elif sentence.kind is Kind.HEADING and not re.search(r"[NBD#|]", string):
            section = _Section()
    return made


def _cell_end(sentence: Sentence, start: int) -> int:
    """Where the companies of a table's row end: with the first cell, if but sectors fill the others."""
    units = [unit for unit in sentence.shape.units if unit.start >= start]
    bar = next((n for n, unit in enumerate(units) if unit.symbol == "|"), None)
    if bar is None or bar == 0 or any(unit.symbol not in ("S", "|", "I", "and", ",") for unit in units[bar:]):
        return units[-1].end
    return units[bar - 1].end


def _is_dateline(sentence: Sentence) -> bool:
    """Whether a line with a day is the article's own."""
    day = sentence.article.day
    is_own = day is not None and any(
        day in sentence.article.nearest_days(unit) for unit in sentence.shape.units if unit.symbol == "D"
    )
    return is_own and sentence.number < 4 and not re.search(r"[NB]", sentence.string)


def _after(sentence: Sentence, offset: int) -> int:
    """The unit behind the mark that ends a label."""
    at = sentence.shape.index(offset + 1)
    return min(at + 1, len(sentence.shape.units) - 1)


def _label(sentence: Sentence) -> tuple[date | None, int] | None:
    """ "Results today: A, B and C": the day, and where the names begin."""
    found = _LABEL.match(sentence.string)
    if not found or _OUT.search(found.group()):
        return None
    label = found.group()
    told = _TOLD_DAY.search(label) or re.search(
        rf"(?:^|(?<= ))(?:today|aaj|tomorrow|in focus|to watch|{DAYS})(?= |$)", label
    )
    if not told or re.search(r"[PM]", sentence.string):
        return None
    at = sentence.shape.index(found.end())
    return _named_day(sentence, told), sentence.shape.units[at].start


def _named_day(sentence: Sentence, told: re.Match[str]) -> date | None:
    known, word = sentence.article.day, told.group()
    if word == "D":
        days = sentence.article.nearest_days(sentence.shape.units[sentence.shape.index(told.start())])
        return days[-1] if days else None
    if known is None:
        return None
    if word == "tomorrow":
        return known + timedelta(days=1)
    return dates.weekday_after(word, known) or known


def _day(sentence: Sentence, found: re.Match[str] | None, weekday: re.Match[str] | None) -> date | None:
    if found:
        unit = sentence.shape.unit(found, "d")
        days = sentence.article.nearest_days(unit) if unit else []
        return days[0] if len(days) == 1 else None
    known = sentence.article.day
    if weekday is None or known is None:
        return None
    if weekday["day"] in ("today", "tomorrow"):
        return known + timedelta(days=weekday["day"] == "tomorrow")
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
        of_sector = mark.group().endswith("|") and _is_of_companies(sentence)
        if not (of_sector or _RESULT.search(rest)) or re.search(r"(?:^| )[PMD](?= |$)", rest):
            return None
        end = begin + mark.start()
    found = _names(article, begin, end)
    return found if found and len(found) <= 12 else None


def _is_of_companies(sentence: Sentence) -> bool:
    """Whether a row stands in a table whose head row names but companies and what they are."""
    for n in range(1, 80):
        other = sentence.before(n)
        if other is None or "|" not in other.string:
            return False
        if _HEAD_ROW.match(other.string):
            return not _OTHER_COLUMN.search(other.string)
    return False


def _also(sentence: Sentence, start: int) -> list[Item] | None:
    """The companies of a calendar's sentence that tells who reports, and nothing else."""
    string = sentence.string[start:]
    for part in re.split(r" (?:but|while|whereas|although) ", string)[1:]:
        if _PAST.search(part):
            return None
    if _PAST.search(string) or re.search(r"(?:^| )[PM](?= |$)", string) or not _AHEAD.search(string):
        return None
    found = [
        item
        for at, unit in zip(sentence.shape.starts, sentence.shape.units, strict=True)
        if unit.symbol in ("N", "B")
        and at >= start
        and not _OWNER.match(sentence.string, at)
        and not sentence.string[:at].endswith(" by ")
        for item in unit.items
    ]
    return found or None


def _names(article: Article, start: int, end: int) -> list[Item]:
    """The names of a plain list, as printed; none where a piece of it is no name."""
    text = article.text.plain
    while end > start and text[end - 1] in " .;,":
        if text[end - 1] == "." and re.search(r"\b(?:Ltd|Corp|Co|Inc|Inds|Ind)\.$", text[start:end]):
            break
        end -= 1
    made: list[Item] = []
    pieces = [m.span() for m in re.finditer(r"[^,;|]+", text[start:end])]
    for first, last in pieces:
        for begin, stop in _parted(text, start + first, start + last):
            while begin < stop and text[begin] == " ":
                begin += 1
            while stop > begin and text[stop - 1] == " ":
                stop -= 1
            if short := re.search(r" \([A-Z&]{2,10}\)$", text[begin:stop]):
                stop = begin + short.start()  # "Indian Energy Exchange Ltd (IEX)"
            name = text[begin:stop]
            if re.fullmatch(r"(?i)among others|and others|others|etc\.?|and more|more", name):
                continue
            if not is_name(name):
                return []
            made.append(Item(name, begin, stop))
    return made


def _parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A piece of a list at its "and", unless that is part of one name."""
    found = re.search(r"(?:^| )(?:and|AND) ", text[start:end])
    if not found:
        return [(start, end)]
    before, after = text[start : start + found.start()].strip(), text[start + found.end() : end].strip()
    if before and after and is_one(before, after):
        return [(start, end)]
    parts = [(start + found.end(), end)]
    return [(start, start + found.start()), *parts] if before else parts


def is_name(name: str) -> bool:
    """Whether a printed piece can be a company's name: capitals, no words of prose."""
    if not _NAME.fullmatch(name) or _NO_NAME.search(name) or NO_COMPANY.search(name.lower()):
        return False
    words = name.split()
    return (
        len(words) <= 8
        and all(word[0].isupper() or not word[0].isalpha() or word.lower() in _SMALL for word in words)
        and not re.fullmatch(rf"(?i){DAYS}|[\d .]+", name)
    )


def next_day(sentence: Sentence, day: date | None) -> date | None:
    """The day of a sentence that counts from the one before: "on the following day"."""
    return day + timedelta(days=1) if day is not None and _NEXT_DAY.search(sentence.string) else day


def goes_on(sentence: Sentence) -> list[Item] | None:
    """The companies of a sentence behind one about results to come: "Also reporting are N", "so is N"."""
    return _also(sentence, 0)
