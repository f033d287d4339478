"""flow, its investors: whom "they" means, and whose flows a text on sectors tells."""

import re
from bisect import bisect_right

from bhavhouse.news.article import Sentence
from bhavhouse.news.grammar.flow_table import printed
from bhavhouse.news.grammar.flow_words import FOREIGN, INVESTOR, YEAR
from bhavhouse.news.units import Item

_TOPIC = re.compile(r"\b(?:fpis?|fiis?|foreign|overseas|diis?)\b")


def before(sentence: Sentence) -> Item | None:
    """Whom "they" means: the investors that the sentence before speaks of."""
    for n in (1, 2, 3):
        other = sentence.before(n)
        if other is None or other.is_title:
            return None
        named = list(INVESTOR.finditer(other.string))
        if named:
            return printed(other, named[-1]) if len({f["who"][:4] for f in named}) == 1 else None
    return None


def is_long_past(sentence: Sentence, start: int, end: int) -> bool:
    """Whether it tells of another year than the article's: "in March 2020 they withdrew"."""
    first, last = sentence.shape.span(start, end)
    begin = max(sentence.shape.units[0].start, first - 80)
    text = sentence.article.text.plain[begin : min(sentence.shape.units[-1].end, last + 40)].lower()
    text = text[: last - begin] + re.split(r", which\b|; ", text[last - begin :])[0]
    found = YEAR.search(text)
    if not found or re.search(r"\b(?:so far|year-to-date|ytd|since)\b", text):
        return False
    day = sentence.article.day
    return day is None or int(found["year"]) != day.year


def topic(sentence: Sentence, *, titles: bool = False) -> Item | None:
    """The one class of investors that a text on flows speaks of, as it was named last."""
    memo = sentence.article.memo
    if "flow.topic" not in memo:
        named = [
            (other.number, other.is_title, printed(other, found))
            for other in sentence.article.sentences
            for found in INVESTOR.finditer(other.string)
        ]
        is_topic = _TOPIC.search(sentence.article.lowered, 0, 300) is not None
        memo["flow.topic"] = named if is_topic else []
    told: list[tuple[int, bool, Item]] = memo["flow.topic"]
    at = bisect_right([number for number, _, _ in told], sentence.number)
    if len({_is_foreign(item.text) for _, _, item in told[:at]}) != 1:
        return None  # two classes have been named: whose sectors these are is not plain
    return next(
        (item for _, is_title, item in reversed(told[max(0, at - 20) : at]) if titles or not is_title), None
    )


def _is_foreign(name: str) -> bool:
    return re.match(FOREIGN, name.lower()) is not None
