"""The seeded market: evolves every line from session to session as the plan says."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from bhavhouse.simulate.happen import Changes, Happenings
from bhavhouse.simulate.names import INDUSTRIES
from bhavhouse.simulate.plan import Happening
from bhavhouse.simulate.record import Day, Identity
from bhavhouse.simulate.roster import BY_LIST, Floats, Line, column, integers
from bhavhouse.simulate.shelf import Shelf
from bhavhouse.simulate.text import Ints, Mask

QUIET = {"muhurat": 0.12, "disaster_recovery": 0.25}  # volume of special sessions against a full one
COARSE_FROM = 25000  # paise; from 250 rupees on the tick is five paise, below it one


class Prices(NamedTuple):
    """Paise, one place per line."""

    open: Ints
    high: Ints
    low: Ints
    close: Ints
    last: Ints
    average: Ints


class Volumes(NamedTuple):
    """Shares and paise, one place per line."""

    volume: Ints
    turnover: Ints
    trades: Ints
    delivered: Ints


class Market:
    """One run of the market. Two runs of the same arguments are equal; what happened is in `happened`."""

    def __init__(self, lines: list[Line], shelf: Shelf, plan: dict[int, list[Happening]], seed: int) -> None:
        self.lines = [replace(line) for line in lines]
        self.shelf, self.plan = shelf, plan
        self.rng = np.random.default_rng([seed, 11])
        self.happened = Happenings(self.lines, len(shelf.sessions), np.random.default_rng([seed, 12]))
        sectors = {industry: n for n, industry in enumerate(INDUSTRIES)}
        self.sector = np.array([sectors.get(line.industry, 0) for line in lines])
        self.beta, self.load = column(lines, "beta"), column(lines, "sector_load")
        self.sigma, self.gold = column(lines, "sigma"), column(lines, "gold")
        self.trade_chance, self.flat_chance = column(lines, "trade_chance"), column(lines, "flat_chance")
        self.hidden = np.array([line.told == BY_LIST for line in lines])
        self.close, self.anchor = integers(lines, "price"), np.log(column(lines, "price"))
        self.volume = column(lines, "volume")
        self.lots = integers(lines, "lot")
        self.mood = 1.0  # today's volatility against its usual level

    def days(self) -> Iterator[Day]:
        """Every session in order."""
        starting = {h.line for day in self.plan.values() for h in day if h.kind == "listing"}
        self.happened.open_market(starting)
        identity = Identity.of(self.lines)
        self.numerator = np.ones(len(self.lines), dtype=np.int64)
        self.denominator = self.numerator.copy()
        self.fresh = np.zeros(len(self.lines), dtype=bool)  # nothing to compare the next trade with
        for number in range(len(self.shelf.sessions)):
            changes = self.happened.before(number, self.plan.get(number, []), self.close)
            if changes.identity:
                identity = identity.after(self.lines, changes.identity)
            yield self._trade(number, identity, changes)

    def _trade(self, number: int, identity: Identity, changes: Changes) -> Day:
        session, count = self.shelf.sessions[number], len(self.lines)
        jump, drop, forced = np.ones(count), np.ones(count), np.full(count, number == 0)
        for line, (numerator, denominator) in changes.factors.items():
            self._rescale(line, numerator, denominator, printed=line in changes.printed)
        for line, price in changes.prices.items():
            self.close[line], self.anchor[line] = price, np.log(price)
        for line, ratio in changes.jumps.items():
            jump[line], self.anchor[line] = ratio, self.anchor[line] + np.log(ratio)
        for line, ratio in changes.drops.items():
            drop[line], self.anchor[line] = ratio, self.anchor[line] + np.log(ratio)
        forced[list(changes.forced)] = True
        self.fresh[list(changes.fresh)] = True

        noise, chance = self.rng.standard_normal((6, count)), self.rng.random((6, count))
        traded = self.happened.open_for_trading & (forced | (chance[0] < self.trade_chance))
        if self.shelf.prints_isin(number):
            traded &= ~self.hidden
        flat = (chance[1] < self.flat_chance) & ~forced & (self.numerator == self.denominator) & (jump == 1)
        prices = self._prices(noise, chance, jump, drop, flat)
        volumes = self._volumes(noise, chance, prices, QUIET.get(session.kind, 1.0), jump)
        close = np.where(traded, prices.close, self.close)
        day = Day(
            number, session.day, session.kind, identity, self.happened.alive.copy(), traded, self.close,
            *prices, *volumes, self.numerator, self.denominator, ~self.fresh, close * self.happened.shares,
        )  # fmt: skip
        self.close = close
        self.numerator, self.denominator = (
            np.where(traded, 1, self.numerator),
            np.where(traded, 1, self.denominator),
        )
        self.fresh = self.fresh & ~traded
        return day

    def _rescale(self, line: int, numerator: int, denominator: int, printed: bool) -> None:
        """Take a line to the basis of an action; a consolidation's previous close is printed on it."""
        if printed:
            self.close[line] = self.close[line] * numerator // denominator
        else:
            self.numerator[line] *= numerator
            self.denominator[line] *= denominator
        self.anchor[line] += np.log(numerator / denominator)
        self.volume[line] *= denominator / numerator

    def _returns(self, noise: Floats) -> Floats:
        self.mood = float(np.clip(self.mood**0.97 * np.exp(0.07 * self.rng.standard_normal()), 0.5, 2.5))
        market = 0.0002 + 0.0085 * self.mood * self.rng.standard_normal()
        sectors = 0.006 * self.rng.standard_normal(len(INDUSTRIES))
        gold = 0.009 * self.rng.standard_normal()
        own = self.sigma * noise[0] * np.exp(0.35 * noise[5] - 0.1) - 0.5 * self.sigma**2
        self.anchor = self.anchor + 0.0002
        pull = 0.002 * (self.anchor - np.log(self.close * self.numerator / self.denominator))
        shared = self.beta * market + self.load * sectors[self.sector] + self.gold * gold
        return np.asarray(shared + own + pull, dtype=np.float64)

    def _prices(self, noise: Floats, chance: Floats, jump: Floats, drop: Floats, flat: Mask) -> Prices:
        """Open, high, low, close, last and average of every line, consistent with each other, on the tick."""
        base = self.close * self.numerator / self.denominator * jump * drop
        tick = np.where(base < COARSE_FROM, 1, 5)
        band = np.where(self.happened.narrow_band, 0.048, 0.18)
        move = np.clip(self._returns(noise), -band, band)
        gap = np.where(
            jump == 1, np.clip(0.35 * move + 0.25 * self.sigma * noise[1], -band / 2, band / 2), 0.0
        )

        def on_tick(price: Floats) -> Ints:
            return np.maximum(np.rint(price / tick).astype(np.int64), 2) * tick

        first = on_tick(base * np.exp(gap))
        close = np.where(flat, self.close, on_tick(base * np.exp(move)))
        swing = self.sigma * 0.4
        high = np.maximum(
            on_tick(np.maximum(first, close) * np.exp(np.abs(noise[2]) * swing)), np.maximum(first, close)
        )
        low = np.minimum(
            on_tick(np.minimum(first, close) * np.exp(-np.abs(noise[3]) * swing)), np.minimum(first, close)
        )
        last = np.clip(close + np.rint(noise[4] * 1.5).astype(np.int64) * tick, low, high)
        middle = (first + high + low + 2 * close) / 5 + (chance[2] - 0.5) * (high - low) * 0.2
        average = np.clip(np.rint(middle).astype(np.int64), low, high)
        return Prices(first, high, low, close, last, average)

    def _volumes(self, noise: Floats, chance: Floats, prices: Prices, quiet: float, jump: Floats) -> Volumes:
        """Volume, turnover, trades and delivered shares of every line; turnover agrees with average price."""
        first, high, low, close, _, average = prices
        stir = 1 + 12 * np.abs(close / first - 1) + np.where(jump == 1, 0, 6)
        volume = np.maximum(
            1, np.rint(self.volume * quiet * stir * np.exp(0.5 * noise[3] - 0.1)).astype(np.int64)
        )
        volume = np.where(high > low, np.maximum(volume, 4), volume)
        in_lots = self.happened.in_lots
        volume = np.where(in_lots, np.maximum(volume // self.lots, 4) * self.lots, volume)
        turnover = volume * average + np.rint((chance[3] - 0.5) * 0.9 * volume).astype(np.int64)
        size = np.where(in_lots, self.lots * 1.3, 20 + 60 * chance[4])
        trades = np.clip((volume / size).astype(np.int64), 4, volume)
        delivered = np.rint(volume * (0.2 + 0.7 * chance[5])).astype(np.int64)
        delivered = np.where(in_lots, delivered // self.lots * self.lots, delivered)
        return Volumes(volume, turnover, np.maximum(trades, 1), delivered)
