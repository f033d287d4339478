"""Whose market a text tells of: another country's where it names one, and nothing of India's."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bhavhouse.news.article import Article, Sentence

_COUNTRY = (
    r"(?:chinese|thai|(?:america|japan|korea|taiwan|indonesia|china|thailand|philippin|vietnam|brazil|malaysia|"
    r"pakistan|bangladesh|sri lanka|singapore|hong kong|australia|europe|german|british)[a-z]*)"
)
_NATION = rf"(?:u\.s\.|us|{_COUNTRY})"
_MARKET = (
    r"\b(?:nasdaq|nyse|dow(?! theory)|s ?& ?p 500|wall street|nikkei|topix|kospi|hang seng|shanghai|"
    r"jakarta|ftse|dax|cac 40|stoxx|straits times|asx 200|kse-?100|pence|zacks|prior to market open|"
    r"eps (?:forecast|estimate)|target\W+(?:[a-z]+ ){0,4}[$£€] ?\d[\d.,]*|"
    rf"{_NATION} (?:[a-z]+ )?(?:earnings|stocks|shares|equit(?:y|ies)|markets?|companies|banks|bourses?)|"
    r"(?<!.)(?:global|world|asian|overseas|international) (?:markets?|cues|indices|equities|shares|stocks)|"
    r"(?<!.)(?:tokyo|seoul|shanghai|karachi|colombo|new york|london|frankfurt|sydney|hong kong)(?=[,:]))"
    r"(?!\w)"
)
_ABROAD = re.compile(rf"{_MARKET}|\b(?P<country>{_COUNTRY})(?!\w)")
_HOME = re.compile(
    r"\b(?:sensex|nifty|bse|nse|sebi|dalal|mumbai|delhi|bengaluru|rupees?|rs|inr|crores?|lakhs?|indian?|"
    r"f[pi]is?|diis?|rbi|fy-?\d\d|q[1-4]fy\d\d)\b|₹|\brs\.?\d"
)
# "Fell after Nasdaq's slump", "better than the S&P 500": what moved a market at home, or is set beside it.
_ASIDE = re.compile(
    r"\b(?:after|tracking|amid|following|despite|mirroring|as|over|due to|ahead of|with|than|against|"
    r"versus|unlike)\b[^,.;]*$"
)


def is_abroad(sentence: "Sentence") -> bool:
    """Whether it is of another market, by the nearest that tells: itself, its paragraph, heading, text."""
    known: frozenset[int] | None = sentence.article.memo.get("abroad")
    if known is None:
        known = sentence.article.memo["abroad"] = frozenset(_told(sentence.article))
    return sentence.number in known


def _told(article: "Article") -> "Iterator[int]":
    """The numbers of the sentences that tell of another market."""
    if not _ABROAD.search(article.lowered):
        return
    spans: dict[int, tuple[int, int]] = {}
    for sentence in article.sentences:
        units = sentence.shape.units
        spans[sentence.block] = spans.get(sentence.block, (units[0].start, 0))[0], units[-1].end
    whole = _side(article.lowered)
    blocks = {block: _side(article.lowered[start:end]) for block, (start, end) in spans.items()}
    for sentence in article.sentences:
        units = sentence.shape.units
        by_country = all(unit.symbol != "N" for unit in units)
        own = _side(article.lowered[units[0].start : units[-1].end], by_country=by_country)
        if (own or blocks[sentence.block] or _side(sentence.heading) or whole) < 0:
            yield sentence.number


def _side(text: str, *, by_country: bool = False) -> int:
    """1 where a text names India's market, -1 where another country's alone, 0 where none."""
    if _HOME.search(text):
        return 1
    for found in _ABROAD.finditer(text):
        is_told = by_country or not found["country"]
        before = text[max(0, found.start() - 60) : found.start()]
        if is_told and not (_ASIDE.search(before) or (found["country"] and before.endswith(" on "))):
            return -1
    return 0
