"""sector_leadership: a sector led the market or lagged it.

"Industrial stocks have led the charge", "Nifty Metal gained the most", "IT and pharma were the laggards",
"dragged by banks", "barring realty, all ended lower". The sentence is read as a row (lexicon/leadership.txt);
a sector is named as a sector or by its index ("Nifty Metal").
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful, is_history
from bhavhouse.news.grammar.leadership_rules import FOLLOWED, RULES
from bhavhouse.news.grammar.main_index import main_index
from bhavhouse.news.grammar.moves import moves_of
from bhavhouse.news.grammar.pieces import Facts, Span, make
from bhavhouse.news.grammar.row import Row
from bhavhouse.news.grammar.sector_names import sector_name, sectors_of
from bhavhouse.news.grammar.told import is_old, told_horizon
from bhavhouse.news.lexicon import present_verbs, words

KIND = "sector_leadership"
_MAKERS = re.compile(
    r"(?i)(?:ers|banks|nbfcs|omcs|airlines|hotels|financials|amcs|psus|autos|industrials|techs)$"
)
# "It was the best performer among the sectoral indices": the sector is that of the sentence before.
_IT = re.compile(r"^(?:[?M]|[mt])?[=+W]{1,2}[nt]?[GXn]")
_UP, _DOWN = "rgGU+hB", "fxXDwZW"
_ABROAD = re.compile(r"nasdaq|s&p 500|\bdow\b|wall street|nikkei|stoxx|ftse|hang seng|kospi|shanghai")
_HOME = re.compile(r"sensex|nifty|\bbse\b|\bnse\b|dalal|\bindian?\b")
_SOFT = re.compile(
    r"trend|tide|dumped|sold|hammered|battered|well|better|support|rescue|cushion|helping|lane|pressure|stress|"
    r"favour|takers|buyers"
)
# In a headline the present tells what was; in a text it tells what is usual.
_PRESENT = re.compile(
    r"(?:leads?|drives?|outperforms?|lags?|struggles?|underperforms?|shines?|attracts?|draws?|tops?|sees?|faces?|"
    r"witness|weighs?|drags?|pulls?|lifts?|boosts?|supports?|helps?|pushe?s?|stands? out|bear the brunt)$"
)
_BUSINESS = re.compile(r"\bS (?:business|arm|division|vertical|unit)\b")
_ONLY = re.compile(r"\b(?:only|lone|sole|single|solitary)\b")
_OF_BUSINESS = re.compile(r"\b(?:segments?|verticals?|business)\b")
_OF_TIME = re.compile(
    r"(?:day|week|month|quarter|year|session|close|level|run|streak)s?\b|single-day|one-day|weekly|monthly"
)
_MEASURED = re.compile(
    r"(?:out|under)performed(?: (?:the|X|I|[a-z]+)){0,3}? by [a-z]+ing P|(?:^|S )with P (?:trailed|lagged)"
)
_OF_PROFITS = re.compile(r" (?:in|of) (?:earnings|profits?|revenues?|sales|income|results|exports)(?: ,)? $")
_TO_COME = re.compile(
    r"(?<!continued )(?<!continue )(?<!continues )(?<!seemed )(?<!out )"
    r"\bto (?:remain|stay|be|continue|outperform|underperform)\b"
)
_RARE = re.compile(rf"(?:best|worst|biggest|sharpest|steepest) (?:{_OF_TIME.pattern})")
_FLOW = re.compile(r"\b(?:fiis?|fpis?|fii|foreign|overseas|outflows?|inflows?)\b")
_TAKING = ("role", "by", "amid", "seen")
_NEED_NO_FIGURE = ("moved", "seen", "into", "weighed", "amid", "except", "kept")


def find(sentence: Sentence) -> Facts:
    """The leading and lagging sectors of a sentence."""
    if not re.search(r"(?:^| )[SIX](?: |$)|^it ", sentence.string):
        return
    if not _names_sector(sentence):
        return
    row = Row(sentence.shape, "leadership")
    string = _letters(sentence, row)
    if "S" not in string:
        yield from _pronoun(sentence, row, string)
        return
    if _is_abroad(sentence):
        return
    taken: set[int] = set()
    for name, rule in RULES:
        for found in rule.finditer(string):
            side = _side(sentence, string, name, found)
            if not side or _is_refused(sentence, row, string, name, found):
                continue
            yield from _facts(sentence, row, found, side, name, taken)
            more = FOLLOWED.match(string, found.end())
            if more and "P" not in more["s"] and name in ("led", "ranked", "most", "role"):
                yield from _facts(sentence, row, more, side, name, taken)


def _names_sector(sentence: Sentence) -> bool:
    """Whether a sector is named at all, be it by "it"."""
    if re.search(r"(?:^| )S(?: |$)|^(?:it|the|X) ", sentence.string):
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


def _side(sentence: Sentence, string: str, name: str, found: re.Match[str]) -> int:
    """Whether a match tells of a lead or a lag; 0 where it tells neither."""
    told = {key: value for key, value in found.groupdict().items() if value and key != "s"}
    if name == "except":
        return -_way(told["move"])
    if name == "into":
        return 1
    if name == "by":
        way = next((_way(letter) for letter in told.get("by", "") if _way(letter)), 0)
        if way:
            return way
        return _way(told["verb"]) or _before(sentence, string, found)
    if name == "pulled":
        return _way(told.get("way", "")) or (_way(told["pull"]) if told["pull"] in "hw" else 0)
    if name == "ranked" or name == "role":
        role, adj = told.get("role", ""), told.get("adj", "")
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
    if fell and "the trend" in sentence.string:
        return -1  # "bucked the trend and fell"
    return next((_way(value) for key, value in told.items() if _way(value)), 0)


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


def _is_refused(sentence: Sentence, row: Row, string: str, name: str, found: re.Match[str]) -> bool:
    """Whether the words mean something else here, are doubtful or of the past."""
    start, end = row.span(*found.span())
    stop = row.span(found.start(), found.end("s") if found.end("s") < found.end() else found.end())[1]
    last = row.words(found.end() - 1)
    is_heading = row.words(found.start()).startswith("what did")  # "What did not:"
    if not is_heading and is_doubtful(sentence.shape, start, stop if "not" in last or "out" in last else end):
        return True
    comma = sentence.string.find(" ,", end)
    # "..., recouping what it had lost, led by autos": the border before tells of now.
    is_apart = name == "by" and sentence.string[:start].endswith(" , ")
    if (is_history(sentence.shape, start, end) and not is_apart) or is_old(
        sentence, start, comma if comma > 0 else len(sentence.string)
    ):
        return True
    if _TO_COME.search(sentence.string[start:end]):
        return True  # "metals to remain under pressure"
    if name == "by" and _OF_PROFITS.search(sentence.string[:start]):
        return True
    if name == "led" and _MEASURED.search(sentence.string[start:]):
        return True  # told in figures
    if "P positive" in sentence.string:
        return True  # the shares of results
    if name == "ranked" and _ONLY.search(sentence.string[start:end]) and " P" in sentence.string[end:]:
        return True  # "the only gainers, rising 1.4% and 0.6%": told in figures
    if name == "only" and not _ONLY.search(sentence.string[start:end]):
        return True
    if _BUSINESS.search(sentence.string[start:end]):
        return True  # "the chemicals business lagged"
    if "M" in (row.shape.units[at].symbol for at in row.at[found.start() : found.end()]):
        return True  # sums of money in brackets are flows
    if "!" in string[max(string.rfind(";", 0, found.start()) + 1, found.start() - 6) : found.end()]:
        return True  # sectors of a business or an economy
    if (
        name == "role"
        and "led" in found.groupdict()
        and re.match(r"[^=+W,.;&(:]", string[found.start() - 1 : found.start()])
    ):
        # "the company led gains in the chemicals space"
        return True
    if name in ("led", "seen", "most") and _FLOW.search(sentence.string):
        return True
    cue = next(
        (
            row.words(found.start(key))
            for key in ("led", "side", "pull", "deal")
            if found.groupdict().get(key)
        ),
        "",
    )
    if name == "seen" and string[found.start("deal") - 1 : found.start("deal")] == "v":
        cue = row.words(found.start("deal") - 1)
    after = string[found.end() : found.end() + 3]
    is_now = _PRESENT.match(cue) or (
        cue.partition(" ")[0] in present_verbs() and not re.search(r"\b(?:ha[vds]e?|to) $", _until(row, found))
    )
    if (
        is_now
        and " now " not in sentence.string[start:end]
        and not sentence.is_title
        and not re.match(r"[?]?P", after)
        and "rahe" not in sentence.string
    ):
        return True
    if found.end("s") == found.end() and re.match(r"N|[?].?N", after) and name in _TAKING:
        # "led by IT major Infosys"
        return True
    first = row.at[found.start("s")]
    if first and sentence.shape.units[first].symbol == sentence.shape.units[first - 1].symbol == "S":
        return True  # "textile exporters" is one name that no list knows
    if name in ("most", "ranked") and _RARE.search(sentence.string[start:end]):
        return True
    if name == "ranked" and any(_OF_TIME.match(word) for word in (last, _next(row, found.end()))):
        return True  # "logs its best day"
    if "second" in row.words(found.end() - 1) or re.search(
        r"\b(?:second|third|next)\b", sentence.string[start:end]
    ):
        return True
    move = found.start("move") if found.groupdict().get("move") else 0
    if move and row.words(move) in ("up", "down") and string[move - 1] == "?":
        return True  # "lined up"
    if name == "led" and (after.startswith("b") or re.match(r"[i?]?b", after)):
        return True
    if (
        name == "led"
        and found.groupdict().get("side")
        and last in ("drag", "lead", "star")
        and after[:1] == "N"
    ):
        return True
    if name == "seen" and re.match(r"demand (?:for|in)\b", sentence.string[start:]):
        return True  # demand for goods
    if name == "by" and not re.search(r"[MmgxBZGXtIn]", string[: found.start("by")]):
        return True
    if re.search(r"SB[^i]", string[: found.start("s")]):
        return True  # "power demand rose, led by industrial consumers"
    if _crude(sentence, row, found):
        return True
    if name == "ranked" and _OF_BUSINESS.search(row.words(found.end() - 1) + " " + _next(row, found.end())):
        return True
    if name == "pulled" and last in ("hit", "hitting", "hurt", "hurting", "sank", "dented", "pressured"):
        return True
    if name in ("moved", "led") and re.search(
        r"e[?S&]{0,3}$", string[max(0, found.start() - 4) : found.start()]
    ):
        return True  # "barring a few banking names, financials stayed weak"
    if name == "moved" and re.search(r"\b(?:where|whose)\b", sentence.string[start:end]):
        return True  # "the only sector where wages rose"
    if name == "moved":
        return _is_single_word(sentence, row, found)
    return name == "led" and "pressure" in last and sentence.string.startswith(" to ", end)


def _until(row: Row, found: re.Match[str]) -> str:
    """The words up to the verb of a match."""
    key = next(key for key in ("led", "side", "pull", "deal") if found.groupdict().get(key))
    return row.shape.string[: row.span(found.start(key), found.end(key))[0]]


def _crude(sentence: Sentence, row: Row, found: re.Match[str]) -> bool:
    """Whether "oil" is the goods: crude oil, palm oil."""
    at = row.at[found.start("s")]
    before = sentence.shape.units[at - 1].symbol if at else ""
    return before in ("crude", "palm", "edible", "brent", "soy", "natural")


def _next(row: Row, place: int) -> str:
    return row.words(place) if place < len(row.at) else ""


def _is_single_word(sentence: Sentence, row: Row, found: re.Match[str]) -> bool:
    """Whether a sector named alone, without "stocks" or "index", may be the goods it sells: "oil fell"."""
    at = row.at[found.start("s")]
    if at and sentence.shape.units[at - 1].symbol in ("only", "just"):
        return False  # "only energy managed to end higher"
    told = sectors_of(sentence, row, *found.span("s"))
    has_tail = re.search(r"t", found["s"])
    unit = sentence.shape.units[row.at[found.start("s")]]
    is_maker = bool(told) and bool(_MAKERS.search(told[0][1]))
    return len(told) < 2 and not has_tail and unit.symbol != "I" and not is_maker


def _facts(
    sentence: Sentence, row: Row, found: re.Match[str], side: int, name: str, taken: set[int]
) -> Facts:
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


def _fact(sentence: Sentence, place: Span, sector: str, side: int, name: str):  # type: ignore[no-untyped-def]
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


def _pronoun(sentence: Sentence, row: Row, string: str) -> Facts:
    """ "It was the best performer among the sectoral indices": the sector of the sentence before."""
    other = sentence.before()
    found = _IT.match(string)
    if not found or other is None or other.block != sentence.block or "sector" not in sentence.string:
        return
    if sentence.shape.units[0].symbol not in ("it", "X", "the"):
        return
    named = [unit for _, unit in other.shape.subjects if unit.symbol == "I"]
    sector = sector_name(named[0].items[0].text) if len(named) >= 1 and len(named[0].items) == 1 else ""
    if not sector or is_doubtful(sentence.shape, *row.span(*found.span())):
        return
    side = -1 if re.search(r"[WX]", found.group()) else 1
    yield _fact(sentence, Span(*row.span(*found.span())), sector, side, "pronoun")


def _is_abroad(sentence: Sentence) -> bool:
    """Whether the paragraph speaks of another country's market."""
    article = sentence.article
    memo = article.memo
    if "abroad" not in memo:
        spans: dict[int, tuple[int, int]] = {}
        for other in article.sentences:
            units = other.shape.units
            spans[other.block] = spans.get(other.block, (units[0].start, 0))[0], units[-1].end
        plain = {block: article.text.plain[start:end].lower() for block, (start, end) in spans.items()}
        memo["abroad"] = {
            block: bool(_ABROAD.search(text)) and not _HOME.search(text) for block, text in plain.items()
        }
    return bool(memo["abroad"][sentence.block])
