"""target_price: the price that a broker gives a share.

"with a target price of Rs 1,200", "raised its target to Rs 500 from Rs 450", "X: Buy, TP Rs 1,800". The
ways of telling are in targets.py, whose they are in attribution.py.
"""

from dataclasses import replace

from bhavhouse.news.article import Sentence
from bhavhouse.news.facts import plain_number
from bhavhouse.news.grammar.calls.calls import Call, calls
from bhavhouse.news.grammar.calls.rating_change import fact, is_own_note
from bhavhouse.news.grammar.calls.targets import Target
from bhavhouse.news.grammar.pieces import Facts
from bhavhouse.news.numbers import Figure
from bhavhouse.news.units import Item

KIND = "target_price"


def find(sentence: Sentence) -> Facts:
    """The target prices of the line that begins with a sentence."""
    for call in calls(sentence):
        if isinstance(call.told, Target):
            yield from _facts(call, call.told)


def _facts(call: Call, target: Target) -> Facts:
    houses: list[Item | None] = [*call.houses]
    if not houses and (target.rule == "pick" or is_own_note(call.line.article)):
        houses = [None]
    for share, house, value in _pairs(call.shares, houses, target.unit.items):
        figure = _ascending(value.value)
        fields: dict[str, object] = {
            "company": share.text,
            "value": plain_number(figure.value),
            "unit": "inr",
        }
        if figure.high is not None:
            fields["value_range"] = [plain_number(figure.value), plain_number(figure.high)]
        if house is not None:
            fields["broker"] = house.text
        if target.old is not None and len(target.unit.items) == 1:
            before = target.old.items[0].value.value
            fields["previous"] = plain_number(before)
            fields["direction"] = (
                "up" if figure.value > before else "down" if figure.value < before else "none"
            )
        yield fact(call, KIND, target.rule, fields, 0.9)


def _ascending(figure: Figure) -> Figure:
    """A range as its lower and its upper end: "Rs 134-132"."""
    if figure.high is None or figure.high >= figure.value:
        return figure
    return replace(figure, value=figure.high, high=figure.value)


def _pairs(
    shares: list[Item], houses: list[Item | None], values: list[Item]
) -> list[tuple[Item, Item | None, Item]]:
    """Which value is whose: one for all houses, or one each, "respectively"."""
    if len(values) == 1 and len(shares) == 1:
        return [(shares[0], house, values[0]) for house in houses]
    if len(shares) == 1 and len(values) == len(houses):
        return [(shares[0], house, value) for house, value in zip(houses, values, strict=True)]
    if len(values) == len(shares) and len(houses) in (1, len(shares)):
        each = houses * (len(shares) // len(houses))
        return list(zip(shares, each, values, strict=True))
    return []
