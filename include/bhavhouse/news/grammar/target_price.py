"""target_price: the price that a broker gives a share.

"with a target price of Rs 1,200", "raised its target to Rs 500 from Rs 450", "X: Buy, target Rs 1,800".
"""

import re

from bhavhouse.news.article import Sentence
from bhavhouse.news.doubt import is_asked, is_denied
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.pieces import Facts, make, pattern
from bhavhouse.news.units import Item, Unit

KIND = "target_price"
_TARGET = r"(?:(?:price target|target price|target|tp|fair value|12-month target|price objective|fair value estimate|pt|revised target|12-month price target)s?)"
_TO = r"(?:(?: (?:of|at|to|is|was|stands at|kept at|set at|around|pegged at|unchanged at|:|-|=|\(|\)|for|on|from|price|revised|the|stock|share|its|now|up|down|per share|raised|hiked|increased|lifted|cut|lowered|trimmed|reduced|maintained|retained|slashed|by P))*)"
_FORMS = (
    # "target (price) raised to Rs 500 from Rs 450", "target of Rs 500"
    pattern(rf"{_TARGET}(?: (?:on|for|of) (?P<n>[NC])(?: 's)?(?: (?:shares?|stock))?)?(?: from (?P<old1>[M#]))?{_TO} (?P<m>[M#])(?: (?:per share|a share|apiece|each))?(?: ,)?(?: (?:from|against|versus|compared with)(?: (?:the )?(?:earlier|previous|its))?(?: (?:target|of|estimate))* (?P<old2>[M#]))?"),
    # "Rs 500 target"
    pattern(rf"(?P<m>M)(?: (?:per share|a share|apiece))?(?: (?:as|is)(?: (?:the|its|a))?)? {_TARGET}(?! price of M)"),
)  # fmt: skip
_STOP = re.compile(
    r"\b(?:stop ?-? ?loss|profit target|revenue|production|sales target|fiscal|capacity|fundraise|aum)\b"
)


def find(sentence: Sentence) -> Facts:
    """The target prices of a sentence."""
    string = sentence.string
    if not re.search(r"target|\btp\b|fair value|\bpt\b|price objective", string) or not re.search(
        r"[M#]", string
    ):
        return
    seen: set[int] = set()
    for form in _FORMS:
        for found in sentence.shape.find(form):
            unit = sentence.shape.unit(found, "m")
            if unit is None or unit.start in seen or is_denied(sentence.shape, found.start(), found.end()):
                continue
            if _STOP.search(string[max(0, found.start() - 25) : found.end() + 10]) or is_asked(
                sentence.shape
            ):
                continue
            figure = unit.items[0].value
            if unit.symbol == "#" and not _is_price(sentence, found, figure.value):
                continue
            if unit.symbol == "M" and figure.unit != "inr":
                continue
            whose = _share(sentence, found)
            if whose is None:
                continue
            seen.add(unit.start)
            yield from _facts(sentence, found, unit, whose)


def _is_price(sentence: Sentence, found: re.Match[str], value: float) -> bool:
    """Whether a figure without a currency is a price: an index target is none of a share."""
    return (
        value >= 10 and not re.search(r"\bI\b", sentence.string[: found.end()]) and not 2024 <= value <= 2030
    )


def _facts(sentence: Sentence, found: re.Match[str], unit: Unit, shares: list[Item]) -> Facts:
    values = unit.items if len(unit.items) == len(shares) else unit.items[:1]
    if len(values) != len(shares):
        return
    groups = found.groupdict()
    old = (
        sentence.shape.unit(found, "old1" if groups.get("old1") else "old2")
        if groups.get("old1") or groups.get("old2")
        else None
    )
    broker = _broker(sentence, found)
    for share, value in zip(shares, values, strict=True):
        fields: dict[str, object] = {
            "company": share.text,
            "value": plain_number(value.value.value),
            "unit": "inr",
        }
        if value.value.high is not None:
            fields["value_range"] = [plain_number(value.value.value), plain_number(value.value.high)]
        if broker:
            fields["broker"] = broker
        if old is not None:
            before = old.items[0].value.value
            fields["previous"] = plain_number(before)
            fields["direction"] = (
                "up" if value.value.value > before else "down" if value.value.value < before else "none"
            )
        yield make(sentence, found, "target_price.stated", KIND, fields)


def _share(sentence: Sentence, found: re.Match[str]) -> list[Item] | None:
    """The share that the target is for: the one in the match, else the last before it, else the next after it."""
    unit = sentence.shape.unit(found, "n") if found.groupdict().get("n") else None
    if unit is not None and unit.symbol == "N":
        return unit.items
    if unit is None:
        near = [
            (s, u)
            for u, s in zip(sentence.shape.units, sentence.shape.starts, strict=True)
            if u.symbol in ("N", "C")
        ]
        own = {u.start for u in sentence.shape.units if u.symbol == "N" and _is_house(sentence, u)}
        before = [u for s, u in near if s < found.start() and u.start not in own]
        after = [u for s, u in near if found.end() <= s < found.end() + 60 and u.start not in own]
        unit = before[-1] if before else after[0] if after else None
        if unit is not None and unit.symbol == "N":
            return unit.items
    known = sentence.article.company(sentence, found.start())
    if known is not None:
        return [known]
    before_sentence = sentence.before()
    if before_sentence is not None and before_sentence.is_title:
        named = [u for u in before_sentence.shape.units if u.symbol == "N"]
        if named and len(named[-1].items) == 1:
            return [named[-1].items[0]]
    return None


def _is_house(sentence: Sentence, unit: Unit) -> bool:
    """Whether a name that no list knows acts as a broker here: "X has upgraded Y"."""
    at = sentence.shape.units.index(unit)
    rest = " ".join(u.symbol for u in sentence.shape.units[at + 1 : at + 4])
    return bool(
        re.match(
            r"(?:has |have |also )*(?:upgraded|downgraded|maintain|reiterate|retain|initiat|raised|cut|lifted|hiked|lowered)",
            rest,
        )
    )


def _broker(sentence: Sentence, found: re.Match[str]) -> str | None:
    """The broker of the clause: the last named before the target, else the only one of the sentence."""
    units = sentence.shape.units
    houses = [
        (s, u)
        for u, s in zip(units, sentence.shape.starts, strict=True)
        if u.symbol == "B" or (u.symbol == "N" and _is_house(sentence, u))
    ]
    before = [u for s, u in houses if s < found.start()]
    if before and len(before[-1].items) == 1:
        return before[-1].items[0].text
    if len(houses) == 1 and len(houses[0][1].items) == 1:
        return houses[0][1].items[0].text
    if not houses:
        for n in (1, 2):
            other = sentence.before(n)
            if other is None or (other.block != sentence.block and not other.is_title):
                break
            named = [u for u in other.shape.units if u.symbol == "B"]
            if named:
                return named[0].items[0].text if len(named) == 1 and len(named[0].items) == 1 else None
    return None
