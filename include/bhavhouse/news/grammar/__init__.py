"""The grammar: a module for each kind of fact, each with a function `find(sentence)`.

To teach it a phrase: add a sentence with its facts to `tests/news/examples/<kind>.txt`, see it fail, extend a
pattern.
"""

from collections.abc import Callable, Iterator

from bhavhouse.news.article import Sentence
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar import (
    advance_decline,
    capital_rotation,
    financial_score_change,
    flow,
    index_return,
    mover,
    price_level,
    rating_change,
    result_scheduled,
    sector_leadership,
    segment_stat,
    target_price,
    technical_call_change,
)

RULES: tuple[Callable[[Sentence], Iterator[Fact]], ...] = (
    rating_change.find,
    technical_call_change.find,
    financial_score_change.find,
    result_scheduled.find,
    index_return.find,
    advance_decline.find,
    mover.find,
    flow.find,
    price_level.find,
    segment_stat.find,
    target_price.find,
    sector_leadership.find,
    capital_rotation.find,
)
