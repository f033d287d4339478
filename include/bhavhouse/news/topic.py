"""The one company that a text is about."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bhavhouse.news.blocks import Kind
from bhavhouse.news.lexicon import is_no_company, plain_name
from bhavhouse.news.units import Item, Unit

if TYPE_CHECKING:
    from bhavhouse.news.article import Article


# "DMart operator Avenue Supermarts", "Eternal, which runs Zomato"
_OWNED = re.compile(
    r"(?<![^ ])N(?P<full> ,(?: the| which)?)?(?: 's)? (?:operator|parent|owner|operates|runs|owns)"
    r"(?: company)?(?: of| ,)? (?=N(?: |$))"
)


def owners(article: "Article") -> dict[str, str]:
    """The companies behind brands, where the text tells them: what is told of the stock is theirs."""
    made: dict[str, str] = {}
    for sentence in article.sentences:
        for found in _OWNED.finditer(sentence.string):
            named = [u for s, u in sentence.shape.subjects if s in (found.start(), found.end())]
            if len(named) == 2 and all(map(is_company, named)):
                pair = short_name(named[0].items[-1].text), short_name(named[1].items[0].text)
                brand, full = pair[:: -1 if found["full"] else 1]
                made.setdefault(brand, full)
    return made


def topic_of(article: "Article") -> Item | None:
    """The one company that the article is about, if it is about one."""
    counts: Counter[str] = Counter()
    first: dict[str, Item] = {}
    told: dict[str, int] = {}
    for sentence in article.sentences:
        for unit in sentence.shape.units:
            if is_company(unit):
                for item in unit.items:
                    key = short_name(item.text)
                    counts[key] += 1
                    if not sentence.is_title:
                        told.setdefault(key, item.start)
                    if key not in first or (sentence.kind is Kind.PARAGRAPH and counts[key] == 1):
                        first[key] = item
    if not counts:
        return None
    for name, full in article.owners.items():
        counts[full] += counts.pop(name, 0)
    # "Maruti", told after Maruti Suzuki India or in a headline, is that, where but one name goes on so.
    for name in sorted(counts, key=len)[: 40 if len(counts) > 1 else 0]:
        whole = whole_name(name, told)
        if whole and told[whole] < told.get(name, len(article.lowered)):
            counts[whole] += counts.pop(name)
    headed = [n for n in counts if counts[n] >= 2 and is_headed(article, n)]
    if len(headed) == 1 and 2 * counts[headed[0]] >= max(counts.values()):
        return first[headed[0]]
    (name, most), *rest = counts.most_common(2)
    return first[name] if not rest or (most >= 2 and most >= 2 * rest[0][1]) else None


def is_headed(article: "Article", name: str) -> bool:
    """Whether a headline names a company, perhaps shortened, first or alone."""
    for sentence in article.sentences[:3]:
        named = [short_name(i.text) for u in sentence.shape.units if u.symbol == "N" for i in u.items]
        units = sentence.shape.units
        is_first = units[0].symbol == "N" and len(units[0].items) == 1 and "|" not in sentence.string
        if sentence.is_title and (len(named) == 1 or is_first) and (name + " ").startswith(named[0] + " "):
            return True
    return False


def whole_name(name: str, others: Iterable[str]) -> str | None:
    """What a name is cut short of, "dixon tech" of "dixon technologies", where one other fits."""
    longer = [other for other in others if other != name and other.startswith(name)]
    return longer[0] if len(longer) == 1 else None


def short_name(name: str) -> str:
    """A name without its "Ltd"."""
    return plain_name(name).removesuffix(" ltd").removesuffix(" limited")


def is_company(unit: Unit) -> bool:
    """Whether a name is a company's: no vendor of data, no indicator."""
    return unit.symbol == "N" and not is_no_company(unit.items[0].text)
