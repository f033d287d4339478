"""Indices named by how many shares they hold: "the 30-share barometer", "50-issue CNX Nifty"."""

import re

from bhavhouse.news.unit import Item, Unit


def share_index(units: list[Unit], at: int) -> int:
    """ "The 50-scrip gauge": how many units it has."""
    size = 3 if at + 1 < len(units) and units[at + 1].symbol == "-" else 2
    named = [u.symbol for u in units[at : at + size + 2]]
    if len(named) <= size or named[size - 1] not in ("share", "scrip", "stock", "issue"):
        return 0
    gauge, follows = named[size], named[size + 1] if size + 1 < len(named) else ""
    if gauge == "I":
        return size + 1 if _SHARE_NAME.match(units[at + size].items[-1].text) else 0
    if (gauge, follows) in (("benchmark", "index"), ("sensitive", "index")):
        return size + 2
    return size + 1 if gauge in _GAUGES and follows not in ("I", "N") else 0


_SHARE_NAME = re.compile(
    r"(?:S&P )?(?:(?:BSE|NSE|CNX) )?(?:index|benchmark|barometer|gauge|Sensex|SENSEX|Nifty|NIFTY)(?: ?50)?$"
)
_GAUGES = frozenset(["index", "gauge", "barometer", "pack", "benchmark", "basket"])


def of_shares(units: list[Unit], text: str) -> Unit:
    """ "The 30-share index" is the one named before; "the 30-share BSE benchmark" a name of its own."""
    start, end = units[0].start, units[-1].end
    if (
        units[-1].symbol == "I"
        or units[-2].symbol in ("benchmark", "sensitive")
        or units[-1].symbol == "benchmark"
    ):
        name = re.sub(r"(?<!sensitive) (?:index|barometer|gauge)$", "", text[start:end])
        return Unit("I", start, end, [Item(name, start, end)])
    return Unit("X", start, end, [Item(f"the {text[start:end].lower()}", start, end)])
