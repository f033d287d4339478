"""capital_rotation: money has moved from one class of assets or segment into others.

"investors rotated out of smallcaps into gold and silver", "money is shifting from IT to banks".
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.grammar.pieces import Facts, make, pattern

KIND = "capital_rotation"
_ASSET = (
    r"(?:I|S|gold|silver|bonds?|debt|fixed income|cash|fixed deposits|ipos?|ipo opportunities|equities|equity|crypto|bitcoin|real estate|commodities|"
    r"precious metals|defensives?|cyclicals?|value|growth|liquid funds|treasuries|safe havens?|china|us|emerging markets|alternative assets|primary market)"
)
_ONE = rf"(?:(?:the|emerging|other|safer|high-beta|beaten-down|defensive|cyclical|growth-oriented|value|as|such|like) )*{_ASSET}(?: (?:stocks|shares|names|counters|segment|space|funds|opportunities|sectors?))?"
_LIST = rf"{_ONE}(?:(?: ,| and| , and| or)+ {_ONE})*"
_MOVED = r"(?:rotated|rotating|rotation|rotates|shifted|shifting|shift|moved|moving|reallocated|reallocating|reallocation|switched|switching|flowing|flowed|migrated|migrating|churned|rotate|move|exodus|pivoted|pivoting|redeployed|redeploying)"
_FROM_TO = pattern(
    rf"{_MOVED}(?: (?:of )?(?:capital|money|funds|flows|allocations?|assets|their|its|investments|exposure|portfolios|is|was|has been))*(?: (?:out|away))?(?: (?:of|from)) (?P<f>{_LIST})(?: ,)?(?: and)? (?:into|to|towards?|in favour of) (?P<t>{_LIST})"
)
_TO_FROM = pattern(
    rf"{_MOVED}(?: (?:of )?(?:capital|money|funds|flows))*(?: (?:into|to|towards?)) (?P<t>{_LIST})(?: and)?(?: (?:out|away))? (?:of|from) (?P<f>{_LIST})"
)
# "investors are exploring gold and silver", where the sentences before speak of a rotation.
_EXPLORES = pattern(
    rf"(?:investors|money|capital|funds|flows)(?: (?:are|is|have|has|been|simultaneously|now|increasingly|also|been|\w+ly))* (?:exploring|moving into|flowing into|shifting to|turning to|chasing|rotating into|moving to|turned to|shifted to|flocking to|flocked to|piling into|piled into) (?P<t>{_LIST})"
)


def find(sentence: Sentence) -> Facts:
    """The rotations of a sentence."""
    for name, rule in (("from_to", _FROM_TO), ("to_from", _TO_FROM)):
        for found in sentence.shape.find(rule):
            if is_doubtful(sentence.shape, found.start(), found.end()):
                continue
            source, goal = _assets(sentence, found, "f"), _assets(sentence, found, "t")
            if source and goal:
                fields: dict[str, object] = {"from": source[0] if len(source) == 1 else source, "to": goal}
                yield make(sentence, found, f"capital_rotation.{name}", KIND, fields, confidence=0.8)
                return
    for found in sentence.shape.find(_EXPLORES):
        if is_doubtful(sentence.shape, found.start(), found.end()) or not _is_rotation(sentence):
            continue
        source = _left(sentence)
        if source:
            fields = {"from": source, "to": _assets(sentence, found, "t")}
            yield make(sentence, found, "capital_rotation.explores", KIND, fields, confidence=0.7)
            return


def _assets(sentence: Sentence, found: re.Match[str], group: str) -> list[str]:
    first = sentence.shape.index(found.start(group))
    last = sentence.shape.index(found.end(group) - 1)
    made: list[str] = []
    for unit in sentence.shape.units[first : last + 1]:
        if unit.items:
            made.extend(item.text for item in unit.items)
        elif re.fullmatch(_ASSET, unit.symbol):
            made.append("IPOs" if unit.symbol in ("ipo", "ipos") else unit.symbol)
        elif made and unit.symbol in (
            "estate",
            "income",
            "deposits",
            "metals",
            "funds",
            "markets",
            "havens",
            "haven",
            "assets",
            "market",
        ):
            made[-1] += f" {unit.symbol}"
        elif unit.symbol in (
            "real",
            "fixed",
            "precious",
            "liquid",
            "safe",
            "emerging",
            "alternative",
            "primary",
        ):
            made.append(unit.symbol) if not (unit.symbol == "emerging") else None
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
        found = re.search(
            r"(?:distribution|selling|exit|outflows?|selloff|correction|away|out)(?: in| from| of) (?:the )?(I)(?= |$)",
            other.string,
        )
        if found:
            return other.shape.units[other.shape.index(found.start(1))].items[0].text
    return None
