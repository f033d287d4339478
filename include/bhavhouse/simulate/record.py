"""What the market leaves behind: a day of trading, and the changes between days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from bhavhouse.simulate.roster import MAIN_SERIES, SME_SERIES, Line
from bhavhouse.simulate.text import Ints, Mask

NO_UNIVERSE, MAIN, SME = 0, 1, 2
UNIVERSES = ("none", "nse_main", "nse_sme")


@dataclass(frozen=True)
class Action:
    """A corporate action as it came to pass. Prices before it, times numerator / denominator, compare."""

    session: int
    line: int
    symbol: str
    kind: str
    numerator: int
    denominator: int
    terms: tuple[int, ...]
    face: int
    official: bool
    bundled: bool
    later: bool

    @property
    def factor(self) -> float:
        """The price factor, 0.5 for a bonus of one for one."""
        return self.numerator / self.denominator


@dataclass(frozen=True)
class Change:
    """A symbol or a company name that changed before a session opened."""

    session: int
    line: int
    old: str
    new: str
    symbol: str
    official: bool


@dataclass
class Window:
    """From the first to the last session (None while it lasts) a line was printed this way."""

    line: int
    symbol: str
    isin: str
    series: str
    name: str
    first: int
    last: int | None = None


@dataclass(frozen=True)
class Identity:
    """How every line is printed until something changes: Arrow columns, and the orders of the files."""

    printed: tuple[list[str], list[str], list[str], list[str]]  # symbol, series, ISIN, name of every line
    universe: Ints
    lots: Ints
    by_symbol: Ints
    by_name: Ints
    symbol: Any
    series: Any
    isin: Any
    name: Any

    @property
    def symbols(self) -> list[str]:
        """The symbol of every line."""
        return self.printed[0]

    @classmethod
    def of(cls, lines: list[Line]) -> "Identity":
        """Take down the identity of all lines."""
        everyone = range(len(lines))
        nothing = np.zeros(len(lines), dtype=np.int64)
        blank: tuple[list[str], ...] = tuple([""] * len(lines) for _ in range(4))
        order = np.arange(len(lines))
        arrow = [pa.array(column) for column in blank]
        first = cls((blank[0], blank[1], blank[2], blank[3]), nothing, nothing, order, order, *arrow)
        return first.after(lines, everyone)

    def after(self, lines: list[Line], changed: Iterable[int]) -> "Identity":
        """The identity once the lines `changed` are printed differently; the rest is taken over."""
        symbols, series, isins, names = (list(column) for column in self.printed)
        universe, lots = self.universe.copy(), self.lots.copy()
        for number in changed:
            line = lines[number]
            symbols[number], series[number], isins[number] = line.symbol, line.series, line.isin
            names[number] = line.name.upper().replace("LIMITED", "LTD")[:25].strip()
            universe[number] = universe_of(line)
            lots[number] = line.lot if line.series in SME_SERIES else 1
        return Identity(
            (symbols, series, isins, names), universe, lots,
            _order(list(zip(symbols, series, strict=True)), self.by_symbol),
            _order(list(zip(names, symbols, strict=True)), self.by_name),
            pa.array(symbols), pa.array(series), pa.array(isins), pa.array(names),
        )  # fmt: skip


def universe_of(line: Line) -> int:
    """Common equity counts for its board's universe; nothing else counts."""
    if not line.is_share:
        return NO_UNIVERSE
    return MAIN if line.series in MAIN_SERIES else SME if line.series in SME_SERIES else NO_UNIVERSE


def _order(keys: list[tuple[str, str]], before: Ints) -> Ints:
    """The lines by key; an order that was nearly right before makes it quick."""
    return np.array(sorted(before.tolist(), key=keys.__getitem__), dtype=np.int64)


@dataclass(frozen=True)
class Day:
    """One session. Every array has one place per line; prices in paise, volumes in shares, turnover in paise.

    Only places where `traded` is true mean anything. `numerator / denominator` takes `previous` to the basis
    of the session; `caps` are market values in paise at the close.
    """

    number: int
    session: date
    kind: str
    identity: Identity
    listed: Mask
    traded: Mask
    previous: Ints
    open: Ints
    high: Ints
    low: Ints
    close: Ints
    last: Ints
    average: Ints
    volume: Ints
    turnover: Ints
    trades: Ints
    delivered: Ints
    numerator: Ints
    denominator: Ints
    comparable: Mask
    caps: Ints

    @property
    def direction(self) -> Ints:
        """-1, 0 or 1: the close against the previous close on the same basis, in whole numbers."""
        return np.sign(self.close * self.denominator - self.previous * self.numerator)

    def sorted(self, order: Ints) -> Ints:
        """The lines that traded, in a file's order."""
        return order[self.traded[order]]
