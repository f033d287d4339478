"""Whose shares are counted: the index, the segment or the exchange that a count's sentence speaks of."""

import re

from bhavhouse.news import names
from bhavhouse.news.article import Sentence
from bhavhouse.news.grammar.main_index import formal, is_of_segment, main_index, subject
from bhavhouse.news.grammar.pieces import Span

_EXCHANGE = re.compile(r"\b(?:BSE|NSE|Bombay Stock Exchange|National Stock Exchange)\b")
_OF_INDEX = re.compile(r"\b(?:constituents|components|members|the pack|of them|X)\b")
_OF_SIZE = re.compile(r"\b(?:small|mid|large|micro)[ -]?caps?\b")
_OF_EXCHANGE = re.compile(r"\bthe (?:exchange|bourse)\b")


def index_of(sentence: Sentence, place: Span) -> str | None:
    """The index, segment or exchange whose shares are counted: the nearest before the claim's end."""
    named = [
        (start, unit.items[-1] if start < place.start() else unit.items[0])
        for start, unit in sentence.shape.subjects
        if unit.symbol == "I"
    ]
    inside = [item for start, item in named if place.start() <= start < place.end()]
    before = [item for start, item in named if start < place.start()]
    exchange = _exchange(sentence)
    if inside:
        return _in_block(sentence, inside[0].text)
    size = _OF_SIZE.search(sentence.string, place.start(), place.end())
    if size:
        return _in_block(sentence, size.group())
    if exchange:
        return exchange
    if _OF_EXCHANGE.search(sentence.string):
        return _exchange(sentence, 20)
    if before:
        return before[-1].text
    if named:
        return named[0][1].text
    if _OF_INDEX.search(sentence.string):
        return sentence.article.index(sentence, place.start()) or main_index(sentence)
    for n in range(1, 4):
        other = sentence.before(n)
        is_apart = other is not None and not other.is_title and other.block != sentence.block
        if other is None or (is_apart and n > 1):
            break
        for unit in () if is_apart else other.shape.units:
            if unit.symbol == "I" and is_of_segment(unit.items[0].text):
                return formal(sentence.article, unit.items[0].text)
        units = other.shape.units
        told = _ON_EXCHANGE.search(sentence.article.text.plain[units[0].start : units[-1].end])
        if told:
            return told[1]
    about = subject(sentence.article)
    return about if is_of_segment(about) else exchange_near(sentence)


_ON_EXCHANGE = re.compile(r"\b(?:[Oo]n|[Aa]t) (?:the )?(BSE|NSE)\b")


def _exchange(sentence: Sentence, back: int = 0) -> str | None:
    """The exchange that a sentence, or one of those before it, names other than in an index's name."""
    for n in range(back + 1):
        other = sentence.before(n) if n else sentence
        if other is None:
            break
        units = other.shape.units
        indices = [item for unit in units if unit.symbol == "I" for item in unit.items]
        for found in _EXCHANGE.finditer(sentence.article.text.plain, units[0].start, units[-1].end):
            if not any(item.start <= found.start() < item.end for item in indices):
                return found.group()
    return None


def exchange_near(sentence: Sentence) -> str | None:
    """The exchange that the text names last before a sentence, be it in an index's name; else the first."""
    memo, start = sentence.article.memo, sentence.shape.units[-1].end
    if "exchanges" not in memo:
        told = _EXCHANGE.finditer(sentence.article.text.plain)
        memo["exchanges"] = [found for found in told if found.group() in ("BSE", "NSE")]
    named: list[re.Match[str]] = memo["exchanges"]
    before = [found for found in named if found.start() < start]
    return before[-1].group() if before else named[0].group() if named else None


def _in_block(sentence: Sentence, name: str) -> str:
    """ "80 small-cap stocks" in a paragraph that names the BSE Small-cap index are that index's."""
    if not names.is_segment(name):
        return formal(sentence.article, name) if names.is_sized(name) else name
    size = name[:3].lower()
    for n in range(3):
        other = sentence.before(n) if n else sentence
        if other is None or other.block != sentence.block:
            break
        for _, unit in other.shape.subjects:
            told = unit.items[0].text if unit.symbol == "I" else ""
            if is_of_segment(told) and not names.is_segment(told) and size in told.lower():
                return told
    return name
