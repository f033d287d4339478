"""The grammar: a module for each kind of fact, each with a function `find(sentence)`.

To teach it a phrase: add a sentence with its facts to `tests/news/examples/<kind>.txt`, see it fail, extend a
pattern.
"""

from collections.abc import Callable, Iterator

from bhavhouse.news.article import Sentence
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar.calls import (
    financial_score_change,
    rating_change,
    target_price,
    technical_call_change,
)
from bhavhouse.news.grammar.counts import advance_decline
from bhavhouse.news.grammar.flows import flow
from bhavhouse.news.grammar.moves import index_return, mover, price_level
from bhavhouse.news.grammar.results import result_scheduled
from bhavhouse.news.grammar.sectors import capital_rotation, sector_leadership
from bhavhouse.news.grammar.segments import segment_stat

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
