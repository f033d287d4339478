"""Article bytes -> facts."""

from datetime import date
from pathlib import Path

from bhavhouse.files import code_digest
from bhavhouse.news.article import Article
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar import RULES
from bhavhouse.news.merge import merge
from bhavhouse.news.text import decode, repair

# Of all that a reading depends on, so that none of it can change unseen.
GRAMMAR = code_digest(Path(__file__).parent)[:12]


def extract(payload: bytes) -> list[Fact]:
    """The facts that an article states, in the order of its text. Raises MalformedFile where it is none."""
    return extract_text(decode(payload))


def extract_text(raw: str, published: date | None = None) -> list[Fact]:
    """The facts of a text; `start` and `end` point into it as given; "today" is the day of publication."""
    text = repair(raw)
    article = Article(text, published)
    found = [fact for sentence in article.sentences for find in RULES for fact in find(sentence)]
    facts = merge(article, found)
    for fact in facts:
        fact.start, fact.end = text.span(fact.start, fact.end)
        fact.quote = raw[fact.start : fact.end]
    return sorted(facts, key=lambda fact: (fact.start, fact.end))
