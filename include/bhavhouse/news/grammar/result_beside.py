"""Results whose day stands right beside them, in a sentence of another matter."""

import re
from datetime import timedelta

from bhavhouse.news.article import Sentence
from bhavhouse.news.grammar.pieces import Span
from bhavhouse.news.grammar.result_clauses import Clause, Scheduled, companies_of
from bhavhouse.news.grammar.result_context import companies_at
from bhavhouse.news.grammar.result_lines import headed
from bhavhouse.news.grammar.result_scheduled_words import RESULT
from bhavhouse.news.units import Item

# "traders may wait for the results, which are due on July 22", "slips ahead of its Q4 results later today"
_BESIDE = re.compile(
    rf"(?P<of>(?P<n>[NB]) 's (?:[a-z0-9-]+ ){{0,3}}?|(?:its|the|their|of the|for|await|"
    rf"awaits) (?:[a-z0-9-]+ ){{0,3}}?)?"
    rf"{RESULT}(?: ,)?(?: (?:which|that|is|are|due|out|scheduled|slated|lined up|announcement|later|to be|"
    rf"come|"
    r"announced|released|declared|set for))*(?P<due> (?:on )?(?P<d>D|today|tomorrow))(?= |$)"
)
_AWAITED = re.compile(r"\b(?:ahead of|before|awaits?|due)(?= )")
_MAY_BE = re.compile(
    r"\b(?:likely|tentative\w*|expected|if|after|post|following|since|not|n't|may be|might be)(?= )"
)


def named_beside(sentence: Sentence) -> Scheduled | None:
    """Results whose day, after the text's own, stands right beside them, whatever else is said."""
    found = _BESIDE.search(sentence.string)
    known = sentence.article.day
    if found is None or sentence.string.endswith("?") or sentence.is_title or known is None:
        return None
    before = sentence.string[: found.start()]
    if found["d"] != "D":
        day = known + timedelta(days=found["d"] == "tomorrow")
        if not _AWAITED.search(sentence.string[max(0, found.start() - 30) : found.end()]):
            return None
    else:
        days = sentence.article.nearest_days(sentence.shape.told(found, "d"))
        day = days[0] if len(days) == 1 else known
    if (found["d"] == "D" and day <= known) or _MAY_BE.search(" ".join(before.split()[-4:]) + " "):
        return None
    named = list(companies_of(sentence, Clause(sentence.string, 0, found.start())))
    if found["n"]:
        items = companies_at(sentence, found.start("n"))
    elif named:
        items = companies_at(sentence, named[-1]) if "its " in found.group() else []
    else:
        one = (
            _label(sentence)
            or headed(sentence)
            or (sentence.article.topic if sentence.article.is_dominant else None)
        )
        items = [one] if one else []
    return Scheduled(items[0], day, Span(found.start(), found.end())) if len(items) == 1 else None


def _label(sentence: Sentence) -> Item | None:
    """The company that the line above heads its part with: "LIC HOUSING: NO CALL"."""
    for n in range(1, 4):
        other = sentence.before(n)
        if other is None or other.block < sentence.block - 1:
            return None
        unit = other.shape.units[0]
        if unit.symbol == "N" and len(unit.items) == 1 and re.match(r"N [:|—-] ", other.string):
            return unit.items[0]
    return None
