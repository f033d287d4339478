"""mover: one share gained or lost so much.

"Tata Steel (3.2%)", "A and B rose 3% and 5% respectively", "X was the worst performer, shedding 7.5%".
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.grammar.index_return import _Span
from bhavhouse.news.grammar.moves import Move, Mover, signed
from bhavhouse.news.grammar.pieces import Facts, horizon, make
from bhavhouse.news.lexicon import plain_name

KIND = "mover"
_COMPANIES = Mover(r"[NBC]")
# Names that are no companies, though they move.
_NO_COMPANY = frozenset(
    ["brent", "brent", "crude", "wti", "gold", "silver", "rupee", "bitcoin", "ethereum", "ether", "comex", "mcx", "crude", "oil", "dollar", "index", "us", "dollar", "copper", "natural", "gas", "platinum", "palladium", "treasury", "us", "treasury", "yields", "revenue", "profit", "pat", "ebitda", "cpi", "gdp", "inflation", "msci", "aluminium", "zinc", "dollar-rupee", "usd-inr", "gold", "price", "silver", "price", "net", "profit", "mcx", "gold", "mcx", "silver"]
) | {
    "brent crude",
    "crude oil",
    "us dollar",
    "mcx gold",
    "mcx silver",
    "natural gas",
    "wti crude",
    "comex gold",
}
_RANKS = (
    (re.compile(r"\bone of the (?:worst|biggest losers|top losers)|among (?:the )?(?:worst|top losers|biggest losers|major losers|losers|laggards)"), "among_worst"),
    (re.compile(r"\bone of the (?:best|biggest gainers|top gainers)|among (?:the )?(?:best|top gainers|biggest gainers|major gainers|gainers)"), "among_best"),
    (re.compile(r"\b(?:top|biggest|worst|major) (?:loser|laggard|drag|decliner)|worst performer|worst[- ]performing|led the (?:losses|decline|fall)"), "top_loser"),
    (re.compile(r"\b(?:top|biggest|best|major) (?:gainer|performer)|best[- ]performing|(?:led|leading|leads|topped) the (?:gains|gainers|charge|pack|rally)"), "top_gainer"),
)  # fmt: skip


def find(sentence: Sentence) -> Facts:
    """The share moves of a sentence."""
    for move in _COMPANIES.find(sentence):
        company = _company(sentence, move)
        if company is None:
            continue
        told = move.horizon or _carried(sentence) or "1d"
        fields: dict[str, object] = {"company": company, **signed(move.figure, move.sign), "horizon": told}
        rank = _rank(sentence, move)
        if rank:
            fields["rank"] = rank
        weak = move.item.text.lower().startswith(("the ", "its ", "this ", "shares "))
        yield make(
            sentence,
            _Span(move.match_start, move.match_end),  # type: ignore[arg-type]
            f"mover.{move.shape}",
            KIND,
            fields,
            confidence=0.75 if weak else 0.9,
        )


def _company(sentence: Sentence, move: Move) -> str | None:
    text = move.item.text
    if re.match(r"(?:the|its|this|shares of the) ", text):
        known = sentence.article.company(sentence, move.match_start)
        return known.text if known else None
    return None if plain_name(text) in _NO_COMPANY else text


def _rank(sentence: Sentence, move: Move) -> str | None:
    """The place in the field that the clause gives the share."""
    string = sentence.string
    clause = re.split(r" (?:while|whereas|;) ", string[move.match_start :])[0]
    before = re.split(r" (?:while|whereas|;) ", string[: move.match_start])[-1]
    for place in (clause, before):
        for found_by, rank in _RANKS:
            if found_by.search(place):
                return rank
    return None


def _carried(sentence: Sentence) -> str | None:
    """The time that the sentence before sets for a paragraph's list of moves."""
    for n in (1, 2):
        other = sentence.before(n)
        if other is None or other.block != sentence.block:
            return None
        if "P" in other.string.split() and not any(u.symbol == "N" for u in other.shape.units):
            return None
        start, end = other.shape.units[0].start, other.shape.units[-1].end
        found = horizon(sentence.article.text.plain[start:end].lower())
        if found:
            return found
    return None
