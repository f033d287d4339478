"""flow: what a class of investors bought or sold.

"FIIs sold shares worth Rs 2,345 crore", "DIIs were net buyers of Rs 4,000 crore", "FII flows: 22.5 billion net buying".
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_doubtful
from bhavhouse.news.grammar.moves import signed, told_horizon
from bhavhouse.news.grammar.pieces import Facts, make, pattern
from bhavhouse.news.numbers import Figure

KIND = "flow"
_WHO = {
    "FII": r"fiis?|fii / fpi|fiis / fpis|fpis?(?: / fiis?)?|foreign (?:institutional|portfolio) investors?|foreign (?:institutions|funds|investors?)|overseas investors?|overseas funds|foreign institutional",
    "DII": r"diis?|domestic institutional investors?|domestic (?:institutions|investors|funds)|local (?:institutions|funds|institutional investors)|domestic institutional",
    "MF": r"(?:domestic |equity )?mutual funds?|mfs",
    "retail": r"retail investors|individual investors",
    "insurance": r"insurance companies|insurers",
}
_ALIAS = r"(?: \( (?:[a-z/ ]{2,14}|N|B) \))?"
_NAMED = "(?:" + "|".join(rf"(?P<{name}>{words})" for name, words in _WHO.items()) + ")" + _ALIAS
_ANY = "(?:" + "|".join(_WHO.values()) + ")"
_BUY = r"bought|buying|buys|buy|purchased|purchases|purchasing|net buyers?|net buying|net bought|net purchases?|infused|invested|invest|pumped in|pumped|poured|poured in|inflows?|net inflows?|added|adding|lapped up|net investors|absorbed|mopped up|acquired|net purchased|ploughed"
_SELL = r"sold|selling|sell|sells|offloaded|offloading|net sellers?|net selling|net sold|net sales?|pulled out|pulled|withdrew|withdrawn|withdrawing|outflows?|net outflows?|dumped|dumping|unloaded|net offloaded|net withdrawn|divested|liquidated|exited|shed|taken out|took out|pulling out"
_SIDE = rf"(?:(?P<buy>{_BUY})|(?P<sell>{_SELL}))"
_FILL = r"(?: (?!bought|sold|buying|selling|while|whereas|but|offloaded|purchased)[a-z0-9'/,D():&SI-]+){0,9}?"
_FORMS = [
    # "FIIs (were net) sold ... Rs 2,345 crore"
    pattern(rf"{_NAMED}(?: 's)?{_FILL} {_SIDE}{_FILL} (?P<m>M)(?: (?P<after>net (?:buying|selling|inflows?|outflows?)))?"),
    # "FII flows: 22.5 billion net buying", "FIIs: net outflow", "FIIs at -1,234 crore"
    pattern(rf"{_NAMED}(?: (?:flows?|activity|net|investment|figures|data|\( net \)|cash|equity|segment))*(?: [:|(—-]| at| of| was| stood at| were)* (?P<m>M)(?: \))?(?: of)?(?: worth)?(?: (?:in|as))?(?: {_SIDE})?"),
    # "net outflow of Rs 900 crore by FIIs", "Rs 900 crore was sold by FIIs"
    pattern(rf"{_SIDE}{_FILL} (?P<m>M){_FILL} (?:by|from|of) (?:the )?{_NAMED}"),
    pattern(rf"(?P<m>M)(?: (?:worth of|of|in|worth|was|were|shares|stocks|equities|net|indian))*(?: [a-z]+)? {_SIDE}(?: (?:was|were|seen|made|recorded))? (?:by|from) (?:the )?{_NAMED}"),
    pattern(rf"(?:flows?|net (?:buying|selling|inflows?|outflows?)|buying|selling) (?:by|from|of) (?:the )?{_NAMED}{_FILL}(?: {_SIDE})?{_FILL} (?P<m>M)"),
]  # fmt: skip
_GAPPED = re.compile(
    rf"(?: ,)?(?: while| and| whereas| but| ,)+(?: the)? {_NAMED}(?: [a-z]+){{0,3}}?(?: {_SIDE})?(?: [a-z]+){{0,4}}? (?P<m>M)(?= |$)"
)
_UNITS = ("inr_crore", "inr_bn", "usd_bn")
_GROSS = re.compile(r"\bgross\b")


def find(sentence: Sentence) -> Facts:
    """The flows of a sentence, each investor class with its own amount."""
    string = sentence.string
    if "M" not in string or not re.search(_ANY, string):
        return
    taken: list[tuple[int, int]] = []
    for form in _FORMS:
        for found in sentence.shape.find(form):
            if any(s < found.end() and found.start() < e for s, e in taken):
                continue
            yield from _facts(sentence, found, taken, 0)
    for start, end in list(taken):
        more = _GAPPED.match(string, end)
        if more:
            before = next(
                (form.search(string[start:end]) for form in _FORMS if form.search(string[start:end])), None
            )
            side = 0 if before is None else 1 if before.groupdict().get("buy") else -1
            if not any(s < more.end() and more.start() < e for s, e in taken):
                yield from _facts(sentence, more, taken, side)


def _facts(sentence: Sentence, found: re.Match[str], taken: list[tuple[int, int]], side: int) -> Facts:
    groups = found.groupdict()
    unit = sentence.shape.unit(found, "m")
    if unit is None or is_doubtful(sentence.shape, found.start(), found.end()):
        return
    figure: Figure = unit.items[0].value
    if figure.unit not in _UNITS or not _unclaimed(found):
        return
    after = groups.get("after") or ""
    sign = (
        -1
        if groups.get("sell") or "sell" in after or "outflow" in after
        else 1
        if groups.get("buy") or after
        else side
    )
    if re.search(r"\b(?:net sellers?|net sold|net selling|net outflows?|sellers|outflows?)\b", found.group()):
        sign = -1
    elif re.search(r"\b(?:net buyers?|net bought|net buying|net inflows?|net purchase)\b", found.group()):
        sign = 1
    sign = figure.sign or sign
    if not sign:
        return
    taken.append(found.span())
    investor = next(name for name in _WHO if groups.get(name))
    if investor == "FII" and re.search(r"\bfpis?\b|portfolio", found.group()) and "fii" not in found.group():
        investor = "FPI"
    gross = bool(_GROSS.search(sentence.string)) or _both_sides(sentence)
    fields: dict[str, object] = {
        "investor": investor,
        **signed(figure, sign, keeps_bound=True),
        "horizon": told_horizon(sentence, found.start(), found.end()) or "1d",
        "side": ("gross_buy" if sign > 0 else "gross_sell") if gross else "net",
    }
    yield make(sentence, found, "flow.amount", KIND, fields)


def _unclaimed(found: re.Match[str]) -> bool:
    """Whether the amount belongs to the investor named, not to another in between."""
    return len(re.findall(rf"\b(?:{_ANY})\b", found.group())) <= 2 and " M " not in found.group()[
        :-2
    ].replace(" M ", " ", 1)


def _both_sides(sentence: Sentence) -> bool:
    """Whether one class is told with what it bought and what it sold."""
    one = re.search(
        rf"\b(?:{_ANY})\b[^;]{{0,60}}\b(?:bought|purchased)\b(?: \S+){{0,6}} M (?:and|,)(?: also)? (?:sold|offloaded)",
        sentence.string,
    )
    return bool(one)
