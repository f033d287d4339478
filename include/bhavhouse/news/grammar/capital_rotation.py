"""capital_rotation: money has moved from one class of assets or segment into others.

"investors rotated out of smallcaps into gold and silver", "money has flowed out of IT and into banks",
"capital has moved into cyclicals while defensives take a back seat".
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful, is_history
from bhavhouse.news.grammar.pieces import Facts, make, pattern

KIND = "capital_rotation"
# Nouns of an asset class. Adjectives of a class need a noun behind them ("cyclical sectors").
_NOUN = (
    r"(?:gold|silver|bonds?|debt|fixed income|cash|fixed deposits|ipos?|ipo opportunities|equities|equity|"
    r"crypto|bitcoin|"
    r"real estate|commodities|precious metals|defensives?|cyclicals?|liquid funds|treasuries|safe havens?|"
    r"china|us|"
    r"emerging markets|alternative assets|primary market|mid- and small-caps|small- and mid-caps|"
    r"mid and small caps|"
    r"large-caps|largecaps|large caps|mid-caps|midcaps|small-caps|smallcaps|gilts|g-secs|hybrid funds|"
    r"bank deposits)"
)
_CLASS = (
    r"(?:defensive|cyclical|value|growth|commodity-led|rate-sensitive|export-oriented|high-beta|low-beta|"
    r"consumption-led|new-age)"
)
_TAIL = r"(?:stocks|shares|names|counters|segments?|space|funds|sectors?|themes?|plays|pockets|companies)"
_FILL = (
    r"(?:the|emerging|other|safer|beaten-down|beaten|down|growth-oriented|as|such|like|expensive|"
    r"overvalued|richly|highly|valued|"
    r"slow-growing|high-growth|fast-growing|risky|riskier|overheated|frothy|cheaper|undervalued|domestic|"
    r"indian|quality|broader|"
    r"traditional|select|certain|some|parts|of|assets)"
)
_ONE = (
    rf"(?:{_FILL} ){{0,4}}(?:(?:(?:mid|small|large) - (?:and|or|,) I|I|S|{_NOUN})(?: {_TAIL})?|"
    rf"{_CLASS}(?: {_TAIL}|(?= (?:and|,|&) (?:{_CLASS}|S|I))))"
)
_LIST = rf"{_ONE}(?:(?: ,| and| , and| or| &| as well as)+ {_ONE}){{0,8}}"
_MOVED = (
    r"(?:rotated|rotating|rotation|rotates|rotate|shifted|shifting|shifts?|moved|moving|moves|reallocated|"
    r"reallocating|reallocation|"
    r"switched|switching|flowing|flowed|flows|migrated|migrating|churned|exodus|pivoted|pivoting|"
    r"redeployed|redeploying|"
    r"gravitated|diverted|diverting)"
)
_WHAT = (
    r"(?: (?:of|capital|money|funds?|flows?|allocations?|assets|their|its|investments|investments?|"
    r"exposure|portfolios|holdings|"
    r"is|was|has been|away|out|focus|steadily|gradually|actively|\w+ly))*"
)
_FROM_TO = pattern(
    rf"{_MOVED}{_WHAT} (?:of|from) (?P<f>{_LIST})(?: ,)?(?: and)?(?: back)? (?:into|to|towards?|"
    rf"in favour of) (?P<t>{_LIST})"
)
_TO_FROM = pattern(
    rf"{_MOVED}{_WHAT} (?:into|to|towards?) (?P<t>{_LIST})(?: ,)?(?: and)?(?: (?:out|away))? (?:of|"
    rf"from) (?P<f>{_LIST})"
)
# "capital has flowed into metals while IT takes a back seat"
_WHILE = pattern(
    rf"{_MOVED}{_WHAT} (?:into|towards?) (?P<t>{_LIST})(?: ,)? (?:while|even as|"
    rf"as) (?P<f>{_LIST})(?: such as [^;]{{1,60}}?)?"
    r" (?:(?:take|takes|took|taking|have taken|has taken|are taking|is taking|takes?|lose|loses|lost|"
    r"have lost|are losing|fall out|fell out)"
    r" (?:a back ?seat|ground|favour|of favour)"
    r"|(?:were|was|are|have been|has been|being) (?:sold|dumped|shunned|sidelined|trimmed))"
)
# "selling IT to buy banks"
_SWAP = pattern(
    r"(?:investors|funds|fiis|fpis|diis|institutions|money managers|fund managers) (?:have |are |has |"
    r"were )?(?:been )?"
    rf"(?:sold|selling|dumped|dumping|trimmed|trimming|exited|exiting|cut exposure to) (?P<f>{_LIST})"
    r" (?:to buy|and bought|and buying|and (?:moved|moving) (?:in)?to|to (?:move|"
    rf"shift) (?:in)?to) (?P<t>{_LIST})"
)
_FOR = pattern(
    r"(?:investors|funds|money|capital|fiis|fpis|traders) (?:have |has |had )?(?:left|leaving|abandoned|"
    rf"ditched|deserted) (?P<f>{_LIST}) (?:for|in favour of) (?P<t>{_LIST})"
)
# Who moves: without money or investors it is something else that shifts.
_AGENT = re.compile(
    r"\b(?:investors?|money|capital|funds?|flows?|allocations?|rotation|rotat\w+|fiis?|fpis?|diis?|"
    r"institutions|traders|exposure|portfolios?|exodus|reallocat\w+)\b"
)
# "investors are exploring gold and silver", where the sentences before speak of a rotation.
_EXPLORES = pattern(
    r"(?:investors|money|capital|funds|flows)(?: (?:are|is|have|has|been|simultaneously|now|increasingly|"
    r"also|\w+ly))*"
    r" (?:exploring|moving into|flowing into|shifting to|turning to|chasing|rotating into|moving to|"
    r"turned to|shifted to|"
    rf"flocking to|flocked to|piling into|piled into) (?P<t>{_LIST})"
)
_LEFT = re.compile(
    r"(?:distribution|selling|exit|outflows?|selloff|correction|away|out)(?: in| from|"
    r" of) (?:the )?(I)(?= |$)"
)
# A text that explains what rotation is tells of no rotation that took place.
_USUAL = re.compile(
    r"\b(?:when|whenever|typically|usually|often|generally|tends?|means|refers|involves|is called|"
    r"known as|strategy|concept|"
    r"where investors|in which|process of|cycle|phase|e\.g|example)\b"
)


def find(sentence: Sentence) -> Facts:
    """The rotations of a sentence."""
    string = sentence.string
    if _USUAL.search(string):
        return
    for name, rule in (
        ("from_to", _FROM_TO),
        ("to_from", _TO_FROM),
        ("while", _WHILE),
        ("swap", _SWAP),
        ("left", _FOR),
    ):
        for found in sentence.shape.find(rule):
            if is_doubtful(sentence.shape, found.start(), found.end()) or is_history(
                sentence.shape, found.start(), found.end()
            ):
                continue
            if not _AGENT.search(string, max(0, found.start() - 60), found.start("t")):
                continue
            source, goal = _assets(sentence, found, "f"), _assets(sentence, found, "t")
            if source and goal:
                fields: dict[str, object] = {"from": source[0] if len(source) == 1 else source, "to": goal}
                yield make(sentence, found, f"capital_rotation.{name}", KIND, fields, confidence=0.8)
                return
    for found in sentence.shape.find(_EXPLORES):
        if is_doubtful(sentence.shape, found.start(), found.end()) or not _is_rotation(sentence):
            continue
        left = _left(sentence)
        goal = _assets(sentence, found, "t")
        if left and goal:
            fields = {"from": left, "to": goal}
            yield make(sentence, found, "capital_rotation.explores", KIND, fields, confidence=0.7)
            return


_HEAD = re.compile(
    rf"(?:^|(?<= ))(?P<a>(?:mid|small|large) - (?:and|or|,) I|[IS]|{_NOUN}|"
    rf"{_CLASS})(?: (?P<tail>{_TAIL}))?(?= |$)"
)


def _assets(sentence: Sentence, found: re.Match[str], group: str) -> list[str]:
    """The classes that a group names, each as printed; one class told by an adjective keeps its noun."""
    if not found[group]:
        return []
    made: list[str] = []
    plain = sentence.article.text.plain
    heads = list(_HEAD.finditer(sentence.string, found.start(group), found.end(group)))
    for head in heads:
        if head["a"] in ("I", "S"):
            made += [
                plain[i.start : i.end]
                for i in sentence.shape.units[sentence.shape.index(head.start("a"))].items
            ]
            continue
        is_class = len(heads) == 1 and re.fullmatch(_CLASS, head["a"]) and head["tail"]
        start, end = sentence.shape.span(head.start("a"), head.end("tail") if is_class else head.end("a"))
        printed = plain[start:end]
        made.append("IPOs" if re.match(r"(?i)ipos?\b", printed) else printed)
    return made


def _is_rotation(sentence: Sentence) -> bool:
    for n in range(3):
        other = sentence.before(n)
        if other is None:
            return False
        if re.search(r"rotation|rotat|reallocat|shift", other.string):
            return True
    return False


def _left(sentence: Sentence) -> str | None:
    """The segment that the money leaves, named in the sentences before."""
    for n in range(4):
        other = sentence.before(n)
        if other is None:
            return None
        found = _LEFT.search(other.string)
        if found:
            return other.shape.units[other.shape.index(found.start(1))].items[0].text
    return None
