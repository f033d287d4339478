"""Whether a name is the one that moves, or only says whose thing does; and whom "they" means."""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.grammar.moves.roles import Roles
from bhavhouse.news.lexicon import words
from bhavhouse.news.units import Unit

# "shares of A", "both of A and B"
_PAPERS = words("no_owner") | {"C", "(", ")", "'s"}


def is_owner(sentence: Sentence, roles: Roles, at: int) -> bool:
    """Whether the name only says whose a thing is: "the flagship of the Kalyani Group rose 3%"."""
    units, n = sentence.shape.units, roles.at[at] - 1
    while n > 0 and units[n].symbol in ("the", "its"):
        n -= 1
    return n > 0 and units[n].symbol == "of" and units[n - 1].symbol not in _PAPERS


def is_of_unnamed(sentence: Sentence, roles: Roles, at: int) -> bool:
    """Whether the verb's subject is a thing of the company's that goes unnamed: "B's rose 8%"."""
    units, n = sentence.shape.units, roles.at[at]
    if n + 2 >= len(units) or units[n + 1].symbol != "'s" or units[n].symbol != "N":
        return False
    if re.search(r"'s (?:shares?|stock|scrip)\b", sentence.string[: sentence.shape.starts[n]]):
        return False  # "A's shares fell 3%, and B's were up 1%"
    return at + 2 < len(roles.at) and (roles.at[at + 2] == n + 2 or units[n + 2].symbol == "on")


def is_gauge(sentence: Sentence, subject: Unit) -> bool:
    """Whether a sector's index is meant: "Oil & Gas index is down 147 points"."""
    follows = sentence.article.text.plain[subject.end : subject.end + 6]
    return subject.symbol == "S" and follows in (" index", " gauge")


def several(sentence: Sentence, roles: Roles, at: int) -> Unit | None:
    """Whom "they" means: the names before that are as many as the figures after it; "both" are two."""
    units = sentence.shape.units
    figures = next((units[roles.at[n]] for n in range(at, len(roles.at)) if roles.string[n] in "PT"), None)
    if figures is None:
        return None
    is_they = units[roles.at[at]].symbol == "they" and " each" not in sentence.string
    size = len(figures.items) if is_they else 2
    for symbol in ("I", "N", "S"):
        items = [item for unit in units[: roles.at[at]] if unit.symbol == symbol for item in unit.items]
        for n in range(1, 4):
            other = sentence.before(n)
            if len(items) >= size or other is None or other.block != sentence.block:
                break
            named = [item for unit in other.shape.units if unit.symbol == symbol for item in unit.items]
            items = named + items
        if len(items) == size and len({item.text for item in items}) == size:
            told = {"former": items[:1], "latter": items[1:]}.get(units[roles.ends[at]].symbol, items)
            return Unit(symbol, told[0].start, told[-1].end, told)
    return None
