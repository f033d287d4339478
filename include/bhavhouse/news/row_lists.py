"""Neighbours of one kind in a sentence made one unit: "A, B and C"."""

import re
from dataclasses import replace

from bhavhouse.news import names
from bhavhouse.news.lexicon import moves, words
from bhavhouse.news.unit import Item, Unit

_JOIN = {",", "and", "&", "/", "or", "plus", "aur"}


def lists(units: list[Unit], text: str) -> list[Unit]:
    """Neighbours of one kind joined by commas and "and" made one unit."""
    made: list[Unit] = []
    at = 0
    while at < len(units):
        unit = units[at]
        if unit.symbol == "#" and _is_percent(made, units, at):
            figure = replace(unit.items[0].value, unit="pct")
            unit = Unit("P", unit.start, unit.end, [replace(unit.items[0], value=figure)])
        if unit.symbol == "#" and (shared := _shared_unit(units, at)):
            unit = shared
        if unit.symbol in ("N", "B", "I", "S", "P", "M", "T"):
            items, end, is_broker = list(unit.items), unit.end, unit.symbol == "B"
            ahead = at + 1
            while True:
                joint = ahead
                while joint < len(units) and joint - ahead < 3 and units[joint].symbol in _JOIN:
                    joint += 1
                joint = _as_well(units, joint)
                if joint > ahead and joint < len(units) and units[joint].symbol == "the":
                    joint += 1
                if joint == ahead or joint >= len(units):
                    break
                other = units[joint]
                if other.symbol == "#" and unit.symbol in "PT":
                    other = _shared_unit(units, joint) or other
                if unit.symbol == "I" and other.symbol == "S" and _are_indices(units, joint, items[-1].text):
                    # "Nifty Bank, Auto and Pharma indices"
                    items.append(Item(text[other.start : other.end], other.start, other.end))
                    end, ahead = other.end, joint + 1
                    continue
                if other.symbol != unit.symbol and not _is_mixed_list(units, at, ahead, joint, len(items)):
                    break
                if other.symbol == "N":
                    is_broker = False
                if (
                    unit.symbol == "N"
                    and joint == ahead + 1
                    and units[ahead].symbol in ("and", "&")
                    and names.is_one(items[-1].text, other.items[0].text)
                ):
                    first = items.pop()
                    tail = other.items[0]
                    items.append(
                        Item(f"{first.text} {units[ahead].symbol} {tail.text}", first.start, tail.end)
                    )
                    items.extend(other.items[1:])
                else:
                    items.extend(other.items)
                end = other.end
                ahead = joint + 1
            symbol = unit.symbol
            if symbol in "NB" and len(items) > 1:
                symbol = "B" if is_broker else "N"
            made.append(Unit(symbol, unit.start, end, items))
            at = ahead
        else:
            made.append(unit)
            at += 1
    return made


def _shared_unit(units: list[Unit], at: int) -> Unit | None:
    """The first of several numbers that the last one's unit is for: "rose 2.10 and 2.03 per cent"."""
    if at and units[at - 1].symbol in ("between", "from"):
        return None
    for n in range(at + 1, min(at + 9, len(units) - 1), 2):
        figure, other = units[n - 1].items[0].value, units[n + 1]
        if units[n].symbol not in ("and", "&", ",") or figure.high is not None or figure.value >= 2000:
            return None
        is_aside = at and units[at - 1].symbol == "(" and [u.symbol for u in units[n + 2 : n + 3]] == [")"]
        if units[n].symbol == "," and other.symbol == "P" and (other.items[0].value.sign or is_aside):
            return None  # "closed at 18,307 (-36.3, -0.2%)", "Titan (95.4, 2%)"
        if other.symbol in ("P", "T") and (other.symbol == "T" or figure.value < 100):
            (item,) = units[at].items
            unit = other.items[0].value.unit
            return Unit(
                other.symbol, item.start, item.end, [replace(item, value=replace(item.value, unit=unit))]
            )
        if other.symbol != "#":
            return None
    return None


def _is_mixed_list(units: list[Unit], at: int, ahead: int, joint: int, size: int) -> bool:
    """Whether a house stands in a list of companies: "On X, Y is neutral" is none."""
    if {units[joint].symbol, units[at].symbol} != {"N", "B"}:
        return False
    if joint + 1 < len(units) and units[joint + 1].symbol in _HOUSE_DOES:
        return False  # "Y cut X and Z has a Buy rating on W"
    if [u.symbol for u in units[joint + 1 : joint + 3]] in ([",", "which"], [",", "who"]):
        return False  # "X and Y, which rates it Hold"
    if at and units[at - 1].symbol in ("by", "from", "at"):
        return False  # "X was cut by Y and Z was cut by W"
    if joint + 2 < len(units) and at and units[at - 1].symbol in _LISTS and units[joint + 1].symbol in _JOIN:
        return units[joint + 2].symbol in ("N", "B")  # "gainers were X, Y and Z"
    after = [u.symbol for u in units[joint + 1 : joint + 3]]
    if after in (["and", "N"], [",", "N"]) and not (at and units[at - 1].symbol in ("on", "for")):
        return True  # "X, Y and Z"
    return size > 1 or [u.symbol for u in units[ahead:joint]] == ["and"]


# "lost 1,062.22 points, or 1.45"; "A (4.17%), B (3.85)"; "Gainers: A 4.9, B 3.6": percent
_OF_PERCENT = re.compile(
    r"(?:(?:^| )T , or|\bP (?:\) )?(?:, |and |& )+[NIS] \(|\b(?:gainers?|losers?)(?: [^\w ])? N|\bP , N)$"
)
_AFTER_PERCENT = frozenset([",", ")", "and", "&", ".", ";", "", "|"])


def _is_percent(made: list[Unit], units: list[Unit], at: int) -> bool:
    """Whether a number is a percentage, though no sign of percent is printed."""
    figure = units[at].items[0].value
    before = _OF_PERCENT.search(" ".join(unit.symbol for unit in made[-8:]))
    if before is None or figure.high is not None or figure.value >= 40:
        return False
    if before.group().endswith("P , N") and not any(unit.symbol in _SIDES for unit in made[-80:]):
        return False
    return (units[at + 1].symbol if at + 1 < len(units) else "") in _AFTER_PERCENT


_SIDES = frozenset(["gainers", "losers"])
_LISTS = frozenset(["were", "are", "include", "included", "including", ":", "like", "by", "of", "in"])


_HOUSE_DOES = words("house_does")


def _are_indices(units: list[Unit], at: int, before: str) -> bool:
    """Whether the sectors listed from here on are those of indices: the list ends so, or a move follows."""
    while at < len(units) and (units[at].symbol in _JOIN or units[at].symbol == "S"):
        at += 1
    if at >= len(units):
        return False
    word = units[at].symbol
    if word in ("indices", "indexes", "gauges", "index"):
        return True
    # "BSE Realty and Metal gained": after a sector's index, not after "the Sensex and banks".
    own = re.sub(r"(?i)S&P|BSE|NSE|Nifty|Sensex|India VIX|[- ]", "", before)
    is_sectoral = re.search(r"(?i)[a-z]{2}", own)
    return bool(is_sectoral) and (word in moves("verb") or word in _STAYS)


_STAYS = frozenset(
    ["could", "managed", "were", "was", "are", "ended", "closed", "settled", "finished", "traded", "indices"]
)


def _as_well(units: list[Unit], at: int) -> int:
    if at >= len(units) or units[at].symbol not in ("as", "along", "followed"):
        return at
    for phrase in (("as", "well", "as"), ("along", "with"), ("followed", "by")):
        if [u.symbol for u in units[at : at + len(phrase)]] == list(phrase):
            return at + len(phrase)
    return at
