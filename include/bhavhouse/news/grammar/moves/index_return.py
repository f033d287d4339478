"""index_return: an index, a segment or a sector's index gained or lost so much.

"The Nifty 50 fell 0.4%", "BSE Midcap and Smallcap gained 0.5% and 0.7%", "the 2.5% rise recorded on 12 Feb".
"""

import re

from bhavhouse.news import names
from bhavhouse.news.article import Sentence
from bhavhouse.news.dates import MONTH_NAMES
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.grammar.moves.move import Move, signed
from bhavhouse.news.grammar.moves.moves import moves_of
from bhavhouse.news.grammar.moves.told import is_live, told_horizon
from bhavhouse.news.grammar.pieces import Facts, Span, make, pattern
from bhavhouse.news.lexicon import moves, one_of, words
from bhavhouse.news.numbers import Figure
from bhavhouse.news.units import Item

KIND = "index_return"
_BARE = pattern(
    rf"(?:the|this|its) (?P<adj>(?:[a-z-]+ ){{0,2}})(?P<p>P) (?P<noun>{one_of(moves('noun'))})"
    r"(?: (?:recorded|seen|today|on|in|over|this))"
)
# A sector's word means its index where the sentence, or the one before, speaks of indices or of sectors.
_OF_SECTORS = re.compile(r"\b(?:ind(?:ex|ices|exes)|gauges?|sector(?:al|ally|s|-wise|wise)?|baskets?)\b")
_NO_INDEX = words("no_index")

_OF_OTHER = re.compile(
    r" (?:the )?(?:[a-z-]+ )?[INXC]\b| (?:the )?(?:[a-z-]+ ){0,4}(?:index|indices|markets?)\b"
)
_OF_BUSINESS = re.compile(
    r"\b(?:profits?|revenues?|sales|income|volumes|exports|output|earnings|production)\b"
)
_ADVERT = re.compile(r"\bthis I (?:S|N|from|in|stock)\b")
# What is said of an index beside its name: "mid-cap gauge", "Midcap indices".
_NOT_NAME = re.compile(
    r"(?i) indices$|(?<=cap) (?:gauge|barometer|benchmark)$|(?<=caps) (?:gauge|barometer|benchmark)$"
)
# "the Small Cap segment (BSE Smallcap)"
_BESIDE = re.compile(
    r"(?: segment| space| index)? \((?P<name>(?:S&P )?(?:BSE|NSE|Nifty) [A-Za-z0-9 ]{2,24})\)"
)
# "July Nifty futures", "NIFTY AUGUST Future" are contracts of their own.
_MONTHS = "|".join(MONTH_NAMES)
_OF_MONTH = re.compile(rf"(?i)\b({_MONTHS}) $")
_FUTURES = re.compile(rf"(?i)(?: (?:{_MONTHS}))?(?: 20\d\d)? futures?\b")


def find(sentence: Sentence) -> Facts:
    """The index returns of a sentence."""
    if _ADVERT.search(sentence.string):
        return
    near = sentence.string + " ".join(s.string for s in (sentence.before(),) if s is not None)
    is_share = "positive results" in near or "P positive" in near  # of results
    for move in moves_of(sentence):
        if move.figure is None or move.symbol not in "IXS" or (is_share and move.symbol == "S"):
            continue
        if move.rule.startswith("circuit") or _are_shares(sentence, move) or _is_passing(sentence, move):
            continue
        name = index_name(sentence, move)
        if name is None or _is_told_below(sentence, move, name):
            continue
        fields = {
            "index": name,
            **signed(move.figure, move.sign, keeps_bound=True),
            "horizon": move.horizon or sentence.article.horizon,
        }
        yield make(
            sentence,
            Span(move.start, move.end),
            f"index_return.{move.rule}",
            KIND,
            fields,
            confidence=0.8 if move.symbol == "S" else 0.9,
            dated=move.rule != "chained",
        )
    for found in sentence.shape.find(_BARE) if "P" in sentence.string else ():
        unit = sentence.shape.unit(found, "p")
        index = sentence.article.index(sentence, found.start())
        if unit is None or index is None or is_doubtful(sentence.shape, found.start(), found.end()):
            continue
        if _OF_OTHER.match(sentence.string, found.end()):
            continue
        if re.search(r"\b(?:profit|revenue|stock|share|sales)\b", sentence.string[: found.start()]):
            continue
        fields = {
            "index": index,
            **signed(unit.items[0].value, moves("noun")[found["noun"]], keeps_bound=True),
            "horizon": told_horizon(sentence, found.start(), found.end()) or "1d",
        }
        yield make(sentence, found, "index_return.bare", KIND, fields, confidence=0.8)


_WITHIN = re.compile(r"^(?:\W )?(?:intra-?day|during the (?:day|session)|at one (?:point|stage|time)) ")


def _is_passing(sentence: Sentence, move: Move) -> bool:
    """Whether a page on a closed session tells how far an index went within it."""
    is_bound = move.figure is not None and move.figure.bound == "as much as" and move.horizon in (None, "1d")
    is_open = sentence.article.is_mid_session or is_live(sentence)
    return not is_open and (is_bound or bool(_WITHIN.match(sentence.string)))


def _are_shares(sentence: Sentence, move: Move) -> bool:
    """Whether it is shares of a size or an index that move, each its own way: "small-cap stocks rose 10-34%",
    "20 shares of the BSE 500 have lost over 30%"."""
    plain, units = sentence.article.text.plain, sentence.shape.units
    after = plain[move.item.end : move.item.end + 20].lower()
    is_one = any(len(unit.items) == 1 and unit.items[0] is move.item for unit in units if unit.symbol == "I")
    if is_one and not names.is_segment(move.item.text) and re.match(r"(?: index)?(?: which)? have ", after):
        return True
    if move.figure is None or (move.figure.high is None and move.figure.bound not in ("up to", "over")):
        return False
    is_many = names.is_segment(move.item.text) and (
        bool(re.search(r"\d $", plain[max(0, move.item.start - 2) : move.item.start]))
        or (move.figure.bound == "up to" and move.item.text.endswith("s"))
        or (move.figure.high or 0) >= 10
    )
    return is_many or bool(re.match(r" (?:stocks|shares|names|counters|scrips)", after))


def _is_told_below(sentence: Sentence, move: Move, name: str) -> bool:
    """Whether points, or a headline's bound, are told again in percent: "over 500 points ... 0.7%"."""
    if move.figure is None or not (move.figure.unit == "points" or move.figure.bound):
        return False
    same = re.compile(rf"(?:\S+ )*{re.escape(name.lower())}(?: ?\d\d)?")  # "Nifty" is no Nifty Metal
    for below in sentence.article.sentences:
        is_day = move.horizon in (None, "1d")
        is_head = is_day and below.is_title and below.number < sentence.number
        is_earlier = is_day and below.number < sentence.number and move.level is None
        if is_head or below is sentence or is_earlier:
            continue
        for other in moves_of(below):
            if other.figure is None or other.sign != move.sign or other.symbol not in "ISX":
                continue
            if sentence.is_title and move.figure.unit == "points" and _has_points(below, other, move.figure):
                return True
            named = other.item.text
            if named.startswith("the "):
                named = below.article.index(below, other.start, named.lower()) or named
            if not same.fullmatch(named.lower()):
                continue
            is_long = other.horizon == move.horizon and not is_day and move.figure.unit == "points"
            if _is_share_of(move, other) or (is_long and other.figure.unit == "pct"):
                return True
            if below.number < sentence.number:
                continue
            if sentence.is_title and (other.figure.unit == "pct" or move.figure.bound):
                return True
            is_day = bool(move.figure.bound) and {other.horizon, move.horizon} <= {None, "1d"}
            if other.figure.unit == "pct" and _tells(below, other, move.figure, is_day=is_day):
                return True
    return False


def _is_share_of(move: Move, other: Move) -> bool:
    """Whether points are, by the level that they led to, the percentage that another sentence tells."""
    if move.figure is None or other.figure is None or move.level is None or other.figure.unit != "pct":
        return False
    before = move.level.value - move.sign * move.figure.value
    return move.figure.unit == "points" and abs(100 * move.figure.value / before - other.figure.value) < 0.011


def _tells(sentence: Sentence, move: Move, told: Figure, *, is_day: bool) -> bool:
    """Whether a move in percent is that of a rounder figure: of its points, or "over 1%"."""
    if told.unit == "pct" and move.figure is not None:
        return is_day and move.figure.bound is None and 0 <= move.figure.value - told.value < 1
    has_points = _has_points(sentence, move, told)
    return has_points or (is_day and "T" not in sentence.string[move.start : move.end])


def _has_points(sentence: Sentence, move: Move, told: Figure) -> bool:
    """Whether a move in percent prints the points that a rounder figure tells."""
    low, high = (
        (told.value, told.value * 1.25) if told.bound == "over" else (told.value * 0.98, told.value * 1.02)
    )
    units = zip(sentence.shape.starts, sentence.shape.units, strict=True)
    return any(
        low <= item.value.value <= high
        for start, unit in units
        if unit.symbol == "T" and move.start <= start <= move.end
        for item in unit.items
    )


def index_name(sentence: Sentence, move: Move) -> str | None:
    """The index as printed; "the index" and a bare size mean the one named before, if there is one."""
    text = move.item.text
    if move.symbol == "S":
        return _sector(sentence, move)
    if names.is_foreign(text):
        return None
    lowered = text.lower()
    if lowered == "the index" and (sector := _of_stocks(sentence, move.item)):
        return sector
    if _BESIDE.match(sentence.article.text.plain, move.item.end, move.item.end + 40):
        return printed_index(sentence, move.item)
    if lowered.startswith(("the ", "this ")) or names.is_sized(text):
        known = sentence.article.index(sentence, move.start, lowered)
        if known or not names.is_sized(text):
            return known
    if _UNNAMED.fullmatch(text) and (sector := _sector_of(sentence, move.item)):
        return sector
    return printed_index(sentence, move.item)


def printed_index(sentence: Sentence, item: Item) -> str:
    """An index as printed, without the word "indices"; its futures are a thing of their own."""
    plain = sentence.article.text.plain
    name = _NOT_NAME.sub("", item.text)
    beside = _BESIDE.match(plain, item.end, item.end + 40)
    if beside:
        return beside["name"]
    futures = _FUTURES.match(plain, item.end, item.end + 30)
    if not futures:
        return name
    month = _OF_MONTH.search(plain, max(0, item.start - 12), item.start)
    return f"{month[1]} {name}{futures.group()}" if month else f"{name}{futures.group()}"


# "FMCG did best, its BSE index rising 2%", "the BSE index of the sector": of the sector named before.
_UNNAMED = re.compile(r"(?:BSE|NSE) (?:index|gauge)|(?:BSE|NSE)")


def _sector_of(sentence: Sentence, item: Item) -> str | None:
    """The sector named before whose index an exchange's unnamed index is."""
    plain = sentence.article.text.plain
    is_its = re.search(r"\bits $", plain[max(0, item.start - 5) : item.start])
    if not is_its and not re.match(r"(?: index)? of the sector\b", plain[item.end : item.end + 20]):
        return None
    named = [unit for unit in sentence.shape.units if unit.symbol == "S" and unit.end <= item.start]
    return plain[named[-1].items[-1].start : named[-1].items[-1].end] if named else None


def _of_stocks(sentence: Sentence, item: Item) -> str | None:
    """ "Realty stocks saw selling, with the index down 4%": the sector's, if no index is named before it."""
    before = [unit for unit in sentence.shape.units if unit.end <= item.start]
    named = [unit for unit in before if unit.symbol in "SI"]
    plain = sentence.article.text.plain
    is_sectors = len(named) == 1 and named[0].symbol == "S" and len(named[0].items) == 1
    return plain[named[0].items[0].start : named[0].items[0].end] if is_sectors else None


def _full_name(sentence: Sentence, move: Move) -> str | None:
    """ "The defence gauge" is the index named last, if that is the sector's: "Nifty India Defence"."""
    plain = sentence.article.text.plain
    is_gauge = plain.startswith(" gauge", move.item.end) and "the S" in sentence.string
    if not is_gauge and not sentence.string.startswith("the S"):
        return None
    stem = re.compile(rf"(?i)\b{re.escape(re.sub(r'(?:ing|s)$', '', move.item.text.lower()))}")
    for n in range(1, 30 if is_gauge else 4):
        other = sentence.before(n)
        for _, unit in other.shape.subjects if other is not None else ():
            for item in unit.items:
                if unit.symbol == "I" and len(item.text.split()) > 1 and stem.search(item.text):
                    return item.text
    return None


def _speaks_of_indices(sentence: Sentence) -> bool:
    article = sentence.article
    return article.first_index < len(article.sentences)


def _sector(sentence: Sentence, move: Move) -> str | None:
    """A sector's name where its index is meant: "the IT index", or a list of sectoral gauges."""
    plain = sentence.article.text.plain
    follows = plain[move.item.end : move.item.end + 12].lower()
    if re.match(r" (?:stock|share|compan|counter|major|giant|price|player|firms?\b|maker)", follows):
        return None
    name = plain[move.item.start : move.item.end]
    if follows.startswith((" gauge", " index")) and (full := _full_name(sentence, move)):
        return full
    if move.rule == "row" or re.match(r" (?:index|indices|gauge|sub-index|sector|pack)", follows):
        return name
    listed = {other.item.text for other in moves_of(sentence) if other.symbol == "S"} - _NO_INDEX
    is_listed = len(listed) > 1 and _speaks_of_indices(sentence)
    if (
        name.lower() in _NO_INDEX and not (is_listed and name.lower() in ("services", "consumer"))
    ) or _OF_BUSINESS.search(sentence.string, 0, move.start):
        return None
    if is_listed:
        return name  # a list of sectors with their figures
    for n in range(6):
        other = sentence.before(n) if n else sentence
        if other is None or other.block != sentence.block:
            return None
        if _OF_SECTORS.search(other.string) or (re.search(r"\bI\b", other.string) and n < 3):
            return name
    return None
