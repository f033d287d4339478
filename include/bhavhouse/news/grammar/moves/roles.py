"""A sentence as a row of roles: one letter for each unit that says something about a move.

N company  I index  S sector  p "it"  j "which"   P percentage  T points  M money  # number
r verb up  f verb down  A verb or noun up  E verb or noun down  G noun up  L noun down  U "up"  D "down"
b "was"  z "closed"  q "traded"  o "opened"  h "posted"  i "with"  a "to"  n "in"  O "of"  y "from"
& "and"  | "or"  , ( ) :
v an index beaten
x border  Y gainers  Q losers  C upper circuit  F lower circuit  ! a figure of the business  w other words

Times, adverbs and words that say nothing are passed over. The words are data: lexicon/roles.txt, moves.csv.
"""

import re
from functools import cache

from bhavhouse.news.grammar.row import Letters
from bhavhouse.news.lexicon import by_first_word, moves, phrases, words
from bhavhouse.news.units import Shape, Unit

_SYMBOLS = {
    "N": "N", "B": "N", "C": "N", "I": "I", "X": "I", "S": "S", "P": "P", "T": "T", "M": "M", "#": "#",
    ",": ",", "(": "(", ")": ")", "[": "(", "]": ")", ":": ":", "-": ":", "|": ":", "—": ":", "=": ":",
    "/": "|", ";": ";", "&": "&", "'s": "'", "D": "_", "K": "w", ".": ".", "?": ".", "!": ".",
    "+": "U", "~": "_",
    "'": "_", "▲": "U", "▼": "D", "↑": "U", "↓": "D",
}  # fmt: skip
_IN_TIME = frozenset(
    ["in", "on", "during", "for", "over", "at", "by", "of", "since", "till", "from", "within", "after"]
)
# "the best among 19 sectoral indices"
_COUNTED = words("counted")
_ARE = frozenset(["were", "are", "have", "had", "ended", "closed", "settled", "finished"])
_ARTICLES = frozenset(["the", "a", "an", "this", "its", "that", "today"])


@cache
def _listed() -> dict[str, list[tuple[list[str], str]]]:
    """Phrases and their roles, by first word."""
    found = dict(phrases("roles"))
    up, down = (
        {form: {word for word, sign in moves(form).items() if sign == side} for form in ("verb", "noun")}
        for side in (1, -1)
    )
    for side, letters in ((up, "rAG"), (down, "fEL")):
        for word in side["verb"] | side["noun"]:
            both = word in side["verb"] and word in side["noun"]
            role = letters[1] if both else letters[0] if word in side["verb"] else letters[2]
            found[(word,)] = role
    return by_first_word(found)


@cache
def _times() -> frozenset[str]:
    """The single words that tell nothing but a time."""
    return frozenset(
        word for word, known in _listed().items() if any(p == [word] and role == "t" for p, role in known)
    )


_EMPTY = re.compile(r"(?<=I)\(I\)|\(\)")


class Roles(Letters):
    """The roles of a sentence."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        letters: list[str] = []
        self.at, self.ends = [], []
        listed, times = _listed(), _times()
        units = shape.units
        symbols = [unit.symbol for unit in units]
        n = 0
        while n < len(units):
            size = _time(units, symbols, n, times)
            role = "_"
            if not size:
                size, role = 1, _SYMBOLS.get(symbols[n], "")
                if not role or symbols[n] == "|":
                    size, role = _phrase(symbols, n, listed) or (1, role or "w")
                if (role == "w" and symbols[n].endswith("ly")) or (
                    role == "#" and (_is_year(units[n]) or next(iter(symbols[n + 1 : n + 2]), "") in _COUNTED)
                ):
                    role = "_"
                elif role in "kK":
                    # "closed 1.1% in the red" tells a side; "ended in the red at 25,000" says nothing more.
                    after_figure = bool(letters) and letters[-1] in "PT"
                    role = ("U" if role == "k" else "D") if after_figure else "_"
                elif (
                    symbols[n] == "both"
                    and (not letters or letters[-1] in ",;")
                    and symbols[n + 1 : n + 2]
                    and (symbols[n + 1] in moves("verb") or symbols[n + 1] in _ARE)
                ):
                    role = "p"  # "For the week, both lost over 1%"
                elif symbols[n] == "-" and _is_sign(units, n):
                    role = "D"
                elif role == "I" and _is_beaten(symbols, n):
                    role = "v"
            if role not in "_t":
                letters.append(role)
                self.at.append(n)
                self.ends.append(n + size - 1)
            n += size
        # "the 30-share index (Sensex) of the Bombay Stock Exchange (BSE)"
        for empty in reversed(list(_EMPTY.finditer("".join(letters)))):
            for kept in (letters, self.at, self.ends):
                del kept[empty.start() : empty.end()]
        self.string = "".join(letters)


def _is_sign(units: list[Unit], n: int) -> bool:
    """Whether a dash is a minus: a blank before it, none between it and its number ("Nifty -129")."""
    if not 0 < n < len(units) - 1 or units[n + 1].symbol not in "#T":
        return False
    apart = units[n - 1].end < units[n].start or units[n - 1].symbol in ("(", ",")
    return apart and units[n].end == units[n + 1].start


# "Smallcap beat the Sensex with a 2% gain": the Sensex is only what it is held against.
_BEATS = re.compile(
    r"\b(?:outshone|(?:out|under)perform(?:s|ed|ing)?|outpac(?:ed?|es|ing)|outdid|beats?|beating|bettered|lag(?:s|ged|ging)|"
    r"topped|trail(?:s|ed|ing)|mirror(?:s|ed|ing)|track(?:s|ed|ing)|surpassed|(?:better|worse) than)$"
)
_BEFORE_OBJECT = frozenset(["the", "its", "benchmark", "headline", "broader", "both"])


def _is_beaten(symbols: list[str], n: int) -> bool:
    """Whether an index is the object of such a verb, and nothing more is told of it."""
    at = n - 1
    while at > 0 and symbols[at] in _BEFORE_OBJECT:
        at -= 1
    if at < 0 or not _BEATS.search(" ".join(symbols[max(0, at - 1) : at + 1])):
        return False
    after = symbols[n + 1 : n + 3]
    return after[:1] not in (["'s"], ["which"], ["("]) and after != [",", "which"]


def _is_year(unit: Unit) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", unit.items[0].text))


def _phrase(
    symbols: list[str], n: int, listed: dict[str, list[tuple[list[str], str]]]
) -> tuple[int, str] | None:
    for phrase, role in listed.get(symbols[n], ()):
        if symbols[n : n + len(phrase)] == phrase:
            return len(phrase), role
    return None


def _time(units: list[Unit], symbols: list[str], n: int, times: frozenset[str]) -> int:
    """How many units from here tell nothing but a time: "in early trade on Monday", "a 1-month fall"."""
    if symbols[n] == "#" and symbols[n + 1 : n + 2] == ["-"] and symbols[n + 3 : n + 4]:
        return 3 * (symbols[n + 2] in times and symbols[n + 3] in moves("noun"))
    if symbols[n] not in _IN_TIME:
        return 0
    at = n + 1
    while at < len(symbols) and symbols[at] in _ARTICLES:
        at += 1
    start = at

    def _of_time(at: int) -> bool:
        # "in 3 months", but not "at 25,000"
        is_long = units[at].items[0].value.value > 31
        is_long = is_long and symbols[at + 1 : at + 2] not in (["days"], ["weeks"])
        if is_long and not _is_year(units[at]):
            return False
        is_year = symbols[n] in ("in", "during", "since", "for", "of") and _is_year(units[at])
        return at > start or is_year or (at + 1 < len(symbols) and symbols[at + 1] in times)

    while (
        at < len(symbols)
        and at - start < 6
        and (symbols[at] in ("D", "'s") or symbols[at] in times or (symbols[at] == "#" and _of_time(at)))
    ):
        at += 1
    if start < at < len(symbols) - 1 and symbols[at] in ("ended", "ending", "to") and symbols[at + 1] == "D":
        at += 2  # "over the week ended 12 February"
    return at - n if at > start else 0
