"""index_return: an index, or a size segment, gained or lost so much.

"The Nifty 50 fell 0.4%", "BSE Midcap and Smallcap gained 0.5% and 0.7%", "the 2.5% rise recorded on 12 Feb".
"""

import re

from bhavhouse.news import names
from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.grammar.moves import Move, Mover, signed, told_horizon
from bhavhouse.news.grammar.pieces import Facts, make, pattern
from bhavhouse.news.lexicon import moves, one_of

KIND = "index_return"
_INDICES = Mover(r"[IX](?: (?:stocks|shares|segment|space|index|indices))?")
_SECTORS = Mover(r"S(?: (?:index|indices|gauge|sector|pack))?")
_BARE = pattern(
    rf"(?:the|this|its) (?P<adj>(?:[a-z-]+ ){{0,2}})(?P<p>P) (?P<noun>{one_of(moves('noun'))})(?: (?:recorded|seen|today|on|in|over|this))"
)


def find(sentence: Sentence) -> Facts:
    """The index returns of a sentence."""
    for mover in (_INDICES, _SECTORS):
        for move in mover.find(sentence):
            name = _name(sentence, move, is_sector=mover is _SECTORS)
            if name is None:
                continue
            fields = {"index": name, **signed(move.figure, move.sign), "horizon": move.horizon or "1d"}
            yield make(
                sentence,
                _Span(move.match_start, move.match_end),  # type: ignore[arg-type]
                f"index_return.{move.shape}",
                KIND,
                fields,
                confidence=0.9 if mover is _INDICES else 0.8,
            )
    for found in sentence.shape.find(_BARE):
        unit = sentence.shape.unit(found, "p")
        index = sentence.article.index(sentence, found.start())
        if unit is None or index is None or is_doubtful(sentence.shape, found.start(), found.end()):
            continue
        if re.search(r"\b(?:profit|revenue|stock|share|sales)\b", sentence.string[: found.start()]):
            continue
        fields = {
            "index": index,
            **signed(unit.items[0].value, moves("noun")[found["noun"]]),
            "horizon": told_horizon(sentence, found.start(), found.end()) or "1d",
        }
        yield make(sentence, found, "index_return.bare", KIND, fields, confidence=0.8)


class _Span:
    """Where a move stands, in the form of a match."""

    def __init__(self, start: int, end: int) -> None:
        self._span = start, end

    def start(self) -> int:
        return self._span[0]

    def end(self) -> int:
        return self._span[1]


def _name(sentence: Sentence, move: Move, *, is_sector: bool) -> str | None:
    """The index as printed; "the index" and a bare size segment mean the one named before, if there is one."""
    text = move.item.text
    if is_sector:
        text = sentence.article.text.plain[move.item.start : move.item.end]
        follows = sentence.article.text.plain[move.item.end : move.item.end + 8].lower()
        if follows.startswith(" stock") or follows.startswith(" share"):
            return None
        return text
    lowered = text.lower()
    if lowered.startswith(("the ", "this ")) or names.is_segment(text):
        known = sentence.article.index(sentence, move.match_start, lowered)
        if known or not names.is_segment(text):
            return known
    return text
