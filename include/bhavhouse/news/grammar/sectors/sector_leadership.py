"""sector_leadership: a sector led the market or lagged it.

"Industrial stocks have led the charge", "Nifty Metal gained the most", "IT and pharma were the laggards",
"dragged by banks", "barring realty, all ended lower". The sentence is read as a row (lexicon/leadership.txt);
a sector is named as a sector or by its index ("Nifty Metal").
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.facts import Fact
from bhavhouse.news.grammar.main_index import main_index
from bhavhouse.news.grammar.moves.moves import moves_of
from bhavhouse.news.grammar.moves.told import told_horizon
from bhavhouse.news.grammar.pieces import Facts, Span, make
from bhavhouse.news.grammar.row import Row
from bhavhouse.news.grammar.sectors.doubts import is_refused
from bhavhouse.news.grammar.sectors.names import sector_name, sectors_of
from bhavhouse.news.grammar.sectors.rules import FOLLOWED, RULES
from bhavhouse.news.lexicon import words

KIND = "sector_leadership"
_UP, _DOWN = "rgGU+hB", "fxXDwZW"
_LISTED = re.compile(r"nifty|sensex|sectoral|[dl]-?cap")
_SHARES = re.compile(
    r"\b(?:I|X|stocks?|shares|counters?|sector\w*|markets?|index|investors|pack|gainers|losers)\b"
)
_SOFT = re.compile(
    r"trend|tide|dumped|sold|hammer|batter|beating|pounding|drubbing|well|better|support|rescue|cushion|helping|lane|"
    r"favour|takers|buyers"
)
_FIGURED = re.compile(r"\([rf]P\)")
# "..., giving up Wednesday's gains, led by banks": it fell
_UNDONE = re.compile(r"\b(?:giv\w+|gave) up [^,;]*(?:, )?$|\b(?:eras|wip|surrender)\w+ [^,;]*(?:, )?$")
_NEED_NO_FIGURE = ("moved", "seen", "into", "weighed", "amid")


def find(sentence: Sentence) -> Facts:
    """The leading and lagging sectors of a sentence."""
    if not re.search(r"(?:^| )[SIX](?: |$)", sentence.string):
        return
    if not _names_sector(sentence):
        return
    row = Row(sentence.shape, "leadership")
    string = _letters(sentence, row)
    if "S" not in string:
        return
    article = sentence.article
    if article.is_dominant and not _SHARES.search(sentence.string) and not _LISTED.search(article.lowered):
        return  # the sectors of a company's business
    taken: set[int] = set()
    for name, rule in RULES:
        for found in rule.finditer(string):
            side = _side(sentence, row, string, name, found)
            if not side or is_refused(sentence, row, string, name, found):
                continue
            yield from _facts(sentence, row, found, side, name, taken)
            more = FOLLOWED.match(string, found.end())
            if more and "P" not in more["s"] and name in ("led", "ranked", "most", "role"):
                yield from _facts(sentence, row, more, side, name, taken)


def _names_sector(sentence: Sentence) -> bool:
    """Whether a sector is named at all."""
    if re.search(r"(?:^| )S(?: |$)", sentence.string):
        return True
    return any(
        sector_name(item.text)
        for _, unit in sentence.shape.subjects
        if unit.symbol == "I"
        for item in unit.items
    )


def _letters(sentence: Sentence, row: Row) -> str:
    """The row with the sectors' indices as sectors and the others as the market."""
    letters = list(row.string)
    for place, letter in enumerate(letters):
        if letter == "I":
            unit = sentence.shape.units[row.at[place]]
            is_sector = unit.symbol == "I" and all(sector_name(item.text) for item in unit.items)
            letters[place] = "S" if is_sector else "M"
    string = "".join(letters)
    # "industrial and speciality sectors": a word that no list knows, beside a sector
    for found in re.finditer(r"(?:(?<=S&)|(?<=S,)|(?<=St&))\?(?=t)|(?:^|(?<=[,&.bi:h]))\?(?=[&,]S)", string):
        word = row.words(found.start())
        if string[found.end()] == "," and "&" not in string[found.end() : found.end() + 8]:
            continue  # "In Mumbai, IT shares"
        if (
            word not in words("no_sector")
            and re.fullmatch(r"[a-z][a-z&-]{3,}", word)
            and not word.endswith("ly")
        ):
            string = (
                string[: found.start()] + "S" + string[found.end() :]
                if "t" in string[found.end() : found.end() + 3]
                else string
            )
    return string


def _side(sentence: Sentence, row: Row, string: str, name: str, found: re.Match[str]) -> int:
    """Whether a match tells of a lead or a lag; 0 where it tells neither."""
    told = {key: value for key, value in found.groupdict().items() if value and key != "s"}
    if name == "except":
        rest = re.match(r"[?i]{0,2}([gxrf])", string[found.end() :])
        way = (
            told.get("move")
            or (rest[1] if rest else "")
            or next((x for x in reversed(string[: found.start()]) if x in "rfgx"), "")
        )
        return -_way(way or _moved_before(sentence))
    if name == "into":
        return 1
    if name == "by":
        way = next((_way(letter) for letter in told.get("by", "") if _way(letter)), 0)
        if way:
            return way
        way = _way(told["verb"]) or _before(sentence, string, found)
        start = row.span(found.start(), found.end())[0]
        return -way if told["verb"] == "L" and _UNDONE.search(sentence.string[:start]) else way
    if name == "pulled":
        return _way(told.get("way", "")) or (_way(told["pull"]) if told["pull"] in "hw" else 0)
    if name == "ranked" or name == "role":
        role, adj = told.get("role", "") or told.get("role2", ""), told.get("adj", "")
        if role in ("U", "D"):
            return _way(role)
        if role in ("G", "X"):
            # "the worst performers"
            return _way(role) if "W" not in adj else -1
        if "W" in adj or "+" in adj:
            return -1 if "W" in adj else 1
        if role in ("g", "x", "r", "f", "U", "D"):
            return _way(role)
        if "led" in told:
            return _way(told.get("what", "")) or 1
        return 1 if role == "n" and adj == "=" else 0
    if "led" in told:
        return _way(told.get("what", "")) or _before(sentence, string, found, only_close=True)
    fell = re.match(r",?[&?bi]{0,2}f", string[found.end() :]) if told.get("side") == "U" else None
    is_trend = told.get("side") == "U" and re.search(r"\bbuck\w* the trend", sentence.string)
    if is_trend and (fell or re.search(r"[grB][^xfZ]*$", string[: found.start()])):
        return -1  # "bucked the trend and fell"; "gains were seen in autos, with IT bucking the trend"
    return next((_way(value) for key, value in told.items() if _way(value)), 0)


def _moved_before(sentence: Sentence) -> str:
    """Which way the sentence before tells that all but a few sectors went."""
    other = sentence.before()
    string = Row(other.shape, "leadership").string if other is not None else ""
    return next((letter for letter in reversed(string) if letter in "rfgx"), "") if "a" in string else ""


def _way(letter: str) -> int:
    return 1 if letter and letter in _UP else -1 if letter and letter in _DOWN else 0


def _before(sentence: Sentence, string: str, found: re.Match[str], *, only_close: bool = False) -> int:
    """Up or down as the words before tell; a lead where they tell nothing."""
    near = string[max(0, found.start() - (6 if only_close else 16)) : found.start()]
    told = [letter for letter in near if letter in "rfgxBZXG"]
    after = re.match(r"'?[?=+P]{0,3}(?P<way>[gxrf])", string[found.end() :]) if not only_close else None
    if after:
        return _way(after["way"])
    if told and not only_close:
        return _way(told[-1])
    return 1


def _facts(
    sentence: Sentence, row: Row, found: re.Match[str], side: int, name: str, taken: set[int]
) -> Facts:
    if _FIGURED.search(found["s"]) and re.search("(?:under|out)perform", row.words(found.end() - 1)):
        return  # "the Realty index (down 4.38%) and the Metal index (down 3.36%) underperformed": returns
    is_soft = name in _NEED_NO_FIGURE or _SOFT.search(row.words(found.end() - 1))
    first = row.at[found.start("s")]
    is_only = first > 0 and sentence.shape.units[first - 1].symbol in ("only", "just")
    figured = _with_figures(sentence) if is_soft and not is_only else frozenset()
    place = Span(*row.span(*found.span()))
    for at, sector in sectors_of(sentence, row, *found.span("s")):
        if at in taken or _stem(sector) in figured:
            continue
        taken.add(at)
        yield _fact(sentence, place, sector, side, name)


def _fact(sentence: Sentence, place: Span, sector: str, side: int, name: str) -> Fact:
    fields: dict[str, object] = {"sector": sector, "direction": "leading" if side > 0 else "lagging"}
    index = main_index(sentence)
    if index:
        fields["index"] = index
    told = told_horizon(sentence, place.start(), place.end())
    if told not in (None, "1d"):
        fields["horizon"] = told
    return make(sentence, place, f"sector_leadership.{name}", KIND, fields, confidence=0.8)


def _with_figures(sentence: Sentence) -> frozenset[str]:
    """The sectors whose move the text gives in figures: that they moved is told there."""
    memo = sentence.article.memo
    if "sectors.figures" not in memo:
        told: set[str] = set()
        for other in sentence.article.sentences:
            if re.search(r"(?:^| )[SI](?: |$)", other.string) and re.search(r"[PT]", other.string):
                for move in moves_of(other):
                    if move.figure and move.symbol in "IS":
                        told.add(_stem(sector_name(move.item.text) or move.item.text))
        memo["sectors.figures"] = frozenset(told)
    found: frozenset[str] = memo["sectors.figures"]
    return found


def _stem(name: str) -> str:
    """What two names of a sector share: "banks", "bankex"."""
    return re.sub(r"(?:ing|ex|s)$", "", name.lower().partition(" & ")[0])
