"""Why words that look like a sector's lead or lag are none: goods, a business, another time or market."""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful, is_history
from bhavhouse.news.grammar.moves.told import is_old
from bhavhouse.news.grammar.row import Row
from bhavhouse.news.grammar.sectors.names import sectors_of
from bhavhouse.news.lexicon import present_verbs

_MAKERS = re.compile(
    r"(?i)(?:ers|banks|nbfcs|omcs|airlines|hotels|financials|amcs|psus|autos|industrials|techs)$"
)
# In a headline the present tells what was; in a text it tells what is usual.
_PRESENT = re.compile(
    r"(?:leads?|drives?|outperforms?|lags?|struggles?|underperforms?|shines?|attracts?|draws?|tops?|sees?|faces?|"
    r"witness|weighs?|drags?|pulls?|lifts?|boosts?|supports?|helps?|pushe?s?|stands? out|bear the brunt)$"
)
_SHARES = re.compile(r"\b(?:stocks|shares|counters|index|indices|scrips|sectors)\b|\bI\b")
# Only shares close a session: "consumer durables also ended higher".
_CLOSED = re.compile(r"\b(?:ended|closed|settled|finished|red|green|territory)\b")
_ONLY = re.compile(r"\b(?:only|lone|sole|single|solitary)\b")
_OF_TIME = re.compile(
    r"(?:day|week|month|quarter|year|session|close|level|run|streak)s?\b|single-day|one-day|weekly|monthly"
)
_VERBS = ("led", "side", "pull", "deal", "role2")


# Rules by name, none for all, with what they may not meet.
_Table = tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]


def _table(*rows: tuple[str, str]) -> _Table:
    return tuple((tuple(names.split()), re.compile(rule)) for names, rule in rows)


# By rule, or for all: what the words of the match may not say.
_SAID = _table(
    # "metals to remain under pressure"
    ("", r"(?<!continued )(?<!continue )(?<!continues )(?<!seemed )(?<!out )"
         r"\bto (?:remain|stay|be|continue|outperform|underperform)\b"),
    ("", r"\b(?:second|third|next|placed)\b"),
    # earlier; sectoral funds, loans, exports
    ("led ranked most", r"\bhad (?:been )?(?:led|lagged|topped|driven|(?:out|under)performed|[a-z]+est)\b"),
    ("", r"\bS (?:funds?|schemes?|etfs?|loans?|credit|exports?|output|production|prices)\b"),
    ("most ranked", rf"(?:best|worst|biggest|sharpest|steepest) (?:{_OF_TIME.pattern})"),
    # demand for goods; "the only sector where wages rose"; "buzzing as crude eased"
    ("seen", r"^demand (?:for|in)\b"),
    ("moved", r"\b(?:where|whose)\b|[a-z] (?:as|after|when|since|because|until) [a-z]"),
    ("pulled", r"\b(?:hit|hitting|hurt|hurting|sank|dented|pressured)$"),
)  # fmt: skip
# What the whole sentence may not say: shares of results, flows.
_SENTENCE = _table(
    ("", r"P positive|\b(?:lme|mcx|comex|ncdex|ministry|iip|economy|industry grew|industrial output)\b"),
    ("led ranked", r"\b(?:up|down)grades?\b"),
    ("led seen most", r"\b(?:fiis?|fpis?|fii|foreign|overseas|outflows?|inflows?)\b"),
)
# What may stand neither in the match nor close before it: another session, another market.
_NEAR = _table(
    ("", r"\b(?:year|month|week|session|day|quarter) (?:before|earlier)(?! (?:the|a|their|its))\b"),
    ("", r"\b(?:nasdaq|s&p 500|dow|wall street|nikkei|hang seng|us|u\.s|american|asian|european|chinese|"
         r"japanese|global|overseas|korean) (?:[a-z-]+ )?S\b|\bwall street\b"),
)  # fmt: skip
# Letters that may not stand before the match.
_LETTERS_BEFORE = _table(
    # "the trend in autos is up"; "barring a few banking names, financials stayed weak"
    ("led moved", r"[?N]i$"),
    ("led moved", r"e[?S&]{0,3}$"),
    ("by", r"^[^MmgxBZGXtIn]*$"),
    # "power demand rose, led by industrial consumers"
    ("", r"SB[^i].*$"),
)
# And those that may not follow it: "led by"; "IT, the drag Infosys".
_LETTERS_AFTER = _table(
    ("led", r"[i?]?b"),
)
_OF_MONEY = re.compile(r"(?: [a-z]+){0,2} M(?= |$)")  # "telecom topped the list with M": a flow
_OF_PROFITS = re.compile(r" (?:in|of) (?:earnings|profits?|revenues?|sales|income|results|exports)(?: ,)? $")
_MEASURED = re.compile(
    r"(?:out|under)performed(?: (?:the|X|I|[a-z]+)){0,3}? by [a-z]+ing P|(?:^|S )with P (?:trailed|lagged)"
)


def is_refused(sentence: Sentence, row: Row, string: str, name: str, found: re.Match[str]) -> bool:
    """Whether the words mean something else here, are doubtful or of the past."""
    start, end = row.span(*found.span())
    said, before = sentence.string, sentence.before()
    if before is not None and before.block == sentence.block and "positive" in before.string:
        return True  # best and worst by their shares of positive results
    return (
        _is_unsure(sentence, row, name, found, start, end)
        or _holds(_SAID, name, said[start:end])
        or _holds(_SENTENCE, name, said)
        or _holds(_NEAR, name, said[max(0, start - 40) : end + 25].rpartition(" ; ")[2])
        or _holds(_LETTERS_BEFORE, name, string[: found.start()])
        or any(name in names and rule.match(string, found.end()) for names, rule in _LETTERS_AFTER)
        or _OF_MONEY.match(said, end) is not None
        or _is_of_goods(sentence, row, string, name, found)
        or _is_now(sentence, row, string, name, found)
        or _is_told_elsewhere(sentence, row, string, name, found)
    )


def _holds(table: _Table, name: str, text: str) -> bool:
    return any((not names or name in names) and rule.search(text) for names, rule in table)


def _is_unsure(sentence: Sentence, row: Row, name: str, found: re.Match[str], start: int, end: int) -> bool:
    """Whether it is denied, expected or of an earlier time."""
    stop = row.span(found.start(), found.end("s") if found.end("s") < found.end() else found.end())[1]
    last = row.words(found.end() - 1)
    is_heading = row.words(found.start()).startswith("what did")  # "What did not:"
    if not is_heading and is_doubtful(sentence.shape, start, stop if "not" in last or "out" in last else end):
        return True
    comma = sentence.string.find(" ,", end)
    # "..., recouping what it had lost, led by autos": the border before tells of now.
    is_apart = name == "by" and sentence.string[:start].endswith(" , ")
    return (is_history(sentence.shape, start, end) and not is_apart) or is_old(
        sentence, start, comma if comma > 0 else len(sentence.string)
    )


def _is_now(sentence: Sentence, row: Row, string: str, name: str, found: re.Match[str]) -> bool:
    """Whether the present tense tells what is usual."""
    if "P" in found.group() or re.search(
        r"\bha(?:ve|s) .*\b(?:while|whereas|but) ", sentence.string[: row.span(*found.span())[0]]
    ):
        return False
    key = next((key for key in _VERBS if found.groupdict().get(key)), None)
    if key is None or sentence.is_title or " now " in sentence.string or "rahe" in sentence.string:
        return False
    at = found.start(key)
    cue = row.words(at - 1 if name == "seen" and string[at - 1 : at] == "v" else at)
    until = row.shape.string[: row.span(at, at + 1)[0]]
    is_now = _PRESENT.match(cue) or (
        key != "deal"
        and cue.partition(" ")[0] in present_verbs()
        and not re.search(r"\b(?:ha[vds]e?|to) $", until)
    )
    return bool(is_now) and not re.match(r"[?,]{0,2}P", string[found.end() :])


def _is_of_goods(sentence: Sentence, row: Row, string: str, name: str, found: re.Match[str]) -> bool:
    """Whether the sector is a business or the goods that it sells."""
    start, end = row.span(*found.span())
    said = sentence.string
    if "!" in string[max(string.rfind(";", 0, found.start()) + 1, found.start() - 6) : found.end()]:
        return True
    if "!" in string[: found.end()] and not re.search(r"[tmM]", string[: found.end("s") + 1]):
        return True  # "loans to households led while industrial credit lagged"
    if re.search(r"\bS (?:business|arm|division|vertical|unit)\b", said) and not _SHARES.search(
        said[start:end]
    ):
        return True  # "the chemicals business lagged"
    if name == "by" and _OF_PROFITS.search(said[:start]):
        return True
    after = row.words(found.end() - 1) + " " + (row.words(found.end()) if found.end() < len(row.at) else "")
    if name == "ranked" and re.search(r"\b(?:segments?|verticals?|business)\b", after):
        return True
    first = row.at[found.start("s")]
    before = sentence.shape.units[first - 1].symbol if first else ""
    if before in ("crude", "palm", "edible", "brent", "soy", "natural"):
        return True
    if name != "moved" or before in ("only", "just") or _CLOSED.search(said[start:end]):
        return False
    # A sector named alone, without "stocks" or "index": "oil fell".
    told = sectors_of(sentence, row, *found.span("s"))
    is_maker = bool(told) and bool(_MAKERS.search(told[0][1]))
    is_index = sentence.shape.units[first].symbol == "I"
    return len(told) < 2 and "t" not in found["s"] and not is_index and not is_maker


def _is_told_elsewhere(sentence: Sentence, row: Row, string: str, name: str, found: re.Match[str]) -> bool:
    """Whether it is told in figures, or of a company."""
    start, end = row.span(*found.span())
    said, groups = sentence.string, found.groupdict()
    last, after = row.words(found.end() - 1), string[found.end() : found.end() + 3]
    if name == "led" and (
        _MEASURED.search(said[start:]) or ("pressure" in last and said.startswith(" to ", end))
    ):
        return True
    if name == "led" and "perform" in last and re.search(r"\( down P .*outperf", said[start:end]):
        return True  # "the Realty index (down 2%) underperformed the Sensex"
    if name == "only" and not _ONLY.search(said[start:end]):
        return True
    if "M" in (row.shape.units[at].symbol for at in row.at[found.start() : found.end()]):
        return True  # sums of money in brackets are flows
    if (
        name == "role"
        and "led" in groups
        and re.match(r"[^=+W,.;&(:]", string[found.start() - 1 : found.start()])
    ):
        return True  # "the company led gains in the chemicals space"
    is_last = found.end("s") == found.end() and name in ("role", "by", "amid", "seen")
    if is_last and re.match(r"N|[?].?N", after):
        return True  # "led by IT major Infosys"
    if name == "led" and groups.get("side") and last in ("drag", "lead", "star") and after[:1] == "N":
        return True
    if name == "ranked" and (
        _OF_TIME.match(last) or (found.end() < len(row.at) and _OF_TIME.match(row.words(found.end())))
    ):
        return True  # "logs its best day"
    move = found.start("move") if groups.get("move") else 0
    return bool(move) and row.words(move) in ("up", "down") and string[move - 1] == "?"  # "lined up"
