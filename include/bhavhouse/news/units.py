"""A sentence as a row of units: words, and the things that the grammar speaks of, each with a capital letter.

N companies  B brokers  I indices  S sectors  P percentages  M money  T points  # plain numbers  D days
C "the stock", "the company"   X "the index", "the segment"

A list ("A, B and C") is one unit that holds several items, so one rule reads one company and twenty alike.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from bhavhouse.news import dates, names, numbers
from bhavhouse.news.lexicon import moves, phrases, sectors, words
from bhavhouse.news.row_lists import lists
from bhavhouse.news.share_index import of_shares, share_index
from bhavhouse.news.unit import Item as Item
from bhavhouse.news.unit import Unit as Unit

_TOKEN = re.compile(
    r"[A-Za-zÀ-ÿ0-9]+(?:[.&][A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9]*|-[A-Za-zÀ-ÿ0-9]+|'(?!s\b)[A-Za-z]+){0,12}|"
    r"[^\sA-Za-z0-9]"
)
# A name with the next line's first word printed onto it: "IndiGoThe stock".
_GLUED = re.compile(
    r"(?P<name>[A-Z][A-Za-z&.-]*?[A-Za-z])(?P<opener>The|This|Coverage|Buy|Sell|Hold|Neutral|Overweight|"
    r"Underweight|Outperform|Underperform|Accumulate|Reduce|Maintain(?:s|ed)?|Retain(?:s|ed)?|"
    r"Reiterate[sd]?|Upgrade[sd]?|Downgrade[sd]?|Initiate[sd]?|Target|Brokerage|Rating|Stock|Shares|Raises?|"
    r"Cuts?)"
)
# A vendor's code of a share or an index: "(SRES.NS)", ".BSESN", "(NS:TCS)".
_CODE = re.compile(
    r"[(<]?(?:\.[A-Z]\w{3,11}|[A-Z0-9&_-]{1,14}\.(?:NS|BO))\b[)>]?|\((?:NS|BO|NSE|BSE): ?[A-Z0-9&-]{0,14}\)"
)
_LONGEST = 300
_NUMERIC = re.compile(
    r"[\d₹$€£.+-]|\(\d|a per|(?:rs|inr|us|between|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|plus|minus)",
    re.I,
)


_SUBJECTS = frozenset("NICX")


class Shape:
    """The units of a sentence, and the string of their symbols that patterns are matched against."""

    def __init__(self, units: list[Unit]) -> None:
        self.units = units
        self.starts: list[int] = []
        at = 0
        for unit in units:
            self.starts.append(at)
            at += len(unit.symbol) + 1
        self.string = " ".join(unit.symbol for unit in units)
        # Whom the sentence may speak of: companies, indices and the words for them, each with its place.
        self.subjects = [
            (start, unit) for start, unit in zip(self.starts, units, strict=True) if unit.symbol in _SUBJECTS
        ]

    def index(self, offset: int) -> int:
        """The unit that holds this place of the string."""
        at = bisect_left(self.starts, offset)
        return at if at < len(self.starts) and self.starts[at] == offset else at - 1

    def unit(self, found: re.Match[str], group: str) -> Unit | None:
        """The unit that a group of a match stands on."""
        offset = found.start(group)
        return self.units[self.index(offset)] if offset >= 0 else None

    def told(self, found: re.Match[str], group: str) -> Unit:
        """The unit that a group stands on which took part in a match."""
        return self.units[self.index(found.start(group))]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Places in the string -> places in the repaired text."""
        first, last = self.index(start), self.index(max(start, end - 1))
        return self.units[first].start, self.units[last].end

    def find(self, pattern: re.Pattern[str], start: int = 0) -> Iterator[re.Match[str]]:
        """Matches of a pattern."""
        return pattern.finditer(self.string, start)


# "Shares were 4% higher", "stock up 2.4%": of the one spoken of
_PAPERS = frozenset(["shares", "stock", "scrip"])
_CLAUSE_ENDS = frozenset([";", ":", "-", "—", "|"])
_DOES = words("paper_does")
_PRONOUNS = phrases("pronouns")
_PRONOUN_HEADS = {phrase[0] for phrase in _PRONOUNS}
_PRONOUN_LONGEST = max(map(len, _PRONOUNS))
_SECTOR_HEADS = {words[0] for words in sectors()}
_SECTOR_LONGEST = max(map(len, sectors()))


def read(
    text: str, start: int, end: int, *, is_title: bool = False, lowered: frozenset[str] = frozenset()
) -> Iterator[Shape]:
    """The units of `text[start:end]`, in pieces of bounded length."""
    loose = names.mark(list(_things(text, start, end)), text, is_title=is_title, lowered=lowered)
    merged = lists(_words(loose, text), text)
    for at in range(0, len(merged), _LONGEST):
        yield Shape(merged[at : at + _LONGEST])


def _things(text: str, start: int, end: int) -> Iterator[Unit]:
    """Words, figures and days; quote marks left out."""
    at = start
    while at < end:
        if text[at].isspace():
            at += 1
            continue
        if (text[at] == "(" or text[at - 1 : at] == " ") and (code := _CODE.match(text, at, end)):
            at = code.end()
            continue
        if _NUMERIC.match(text, at):
            made = _figure(text, at, start, end)
            if made:
                yield made
                at = made.end
                continue
        token = _TOKEN.match(text, at, end)
        if not token:
            return
        at = token.end()
        printed = token.group()
        if printed == "'" and text[at : at + 1] == "s" and not text[at + 1 : at + 2].isalnum():
            yield Unit("'s", token.start(), at + 1)
            at += 1
        elif printed not in "\"'*#":
            inner = len(printed) > 5 and not printed[1:].islower() and not printed.isupper()
            glued = _GLUED.fullmatch(printed) if inner else None
            if glued:
                yield Unit(glued["name"].lower(), token.start(), token.start() + glued.end("name"))
                yield Unit(glued["opener"].lower(), token.start() + glued.start("opener"), at)
            else:
                yield Unit("at" if printed == "@" else printed.lower(), token.start(), at)


def _figure(text: str, at: int, start: int, end: int) -> Unit | None:
    """The figure or day that begins here, its bound taken in."""
    found = dates.DATE.match(text, at, end)
    if found and (made := dates.day(found)):
        return Unit("D", at, found.end(), [Item(found.group(), at, found.end(), made)])
    if at > start and text[at] in ".+-" and text[at - 1].isalnum():
        return None
    found = numbers.CLOCK.match(text, at, end) if text[at].isdigit() else None
    if found:
        return Unit("clock", at, found.end())
    found = numbers.YEARLY.match(text, at, end)
    if found:
        return Unit("52-week", at, found.end())
    if text[at] == "(":
        less = numbers.LESS.match(text, at, end)
        return less and Unit("M", at, less.end(), [Item(less.group(), at, less.end(), numbers.money(less))])
    for pattern, symbol in _FIGURES:
        if symbol in "MK#" and text[at].isalpha() and not text.startswith(_CURRENCY, at):
            continue
        found = pattern.match(text, at, end)
        if not found:
            continue
        stop = found.end()
        while text[stop - 1] in ". " and stop > at + 1:
            stop -= 1
        if _ENDLESS.search(text, at, stop):
            return None
        figure: numbers.Figure
        if symbol == "P":
            figure = numbers.percent(found)
        elif symbol == "M":
            figure = numbers.money(found)
        elif symbol == "#":
            if re.match(r"[A-Za-z]", text[stop : stop + 1]):
                return None
            low, high = numbers.number(found["low"]), found["high"]
            if high and dates.DATE.match(text, found.start("high"), end):
                high, stop = None, at + len(found["low"])  # "11-17 July 2025"
            top = numbers.number(high) if high else None
            if top is not None and (top < low * 0.8 or low < 5 < 20 * low < top):
                top, stop = None, at + len(found["low"])
            elif top is not None and top < low:
                low, top = top, low
            figure = numbers.Figure(low, top)
        else:
            figure = numbers.Figure(numbers.number(found["one"]), unit={"T": "points", "K": "x"}[symbol])
        return Unit(symbol, at, stop, [Item(text[at:stop], at, stop, figure)])
    return None


_ENDLESS = re.compile(r"[\d,.]{25}")  # no figure of any market
_FIGURES = (
    (numbers.PERCENT, "P"),
    (numbers.POINTS, "T"),
    (numbers.MONEY, "M"),
    (numbers.TIMES, "K"),
    (numbers.PLAIN, "#"),
)


_CURRENCY = ("Rs", "RS", "rs", "INR", "inr", "US$", "USD")
_NO_SECTOR_BEFORE = words("no_sector_before")


def _is_sector(units: list[Unit], at: int, size: int | None, text: str) -> bool:
    """Whether a sector's words mean the sector: "IT" is, "it" and "financial results" are not."""
    if not size:
        return False
    if size == 1 and units[at].symbol == "it" and text[units[at].start : units[at].end] != "IT":
        return False
    after = units[at + size].symbol if at + size < len(units) else ""
    return after not in _NO_SECTOR_BEFORE


def _words(units: list[Unit], text: str) -> list[Unit]:
    """Bounds taken into their figures; pronouns and sectors of several words made one unit."""
    made: list[Unit] = []
    at = 0
    while at < len(units):
        unit = units[at]
        if unit.is_word:
            phrase = (
                _longest(units, at, _PRONOUN_HEADS, _PRONOUN_LONGEST, _PRONOUNS)
                or _described(units, at)
                or _is_bare(units, at)
            )
            sector = None if phrase else _longest(units, at, _SECTOR_HEADS, _SECTOR_LONGEST, sectors())
            if sector and not _is_sector(units, at, sector, text):
                sector = 0
            if phrase and at + phrase < len(units) and units[at + phrase].symbol in _NO_PRONOUN_BEFORE:
                # "the benchmark Nifty", "the lender Yes Bank", "the bank index": no pronoun.
                phrase = 0
            size = phrase or sector
            if size:
                last = units[at + size - 1]
                words = " ".join(u.symbol for u in units[at : at + size])
                symbol = _PRONOUNS.get(tuple(words.split()), "C") if phrase else "S"
                made.append(Unit(symbol, unit.start, last.end, [Item(words, unit.start, last.end)]))
                at += size
                continue
        elif unit.symbol == "#" and (shares := share_index(units, at)):
            made.append(of_shares(units[at : at + shares], text))
            at += shares
            continue
        elif unit.symbol == "#" and made and made[-1].symbol in _LEVELS and unit.items[0].value.value < 5:
            unit = Unit("nth", unit.start, unit.end)  # "support 2"
        elif unit.symbol in "PM#KT" and not (unit.symbol == "#" and _is_span(units, at)):
            unit = _bounded(made, unit)
        elif unit.symbol == "I" and len(made) > 1 and made[-1].symbol in ("and", "&"):
            unit = _both_sizes(made, unit, text)
        made.append(unit)
        at += 1
    return made


def _is_span(units: list[Unit], at: int) -> bool:
    """Whether a number counts a span of time: "5.9% over 4 weeks"."""
    after = units[at + 1].symbol if at + 1 < len(units) else ""
    return after in ("days", "weeks", "months", "years", "sessions")


def _both_sizes(made: list[Unit], unit: Unit, text: str) -> Unit:
    """ "Mid- and small-cap indices", "mid and small caps": an index of each size."""
    at = -3 if len(made) > 2 and made[-2].symbol == "-" else -2
    stem = made[at]
    is_index = re.search(r"(?:ind(?:ex|ices)|gauges?)$", unit.items[-1].text)
    if not is_index or stem.symbol not in ("mid", "small", "large", "micro"):
        return unit
    del made[at:]
    return Unit(
        "I",
        stem.start,
        unit.end,
        [Item(f"{text[stem.start : stem.end]}-cap", stem.start, stem.end), *unit.items],
    )


_NO_PRONOUN_BEFORE = frozenset(["I", "N", "B", "index", "indices", "gauge", "sector", "pack"])
_LEVELS = frozenset(["support", "resistance"])
_HEAD_NOUNS = words("head_noun")
_NOT_ITS = words("not_its")
_OPERATORS = frozenset(["operator", "franchisee", "owner", "parent", "maker", "chain", "brand", "franchise"])


def _described(units: list[Unit], at: int) -> int:
    """ "The software products company": how many words mean the company that the text is about."""
    if units[at].symbol not in ("the", "this"):
        return 0
    for size in range(1, 5):
        unit = units[at + size] if at + size < len(units) else None
        if unit is not None and unit.symbol == "N" and _is_group(unit, units, at + size):
            continue  # "the Tata group retailer"
        after = units[at + 2].symbol if at + 2 < len(units) else ""
        if size == 1 and unit is not None and unit.symbol == "N" and after in _OPERATORS:
            return 3  # "the KFC operator"
        if (
            unit is None
            or not unit.is_word
            or unit.symbol in _NOT_ITS
            or not unit.symbol[0].isalpha()
            or unit.symbol.endswith("ed")
        ):
            return 0
        if unit.symbol in _HEAD_NOUNS:
            is_exchange = (
                unit.symbol == "stock"
                and units[at + size + 1 : at + size + 2]
                and (units[at + size + 1].symbol == "exchange")
            )
            return size + 1 if size > 1 and not is_exchange else 0
    return 0


def _is_bare(units: list[Unit], at: int) -> int:
    """Whether "shares" or "the shares" begin a clause and do something: how many words they are."""
    size = 2 if units[at].symbol == "the" else 1
    named, after, then = ([u.symbol for u in units[at + size - 1 : at + size + 2]] + ["", "", ""])[:3]
    is_first = not at or units[at - 1].symbol in _CLAUSE_ENDS
    does = after in _DOES or (after in moves("verb") and then not in ("were", "was", ":"))
    return size if is_first and named in _PAPERS and does else 0


def _is_group(unit: Unit, units: list[Unit], at: int) -> bool:
    """Whether a name is that of the group which a company is of."""
    after = units[at + 1].symbol if at + 1 < len(units) else ""
    return after == "group" or unit.items[-1].text.lower().endswith(" group")


def _longest(units: list[Unit], at: int, heads: set[str], longest: int, listed: Any) -> int:
    if units[at].symbol not in heads:
        return 0
    words = []
    for unit in units[at : at + longest]:
        if not unit.is_word:
            break
        words.append(unit.symbol)
    for size in range(len(words), 0, -1):
        if tuple(words[:size]) in listed:
            return size
    return 0


_SUMS = frozenset(["add", "adds", "added", "adding"])


def _bounded(made: list[Unit], unit: Unit) -> Unit:
    """A figure with the bound before it: "more than 3%"."""
    for size in (3, 2, 1):
        before = made[-size:]
        if len(before) < size or not all(u.is_word for u in before):
            continue
        side = " ".join(u.symbol for u in before)
        bound = numbers.BOUNDS.get(side)
        # "above 25,000" and "up to 25,000" are places, "over 600 stocks" is a count.
        if bound is None or (
            unit.symbol == "#" and side in ("above", "under", "below", "up to", "as high as")
        ):
            continue
        if side == "up to" and made[:-size] and made[-size - 1].symbol in _SUMS:
            return unit  # "add up to Rs 900 crore"
        del made[-size:]
        (item,) = unit.items
        figure = item.value
        new = numbers.Figure(figure.value, figure.high, figure.sign, figure.unit, bound)
        return Unit(unit.symbol, before[0].start, unit.end, [Item(item.text, item.start, item.end, new)])
    return unit
