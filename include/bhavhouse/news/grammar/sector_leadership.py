"""sector_leadership: a sector led the market or lagged it, without a figure of its own.

"Industrial stocks have led the charge", "IT and metal shares were among the top laggards", "driven by gains in banks".
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.grammar.pieces import Facts, make, pattern

KIND = "sector_leadership"
# A sector is what stands before "stocks" or "sectors", whether a list knows it or not.
_NOT_SECTOR = frozenset(
    ["certain", "several", "some", "many", "most", "other", "others", "select", "the", "a", "an", "all", "few", "these", "those", "such", "broader", "individual", "small", "mid", "large", "top", "key", "major", "heavyweight", "heavyweights", "frontline", "quality", "high-quality", "listed", "indian", "many", "various", "value", "growth", "defensive", "cyclical", "high-beta", "stocks", "shares", "and", "of", "in", "from", "strong", "weak", "its", "their", "export-oriented", "domestic", "state-run", "newly", "related", "including", "multiple", "both", "beaten-down", "penny", "technically", "fundamentally", "sound", "best", "performing", "leading", "lagging", "risky", "riskier", "smaller", "larger", "index", "blue-chip", "bluechip", "as", "by", "for", "with", "to", "on", "performers", "underperformers"]
)
_WORDS = r"(?:S|[a-z][a-z&-]+)"
_LIST = rf"(?P<s>(?:{_WORDS} )?(?:{_WORDS}(?: ,| and| , and| &)+ )*(?:{_WORDS} )?{_WORDS})"
_TAIL = r"(?:stocks|shares|counters|sectors?|names|companies|indices|index|space|players|segments?|pack|heavyweights)"
_GROUP = rf"(?:(?P<s>S)(?: {_TAIL}| segments?)?|{_LIST.replace('?P<s>', '?P<t>')} {_TAIL})"
_AUX = r"(?: (?:have|has|had|were|was|are|is|been|also|continued to|continue to|emerged as|emerged|remained|being|particularly|all|ended as|among|the|\w+ly))*"
_LEAD = (
    r"(?:led|leading|leads|lead|topped|spearheaded|outperformed|outperforming|outperform|outshone|outpaced|drove|driving|driven|shone|powered|"
    r"(?:top|best|biggest|major|leading) (?:performers?|gainers?|contributors?|performing(?: sectors?)?)|(?:best-performing|top-performing)(?: sectors?)?|"
    r"star performers?|gained the most|rose the most|at the forefront|ahead|stood out)"
)
_LAG = (
    r"(?:lagged|lagging|lags|lag|struggled|struggling|underperformed|underperforming|underperform|dragged|"
    r"(?:top|worst|biggest|major|main) (?:performers?|losers?|laggards?|drags?|performing(?: sectors?)?)|(?:worst-performing)(?: sectors?)?|laggards|"
    r"fell the most|declined the most|lost the most|trailed|bore the brunt|under pressure)"
)
_LEADS = pattern(
    rf"{_GROUP}{_AUX} {_LEAD}(?: (?:the charge|the rally|the gains|the pack|the way|performers|the market|the advance|peers|gains))?"
)
_LAGS = pattern(rf"{_GROUP}{_AUX} {_LAG}(?: (?:the market|the most|behind|peers|performers))?")
# "led by IT and metals", "the rally was driven by strong performers in industrial and speciality sectors"
_BY = r"(?:(?: (?:strong|robust|sharp|heavy|broad|solid|gains?|losses|performers?|buying|selling|interest|rally|demand|a|an|decline|fall|rise|weakness|strength|surge|in|from|by|of|the))*)"
_LISTED_GROUP = rf"(?:{_LIST.replace('?P<s>', '?P<t>')} {_TAIL}|(?P<s>S)(?: {_TAIL})?)"
_LED_BY = pattern(
    rf"(?P<verb>led|driven|powered|supported|spearheaded|lifted|boosted|aided|dragged(?: down)?|weighed(?: down)?|pulled down|hit)(?: lower| higher)?(?: mainly| largely| primarily)? by{_BY} {_LISTED_GROUP}"
)
_LABEL = pattern(
    r"(?:(?:key|top|best|leading|main|major|worst|biggest) )?(?:sectors?|sectoral)(?: [a-z]+){0,2}? ?(?P<side>driving|leading|gainers?|losers?|laggards?|leaders?|outperformers?|underperformers?|lagging|performers?)(?: [a-z]+){0,2}? : (?P<s>S(?: ,| and| S|[a-z -])*)"
)
_INTO = pattern(
    rf"rotation (?:into|toward|towards) (?P<t>{_WORDS}(?:(?: ,| and| , and)+ (?:{_WORDS} )?{_WORDS})*) (?:stocks|sectors?|shares)"
)
_UNDER = pattern(
    rf"(?P<side>underperformance|outperformance) (?:of|in|by|from) (?:certain |some |select )?{_GROUP}"
)
_OTHER_SUBJECT = re.compile(
    r"^(?:investors?|gains|losses|analysts?|buyers|sellers|rally|market|markets|funds?|managers|growth|demand|earnings|flows?|stocks|results|upgrades|performance)$"
)
# Connecting words before a list of sectors, which are none themselves.
_IDLE = re.compile(
    r"(?:^| )(?:is|are|was|were|evident|\w+ly|however|meanwhile|while|despite|though|also|this|that|has|have|had|saw|ended|broad-based|"
    r"sectorally|rose|fell|gained|lost|buying|selling|among|within|across|sector|sectors|trade|session|day|today|hand|it)(?: |$)"
)
_DROP = re.compile(r"-(?:related|focused|oriented|linked|led|heavy|facing)$")


def find(sentence: Sentence) -> Facts:
    """The leading and lagging sectors of a sentence."""
    string = sentence.string
    if not re.search(rf"{_LEAD}|{_LAG}|rotation|performance|by|driv", string):
        return
    for name, rule, side in (
        ("leads", _LEADS, 1), ("lags", _LAGS, -1), ("led_by", _LED_BY, 0), ("label", _LABEL, 0),
        ("into", _INTO, 1), ("about", _UNDER, 0),
    ):  # fmt: skip
        for found in sentence.shape.find(rule):
            if is_doubtful(sentence.shape, found.start(), found.end()):
                continue
            if (
                name in ("leads", "lags")
                and re.search(r"\b(?:not|worst|best)\b", found.group())
                and _crossed(found.group(), side)
            ):
                continue
            if name == "lags" and "under pressure" in found.group() and "S" not in found.group():
                continue
            follows = string[found.end() : found.end() + 12]
            if name == "leads" and re.match(r" (?:to|by)\b", follows):
                continue
            sign = side or _side(found)
            if not sign:
                continue
            for sector in _sectors(sentence, found):
                fields: dict[str, object] = {
                    "sector": sector,
                    "direction": "leading" if sign > 0 else "lagging",
                }
                index = _index(sentence, found)
                if index:
                    fields["index"] = index
                yield make(sentence, found, f"sector_leadership.{name}", KIND, fields, confidence=0.8)


def _crossed(text: str, side: int) -> bool:
    return ("worst" in text and side > 0) or ("best" in text and side < 0)


def _side(found: re.Match[str]) -> int:
    words = found.groupdict().get("verb") or found.groupdict().get("side") or ""
    if re.match(r"dragged|weighed|pulled|hit|los|lag|under", words) or re.search(
        r"worst|selling|weakness|losses|decline|fall\b", found.group()
    ):
        return -1
    return 1


def _sectors(sentence: Sentence, found: re.Match[str]) -> list[str]:
    """The sectors of a match, as printed, each by itself."""
    groups = found.groupdict()
    group = "s" if groups.get("s") else "t"
    if not groups.get(group):
        return []
    begin, end = found.start(group), found.end(group)
    first, last = sentence.shape.index(begin), sentence.shape.index(end - 1)
    made: list[str] = []
    words: list[str] = []

    def close() -> None:
        if words:
            made.append(" ".join(words))
            words.clear()

    for at in range(first, last + 1):
        unit = sentence.shape.units[at]
        if unit.symbol == "S":
            for n, item in enumerate(unit.items):
                if n:
                    close()
                words.append(item.text)
        elif unit.symbol in (",", "and", "&", ":"):
            close()
        elif unit.is_word:
            word = _DROP.sub("", unit.symbol)
            if word not in _NOT_SECTOR and unit.symbol not in ("niche", "specialised"):
                if word == "stocks" or _OTHER_SUBJECT.match(word):
                    words.clear()
                    continue
                words.append(word)
    close()
    made = [name for name in made if not _IDLE.search(name)]
    known = any(sentence.shape.units[at].symbol == "S" for at in range(first, last + 1))
    return [name for name in made if len(name.split()) <= 3] if known else []


def _index(sentence: Sentence, found: re.Match[str]) -> str | None:
    near = [u for u in sentence.shape.units if u.symbol == "I" and len(u.items) == 1]
    if near and re.search(r"[A-Z]", near[0].items[0].text):
        return near[0].items[0].text
    return sentence.article.index(sentence, found.start())
