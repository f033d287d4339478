"""Article bytes -> facts."""

import re
from datetime import date
from pathlib import Path

from bhavhouse.files import code_digest
from bhavhouse.news.abroad import is_abroad
from bhavhouse.news.article import Article
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar import RULES
from bhavhouse.news.merge import merge
from bhavhouse.news.text import decode, repair

# A lesson, a quiz, a study of what Julys used to bring, a denial: their figures are no news.
_LESSON = re.compile(
    r"\b(?:quiz|lesson \d|market history|how to (?:read|use|interpret)|how should you|seasonality|a guide|"
    r"(?:ten|twenty|fifteen|\d\d) years of data|stock market school|test your|the story of|"
    r"(?:one|a|two|ten) years? ago today|(?:on this|this) day in|back-?test(?:s|ed|ing)?|"
    r"an explainer|fact[ -]?check|mock (?:trading|session)|duped|duping|cheated)\b|"
    r"(?<!.)(?:what (?:is|are|does)|(?:why|should) you|why your|corrections?|errata|poll|which is better)\b"
)
# Of all that a reading depends on, so that none of it can change unseen.
GRAMMAR = code_digest(Path(__file__).parent)[:12]


def extract(payload: bytes) -> list[Fact]:
    """The facts that an article states, in the order of its text. Raises MalformedFile where it is none."""
    return extract_text(decode(payload))


def extract_text(raw: str, published: date | None = None) -> list[Fact]:
    """The facts of a text; `start` and `end` point into it as given; "today" is the day of publication."""
    text = repair(raw)
    if _LESSON.search(text.plain[:240].lower()):
        return []
    article = Article(text, published)
    found = [
        fact
        for sentence in article.sentences
        if not is_abroad(sentence)
        for find in RULES
        for fact in find(sentence)
    ]
    facts = merge(article, found)
    for fact in facts:
        fact.start, fact.end = text.span(fact.start, fact.end)
        fact.quote = raw[fact.start : fact.end]
    return sorted(facts, key=lambda fact: (fact.start, fact.end))
