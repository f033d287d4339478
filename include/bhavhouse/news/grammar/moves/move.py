"""A move of an index or a share as a sentence states it."""

from dataclasses import dataclass

from bhavhouse.news.facts import plain_number
from bhavhouse.news.numbers import Figure
from bhavhouse.news.units import Item


@dataclass
class Move:
    """One subject's move as a sentence states it, and the level that it led to."""

    item: Item
    symbol: str
    figure: Figure | None
    sign: int
    horizon: str | None
    start: int
    end: int
    rule: str
    level: Figure | None = None
    role: str | None = None
    has_points: bool = False  # "318 points or 1.31%"


def signed(figure: Figure, sign: int, *, keeps_bound: bool = False) -> dict[str, object]:
    """A figure's fields: the signed value, or null with the range where a bound or a range is printed."""
    fields: dict[str, object] = {}
    ends = [sign * figure.value] + ([sign * figure.high] if figure.high is not None else [])
    is_bound = figure.bound == "up to" or (figure.bound in ("over", "under") and not keeps_bound)
    fields["value"] = None if len(ends) == 2 or is_bound else plain_number(ends[0])
    fields["unit"] = figure.unit
    if fields["value"] is None:
        fields["direction"] = "up" if sign > 0 else "down"
    if figure.bound:
        fields["bound"] = figure.bound
    if len(ends) == 2:
        fields["value_range"] = [plain_number(v) for v in sorted(ends)]
    elif is_bound:
        low_open = (sign < 0) == (figure.bound == "over")
        end = plain_number(ends[0])
        fields["value_range"] = [None, end] if low_open else [end, None]
        if figure.bound == "up to":
            fields["value_range"] = [end, 0] if sign < 0 else [0, end]
    return fields


def once(read: list[Move]) -> list[Move]:
    """A move told in points and in percent ("fell 310 points to 24,115, a loss of 1.3%") is one, in "
    "percent."""
    percents = {
        (move.item.start, move.sign, move.horizon or "1d"): move
        for move in read
        if move.figure and move.figure.unit == "pct"
    }
    kept: list[Move] = []
    ends = {
        move.item.start: n for n, move in enumerate(read) if move.role == "close" and move.level is not None
    }
    for n, move in enumerate(read):
        if move.level is not None and n < ends.get(move.item.start, 0) and move.horizon in (None, "1d"):
            move.level = None  # "soared to Rs 425 before closing at Rs 412"
        twin = percents.get((move.item.start, move.sign, move.horizon or "1d"))
        is_points = move.figure is not None and move.figure.unit == "points"
        if twin is not None and not twin.has_points and is_points:
            if twin.level is None and move.level is not None:
                twin.level, twin.role = move.level, move.role
            continue
        kept.append(move)
    return kept
