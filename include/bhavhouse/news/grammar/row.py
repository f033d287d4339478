"""A sentence as a row of letters, one for each unit that a kind's list of phrases knows.

`lexicon/<name>.txt` gives phrases their letters; `_` is passed over, a word that no list knows is `?`.
A phrase of a line "U~:" may have words between that are passed over: "took a heavy beating".
"""

from bisect import bisect_left
from functools import cache

from bhavhouse.news.lexicon import by_first_word, moves, phrases
from bhavhouse.news.units import Shape

_THINGS = {
    "N": "N", "B": "N", "C": "N", "I": "I", "X": "I", "S": "S", "P": "P", "T": "T", "M": "M", "#": "#",
    "K": "K", "D": "_", ",": ",", "(": "(", ")": ")", ":": ":", "-": "-", "|": "|", "—": ":", "=": ":",
    "/": "/", ";": ";", "&": "&", "'s": "'", ".": ".", "?": ".", "!": ".", "'": "_", "+": "_", "~": "_",
    "[": "(", "]": ")",
}  # fmt: skip


@cache
def _listed(name: str) -> dict[str, list[tuple[list[str], str]]]:
    """Phrases of a list with their letters by first word, the longest first; verbs of a move are in all."""
    found = dict(phrases(name))
    for word, sign in moves("verb").items():
        found.setdefault((word,), "r" if sign > 0 else "f")
    return by_first_word(found)


@cache
def _loose(name: str) -> tuple[dict[str, list[tuple[list[str], str]]], frozenset[str]]:
    """Phrases met with words between them that are passed over, and those words."""
    passed = {phrase[0] for phrase, letter in phrases(name).items() if letter == "_" and len(phrase) == 1}
    listed = {
        tuple(word for n, word in enumerate(phrase) if not n or word not in passed): letter
        for phrase, letter in phrases(name, loose=True).items()
    }
    return by_first_word(listed), frozenset(passed)


class Letters:
    """Units of a sentence as letters: `string` has one for each that is kept."""

    shape: Shape
    string: str
    at: list[int]  # the number of the first unit of each letter
    ends: list[int]  # and of its last

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Places among the letters -> places in the sentence's symbols."""
        first, last = self.at[start], self.ends[max(start, end - 1)]
        return self.shape.starts[first], self.shape.starts[last] + len(self.shape.units[last].symbol)


class Row(Letters):
    """What a sentence says by one list of phrases."""

    def __init__(self, shape: Shape, name: str) -> None:
        self.shape = shape
        self.at, self.ends = [], []
        listed = _listed(name)
        loose, light = _loose(name)
        symbols = [unit.symbol for unit in shape.units]
        kept = [n for n, s in enumerate(symbols) if s not in light and not s.endswith("ly")] if loose else []
        letters: list[str] = []
        n = 0
        while n < len(symbols):
            symbol = symbols[n]
            size, letter = 1, _THINGS.get(symbol, "?")
            for phrase, told in listed.get(symbol, ()):
                if symbols[n : n + len(phrase)] == phrase:
                    size, letter = len(phrase), told
                    break
            for phrase, told in loose.get(symbol, ()):
                at = bisect_left(kept, n)
                if [symbols[k] for k in kept[at : at + len(phrase)]] == phrase:
                    last = kept[at + len(phrase) - 1] + 1 - n
                    size, letter = (last, told) if last >= size else (size, letter)
                    break
            if letter == "?" and symbol.endswith("ly"):
                letter = "_"
            if letter != "_":
                letters.append(letter)
                self.at.append(n)
                self.ends.append(n + size - 1)
            n += size
        self.string = "".join(letters)

    def words(self, place: int) -> str:
        """The words at a place of the row."""
        return " ".join(unit.symbol for unit in self.shape.units[self.at[place] : self.ends[place] + 1])
