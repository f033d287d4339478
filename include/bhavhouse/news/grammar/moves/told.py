"""What the words around a move tell: over what time, whether long ago, and whom "it" means."""

import re

from bhavhouse.news import dates
from bhavhouse.news.article import Article, Sentence
from bhavhouse.news.grammar.pieces import text_of
from bhavhouse.news.periods import horizon
from bhavhouse.news.units import Unit

# An earlier day's move, told as background.
_EARLIER = re.compile(
    r"\b(?:past (?:trading )?session\b|previous (?:session|day|trading|trade|close|week|month)|preceding|"
    r"earlier session|day before|a day ago|day earlier|yesterday|last (?:session|trading|close)|"
    r"same (?:month|quarter|period) last|a week earlier|(?:previous|prior|earlier) (?:sessions?|"
    r"trading sessions?))\b"
)
_SINCE = re.compile(
    r"(?:from|over|than) the day before|as (?:discussed|mentioned|said|expected|highlighted|"
    r"noted) (?:earlier|yesterday)|(?:from|over|than|against|versus|vs|compared (?:to|with)|"
    r"as against) (?:the |its |their )?(?:previous|last|preceding|prior|earlier) (?:trading )?(?:day|"
    r"session|close|closing)(?: 's)?(?: [a-z]+)?|(?:previous|last|earlier|yesterday(?: ?'s)?|prior|(?:mon|"
    r"tues|wednes|thurs|fri)day 's)(?: [a-z'-]+){0,2} clos(?:e|ing)|previous close|since the previous|"
    r"(?:from|against|versus|than) [M#](?: (?:in|on|a|the|its|apiece|each|just)){0,2} (?:day|session|week|"
    r"month|year) (?:earlier|ago|before|back)"
)
# What a page of the morning reports: "on Thursday the Nifty had closed at 24,112".
_LAST = re.compile(
    r"\byesterday(?! 's)|(?:in|during) the (?:previous|last|past) (?:trading )?session|"
    rf"\bon {dates.A_WEEKDAY}|\bhad(?= (?:ended|closed|settled|finished|gained|risen|added|lost|fallen|shed|"
    r"dropped))|^(?:previous|last|yesterday 's) (?:session|trade|close) :"
)
_LONG_AGO = re.compile(
    r"^(?:about |some |nearly )?(?:(?:a|an|one|two|three|#|few|several) (?:year|month|week|decade)s? (?:ago|"
    r"back|earlier)|historically|traditionally|typically|on average)\b"
)
_YEAR = re.compile(r"(?<![\d,.])((?:19|20)\d\d)(?!\d|,\d|%|\.\d)")
_ENDED = re.compile(r"\bhad (?:ended|closed|settled|finished)\b")
_IN_MONTH = re.compile(
    r"\bin (?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december),? (?P<year>(?:19|20)\d\d)\b"
)
_SINCE_YEAR = re.compile(r"\bsince (?:[a-z]+ ){0,2}(?:19|20)\d\d\b")
_MONTH_OF = re.compile(
    r"\b(?:in|since|of) (?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december) (?P<year>(?:19|20)\d\d)\b"
)
_HAD = re.compile(r"\bhad\b(?! (?:a|an|the|their|its)\b)")
# "had gained 17% this year" is of now.
_STILL = re.compile(
    r"\b(?:this year|so far|ytd|year-to-date|today|till|by the clos\w+|by clos\w+|by clock|"
    r"at clock|this month|this week)\b"
)
_ASIDE = re.compile(r" , (?:which|who|that) [^,]*,")
# "Bharti, which had risen P last week, was down P": what an aside before a further verb tells.
_WHICH = re.compile(r" , (?:which|who) [^,]*, (?=[a-z])")
_PLUPERFECT = re.compile(
    rf"{_HAD.pattern}.*\b(?:{dates.A_WEEKDAY}|D)\b|\b(?:{dates.A_WEEKDAY}|D)\b.*{_HAD.pattern}"
)


def is_earlier(sentence: Sentence, start: int, end: int) -> bool:
    """Whether what stands here is of an earlier day or year, told as background."""
    symbols = sentence.string
    clause_start = max(symbols.rfind(" , ", 0, start), symbols.rfind(" ; ", 0, start), 0)
    stop = re.search(r" (?:, |; |while |whereas |but |and |after )", symbols[end:] + " ")
    here = symbols[0 if clause_start < 40 else clause_start : end + (stop.start() if stop else len(symbols))]
    here = _WHICH.sub(" ", here)
    if sentence.article.is_preview:
        here = _LAST.sub(" ", here)
    if (
        _LONG_AGO.search(symbols[:start])
        or _EARLIER.search(_SINCE.sub("", here))
        or is_old(sentence, start, end)
    ):
        return True
    told = _ASIDE.sub(" ", symbols[start:end])
    if (
        "had" not in here
        or _goes_on(sentence, told, here)
        or not (_HAD.search(told) or _PLUPERFECT.search(here))
    ):
        return False
    day = sentence.article.day
    is_own = day is not None and dates.WEEKDAYS[day.weekday()] in here
    return (
        not (is_own or _is_dated(sentence, start))
        and not _STILL.search(here)
        and " so far , " not in symbols[:start]
    )


def _goes_on(sentence: Sentence, told: str, here: str) -> bool:
    """Whether "had" tells of the session that goes on: "at noon the Nifty had shed 80 points"."""
    is_open = is_live(sentence) or sentence.article.is_mid_session
    is_before = (
        _ENDED.search(told)
        or _EARLIER.search(sentence.string)
        or _PLUPERFECT.search(here)
        or re.search(r"\b(?:previous|last|past|prior)\b", here)
    )
    return is_open and not is_before


def _is_dated(sentence: Sentence, end: int) -> bool:
    """Whether the words before name a day of the week that the text is of: "on 26 November it had risen"."""
    day = sentence.article.day
    named = [
        unit.items[0].value.on(day.year) if day is not None else None
        for start, unit in zip(sentence.shape.starts, sentence.shape.units, strict=True)
        if unit.symbol == "D" and start < end
    ]
    return day is not None and any(told is not None and 0 <= (day - told).days < 8 for told in named)


_DATED = re.compile(r"(?:# \. )?D [.:]")


def _is_far(article: Article, unit: Unit) -> bool:
    """Whether a day with its year is long before the article's."""
    told = unit.items[0].value.on(None) if unit.items[0].value.year else None
    if told is None:
        return False
    if article.day is None:
        return article.year is None
    return bool(abs((article.day - told).days) > 15)


def is_old(sentence: Sentence, start: int, end: int = 0) -> bool:
    """Whether the sentence sets out with a day or a month long before the article's."""
    article = sentence.article
    for unit, at in zip(sentence.shape.units, sentence.shape.starts, strict=True):
        if at >= start:
            break
        if unit.symbol == "D" and _is_far(article, unit):
            return True
    for n in range(1, 5):
        other = sentence.before(n)
        if other is None or other.block != sentence.block:
            break
        if _DATED.fullmatch(other.string):
            return _is_far(article, other.shape.units[-2])  # "17 May 2004. The Sensex fell 11%"
    # "its best month since July 2022" is of now.
    before = _SINCE_YEAR.sub("", text_of(sentence, 0, start)) if start else ""
    latest = article.day.year if article.day else article.latest_year
    if any(int(year) < latest - 1 for year in _YEAR.findall(before)):
        return True
    month = _MONTH_OF.search(before) or (
        _IN_MONTH.search(text_of(sentence, start, end)) if end > start else None
    )
    if month is None:
        return False
    known = article.day.year if article.day else None
    return known is None or int(month["year"]) < known


_SUBJECTS = ("N", "C", "I", "X")


def subject_before(sentence: Sentence, at: int) -> Unit | None:
    """Whom "it" at unit `at` means: the one subject before, or a share held against an index."""
    earlier = next((n for n in range(at) if sentence.shape.units[n].symbol == "it"), None)
    if earlier is not None and (meant := subject_before(sentence, earlier)) is not None:
        return meant
    units = [unit for unit in sentence.shape.units[:at] if unit.symbol in _SUBJECTS]
    named_here, other = bool(units), sentence.before()
    if not units and other is not None and other.block == sentence.block:
        it = next((n for n, unit in enumerate(other.shape.units) if unit.symbol in ("it", *_SUBJECTS)), None)
        if it is not None and other.shape.units[it].symbol == "it":
            return subject_before(other, it)  # "It gave 2%, against the Sensex's 1%. This year it is up 4%"
        units = [unit for unit in other.shape.units if unit.symbol in _SUBJECTS]
        places = zip(other.shape.starts, other.shape.units, strict=True)
        held = {start for start, unit in places if unit in units and is_held(other, other.shape.index(start))}
        topic = sentence.article.topic if sentence.article.is_dominant else None
        if topic is not None and units and len(held) == len(units):
            return Unit("N", topic.start, topic.end, [topic])  # "... against 9.69% for the Sensex. It gained"
    if len({item.text for unit in units if unit.symbol == "N" for item in unit.items}) == 1:
        # "the share" is that of the one company named
        units = [unit for unit in units if unit.symbol != "C"]
    if not units or len(units[0].items) != 1:
        return None
    named = [unit for unit in units if unit.symbol == "I"]
    told = [unit for unit in units if unit.symbol == "X"]
    if len(named) == 1 and len(told) == 1 and len(units) == 2 and abs(named[0].start - told[0].end) < 20:
        return named[0]  # "the 30-share barometer, the Sensex"
    alone = len({unit.items[0].text for unit in units}) == 1
    if not alone and {unit.symbol for unit in units} <= {"I", "X"} and other is not None and not named_here:
        rest = [other.shape.index(start) for start, unit in other.shape.subjects if unit is not units[0]]
        alone = all(is_held(other, n) for n in rest)
    if alone or (units[0].symbol in "NC" and all(unit.symbol in "IX" for unit in units[1:])):
        return units[0]
    return None


_HOLDS = frozenset(
    ["against", "than", "versus", "vs", "in", "of", "with", "to", "for", "by", "beat", "outperformed"]
)


def is_held(sentence: Sentence, n: int) -> bool:
    """Whether a subject is only what another is held against: "a 1% fall in the Nifty"."""
    words = [unit.symbol for unit in sentence.shape.units[max(0, n - 2) : n]]
    return bool(words) and (words[-1] in _HOLDS or (words[-1] == "the" and words[0] in _HOLDS))


_HEIGHT = re.compile(
    r"(?: (?:from|off|below))? (?:its|their|the) (?:[a-z-]+ ){0,3}?(?:peaks?|highs?|record)\b"
)


def told_horizon(sentence: Sentence, start: int, end: int) -> str | None:
    """Over what time the move here is told: the words after it, inside it, or at the sentence's start."""
    string = sentence.string
    if re.match(r"(?: recorded| seen| registered)? on D\b", string[end : end + 24]):
        return "1d"
    height = _HEIGHT.match(string, end)
    if height and (string[:end].endswith((" off", " below")) or height.group()[1] in "fob"):
        return "from peak"
    if re.search(r"\b(?:same|that) period\b", string):
        return _same_period(sentence)
    stop = re.search(
        r" (?:, (?!or |from )|; |while |whereas |but |and [a-z]*ing |and (?:has|have|had|is|was|it) |and P |"
        r"and N |and I |and a # - |after |following )",
        string[end:] + " ",
    )
    # "31% and 35%, respectively, over the last 12 months"
    shared = re.match(r" (?:, )?respectively ,(?= (?:over|in|during|for|since) )", string[end:])
    if shared and (found := horizon(text_of(sentence, end + shared.end(), len(string)), 40)):
        return found
    after_end = end + (stop.start() if stop else len(string) - end)
    if after_end > end:
        found = horizon(text_of(sentence, end, after_end))
        if found:
            return found
    # "Saatvik Green, which listed last month, ended up 5%": an aside tells another time.
    found = horizon(re.sub(r", (?:which|who) [^,]*,", "", text_of(sentence, start, end)))
    if found:
        return found
    before = text_of(sentence, 0, start) if start > 0 else ""
    # "Year-to-date it is up 6%, and over one year ...": the time of the own clause.
    return horizon(_CLAUSE.split(before)[-1]) or horizon(before) if before else None


_CLAUSE = re.compile(r"[,;] (?:and|while|whereas|but) ")


def _same_period(sentence: Sentence) -> str | None:
    """The time that a sentence before has told."""
    for n in range(4):
        other = sentence.before(n)
        if other is None:
            break
        units = other.shape.units
        found = horizon(sentence.article.text.plain[units[0].start : units[-1].end].lower())
        if found:
            return found
    return None


_CONTRACT = re.compile(
    r". (?:(?:(?:D|#|month|near-month|current|next|series|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|"
    r"dec)[a-z]*) ){1,3}options?|etf|bees|fund)\b"
)


def is_contract(symbols: str, start: int) -> bool:
    """Whether the index named here is that of an option, a fund or a dated future."""
    return bool(_CONTRACT.match(symbols, start, start + 60))


# "11:05 IST Sensex up 178 points at 38,684" on a page of entries with their times.
_ENTRY = re.compile(
    r"(?:\W|markets? (?:at|@)|(?:at|as (?:of|on|at)|by|around) |\d{1,2} [a-z]{3,9} 20\d\d\b)*"
    r"(?P<h>\d{1,2})[:.](?P<m>\d\d) ?(?:(?P<pm>pm|p\.m)|am|a\.m|hrs|hours|ist)"
)


# The parts of a live page that go back from its closing bell.
_WITHIN = re.compile(
    r"\W*(?:opening bell|markets? at (?:noon|mid-?day|open|opening)|mid-?day update|noon update)\b"
)


def is_live(sentence: Sentence) -> bool:
    """Whether the entry of a live page that a sentence stands in has a time of the session."""
    told = _entry_time(sentence)
    return bool(_WITHIN.match(sentence.heading)) if told is None else 555 <= told < 930


def _entry_time(sentence: Sentence) -> int | None:
    """The time that a sentence or its entry sets out with, in minutes."""
    units = sentence.shape.units
    plain = sentence.article.text.plain
    told = _ENTRY.match(plain[units[0].start : units[0].start + 30].lower()) or _ENTRY.match(sentence.heading)
    if told is None:
        return None
    hour = int(told["h"]) + (12 if told["pm"] and int(told["h"]) < 12 else 0)
    return hour * 60 + int(told["m"])


_IS_AT = re.compile(
    r"\bI (?:\( [a-z]+ \) )?is (?:now |currently )?at [#T]|\b(?:at|in|during) (?:the )?(?:\w+day 's )?(?:"
    r"opening|early|morning|noon|afternoon|mid-?day)(?: (?:bell|trade|deals|trading|session))?\b|"
    r"\bso far today\b"
)
_AT_CLOSE = re.compile(
    r"\b(?:closed|ended|settled|finished|closing bell|at close|at the close|day's close)\b"
)


def has_closed(sentence: Sentence) -> bool:
    """Whether a page on a closed session tells of it here."""
    article = sentence.article
    return not article.is_mid_session and not is_live(sentence) and bool(_AT_CLOSE.search(article.lowered))


def level_role(sentence: Sentence, over: str | None) -> str:
    """What the level beside a move is where no verb tells: a close, or a last price."""
    if over not in (None, "1d") and not sentence.article.is_mid_session:
        return "close"
    if is_live(sentence) or _IS_AT.search(sentence.string):
        return "last"
    if (hour := _entry_time(sentence)) is not None and hour >= 930:
        return "close"
    if over not in (None, "1d") or _AT_CLOSE.search(sentence.string):
        return "close"
    return "last" if sentence.article.is_mid_session else "close"
