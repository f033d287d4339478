"""The index that a passage speaks of: the one its sentence or paragraph names, else the article's subject.

A segment ("within the small-cap space") is told by the index of its size that the article names.
"""

import re
from collections import Counter

from bhavhouse.news import names
from bhavhouse.news.article import Article, Sentence
from bhavhouse.news.grammar.sectors.names import sector_name
from bhavhouse.news.units import Item

_SIZE = re.compile(r"(?i)(small|mid|large|micro)[ -]?cap")
# What an index is held against is not what is spoken of: "outpacing the Sensex".
_AGAINST = re.compile(
    r"(?:\bthan|\bagainst|\bversus|\bvs|perform\w*|outpac\w+|\bbeat\w*|trail\w+|lagg\w+|"
    r"compared \w+|relative to)"
    r"(?: [a-z-]+){0,2} $"
)


def main_index(sentence: Sentence) -> str | None:
    """The index that the sentence, its paragraph or its article speaks of."""
    for n in range(4):
        other = sentence.before(n) if n else sentence
        if other is None or other.block != sentence.block:
            break
        told = _named(other)
        if told:
            return formal(sentence.article, told[0].text)
    return subject(sentence.article)


def formal(article: Article, name: str) -> str:
    """The index of a segment's size that the article names most, else the segment's own name."""
    size = _SIZE.match(name)
    counts = _counts(article)
    if not size:
        return _longer(name, counts)
    same = [told for told in counts if _SIZE.search(told) and _size(told) == _size(name)]
    whole = [told for told in same if not _SIZE.match(told)]
    if not whole:
        return name
    return _longer(max(whole, key=lambda told: counts[told]), counts)


def _longer(name: str, counts: Counter[str]) -> str:
    """ "Nifty Smallcap" is short for the Nifty Smallcap 100 of the same text."""
    longer = [told for told in counts if told.startswith(name + " ")] if _SIZE.search(name) else []
    return longer[0] if len(longer) == 1 else name


def subject(article: Article) -> str | None:
    """The index of the whole article: that of its title and first sentences, and named most."""
    if "index.subject" not in article.memo:
        counts = _counts(article)
        sizes: Counter[str] = Counter()
        for told, count in counts.items():
            sizes[_size(told)] += count
        best = max(counts, key=lambda told: sizes[_size(told)], default=None)
        article.memo["index.subject"] = formal(article, best) if best else None
    found: str | None = article.memo["index.subject"]
    return found


def is_of_segment(name: str | None) -> bool:
    """Whether an index is of one size of companies, not of the whole market."""
    return bool(name and _SIZE.search(name))


def _size(name: str) -> str:
    found = _SIZE.search(name)
    return found[1].lower() if found else name.lower()


def _counts(article: Article) -> Counter[str]:
    """How often each index of a market or a segment is named; title and first sentences count more."""
    if "index.counts" not in article.memo:
        counts: Counter[str] = Counter()
        paragraphs = 0
        for sentence in article.sentences:
            is_first = sentence.number == 0 or (not sentence.is_title and paragraphs == 0)
            paragraphs += not sentence.is_title and len(sentence.shape.units) > 8
            for item in _named(sentence):
                counts[item.text] += 4 if is_first else 1
        article.memo["index.counts"] = counts
    found: Counter[str] = article.memo["index.counts"]
    return found


def _named(sentence: Sentence) -> list[Item]:
    """The indices of markets and segments that a sentence speaks of; sectors' and foreign ones left out."""
    return [
        item
        for start, unit in sentence.shape.subjects
        if unit.symbol == "I" and not _AGAINST.search(sentence.string[max(0, start - 40) : start])
        for item in unit.items
        if not names.is_foreign(item.text) and not sector_name(item.text) and "VIX" not in item.text.upper()
    ]
