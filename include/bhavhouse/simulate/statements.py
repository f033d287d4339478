"""Sentences with claims about one session, true or false by a clear margin, and the truth about each."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from bhavhouse.simulate import article_words as words
from bhavhouse.simulate.history import History
from bhavhouse.simulate.roster import Floats
from bhavhouse.simulate.truth import truth_id

CONFIRMED, CONTRADICTED, NOT_CHECKABLE = "confirmed", "contradicted", "not_checkable"
# Points of percent between a false figure and the true one, and at least from what else it might stand for.
_STOCK_OFF, _STOCK_APART = (3.3, 7.0), 1.5
_INDEX_OFF, _INDEX_APART = (1.7, 3.6), 0.7
_COUNT_OFF = 1.45  # between a false count and a true one, as a ratio
_BOUNDED = 0.25  # how often a figure is told as nearly or over a round one, where that is true
# Sector as articles print it -> its index, its industry as the exchange prints it.
SECTORS = {
    "Financial Services": ("Nifty Financial Services", "Financial Services"),
    "Auto": ("Nifty Auto", "Automobile and Auto Components"),
    "IT": ("Nifty IT", "Information Technology"),
    "Pharma": ("Nifty Pharma", "Healthcare"),
    "FMCG": ("Nifty FMCG", "Fast Moving Consumer Goods"),
    "Metal": ("Nifty Metal", "Metals & Mining"),
    "Realty": ("Nifty Realty", "Realty"),
}
SECTOR_INDICES = (*(index for index, _ in SECTORS.values()), "Nifty Energy")
# The word of an index inside a company's name is read as that index.
_UNREADABLE = "Auto Components"


@dataclass(frozen=True)
class Claim:
    """One claim and the truth about it. Falls are negative; `second` are the declines beside the advances.

    `aspect` is figure, or rank: that a mover was the top one is a claim of its own.
    """

    kind: str
    subject: str
    horizon: str
    claimed: float | None
    true: float | None
    expected: str
    unit: str = "pct"
    bound: str = ""
    second: int | None = None
    true_second: int | None = None
    aspect: str = "figure"
    stat: str = ""
    direction: str = ""
    truth_id: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Statement:
    """One sentence and its claims: all true, all false, or none that data can check."""

    text: str
    claims: tuple[Claim, ...]

    @classmethod
    def of(cls, text: str, *claims: Claim) -> "Statement":
        """A sentence, quoted by its claims."""
        return cls(text, tuple(replace(claim, quote=text) for claim in claims))


@dataclass
class Writer:
    """Writes statements about one session. A method gives None where the session offers nothing fit."""

    history: History
    number: int
    breadth: dict[str, tuple[int, int]]  # universe -> advances, declines
    rng: np.random.Generator
    percent: str
    weekday: str  # of the session, where the article tells it
    told: set[str] = field(default_factory=set)  # each company, and each index and horizon, is told of once

    def index_level(self, name: str, is_true: bool) -> Statement | None:
        """An index's move of the session, with its closing level."""
        figures = self._index_figures(name, "1d", is_true)
        if figures is None:
            return None
        value, true = figures
        before, level = (self.history.days[n].levels[name] for n in (self.number - 1, self.number))
        claimed = level if is_true else round(before * (1 + value / 100), 2)
        told = {"pts": f"{abs(claimed - before):,.2f}", "level": f"{claimed:,.2f}"}
        return Statement.of(
            self._say(words.INDEX_LEVEL, name, value, **told),
            Claim("index_return", name, "1d", value, true, _expected(is_true)),
            Claim("price_level", name, "", claimed, level, _expected(is_true), unit="points"),
        )

    def index_move(self, name: str, horizon: str, is_true: bool) -> Statement | None:
        """An index's move over a horizon; "week" is another word for five sessions."""
        if horizon == "week" and not self.history.ends_a_week_of_five(self.number):
            return None
        over = "5d" if horizon == "week" else horizon
        figures = self._index_figures(name, over, is_true)
        if figures is None:
            return None
        value, bound = self._bounded(figures[0], is_true)
        return Statement.of(
            self._say(words.INDEX_RETURN[horizon], name, value, bound),
            Claim("index_return", name, over, value, figures[1], _expected(is_true), bound=bound),
        )

    def mover(self, way: int, is_true: bool) -> Statement | None:
        """A share that rose or fell in the session."""
        returns = self._returns("1d")
        fit = returns * way > 0.8 if is_true else returns * way < 1.0
        line = self._share(fit, -returns * way if is_true else None)
        if line is None:
            return None
        value = self._share_value(line, float(returns[line]), way, is_true, (2.2, 15.0))
        if value is None:
            return None
        value, bound = self._bounded(value, is_true)
        text = self._say(words.MOVER, self._name(line), value, bound)
        return Statement.of(text, self._of_share(line, "1d", value, returns, is_true, bound=bound))

    def top_gainer(self, is_true: bool) -> Statement | None:
        """The share that is said to have gained the most of all on NSE."""
        day, returns = self.history.days[self.number], self._returns("1d")
        shares = np.where(day.universe > 0, day.change, np.nan)
        if np.isnan(shares).all() or np.isnan(returns).all():
            return None
        line = int(np.nanargmax(shares)) if is_true else self._share(returns < np.nanmedian(returns), None)
        if line is None or np.isnan(returns[line]) or (is_true and not self._is_untold(line)):
            return None
        value = self._share_value(line, float(returns[line]), 1, is_true, (4.0, 15.0))
        if value is None or value <= 0:
            return None
        text = self._say(words.TOP, self._name(line), value)
        claim = self._of_share(line, "1d", value, returns, is_true)
        place = 1 + int((shares > returns[line]).sum())
        return Statement.of(text, claim, replace(claim, aspect="rank", unit="rank", claimed=1, true=place))

    def share_move(self, horizon: str, is_true: bool) -> Statement | None:
        """A share's move since the month or the year began."""
        returns = self._returns(horizon)
        fit = np.abs(returns) > 1.0
        line = self._share(fit, -np.abs(returns) if self.rng.random() < 0.5 else None)
        if line is None:
            return None
        way = int(np.sign(returns[line])) * (1 if is_true or self.rng.random() < 0.5 else -1)
        value = self._share_value(line, float(returns[line]), way, is_true, (2.0, 60.0))
        if value is None:
            return None
        text = self._say(words.SHARE_RETURN[horizon], self._name(line), value)
        return Statement.of(text, self._of_share(line, horizon, value, returns, is_true))

    def unlisted_mover(self) -> Statement | None:
        """A move of a company that no exchange lists."""
        name = self._pick(words.UNLISTED)
        if name in self.told:
            return None
        self.told.add(name)
        value = round(float(self.rng.uniform(2, 9)) * (1 if self.rng.random() < 0.5 else -1), 2)
        return Statement.of(
            self._say(words.MOVER, name, value), Claim("mover", name, "1d", value, None, NOT_CHECKABLE)
        )

    def advances(self, exchange: str, is_true: bool) -> Statement | None:
        """Advances and declines: of NSE as it prints them, of BSE as its prices tell.

        False ones are swapped, or far too many on one side.
        """
        day = self.history.days[self.number]
        true = day.printed if exchange == "NSE" else self.breadth.get("bse_all")
        if true is None or exchange in self.told or min(true) < 4 or not self.history.is_whole(self.number):
            return None
        self.told.add(exchange)
        claimed = true
        if not is_true:
            if max(true) < _COUNT_OFF * min(true):
                side = int(self.rng.integers(2))
                grown = round(true[side] * float(self.rng.uniform(1.7, 2.1)))
                claimed = (grown, true[1]) if side == 0 else (true[0], grown)
            else:
                claimed = true[1], true[0]
            others = [day.printed, *self.breadth.values()]
            if any(_is_near(claimed, other) for other in others):
                return None
        text = self._pick(words.ADVANCES).format(exchange=exchange, up=claimed[0], down=claimed[1])
        return Statement.of(
            text,
            Claim("advance_decline", exchange, "1d", claimed[0], true[0], _expected(is_true), unit="count",
                  second=claimed[1], true_second=true[1]),
        )  # fmt: skip

    def new_highs(self, is_true: bool) -> Statement | None:
        """How many shares of NSE stand at a 52-week high: true only where every way to count agrees."""
        counts = self.history.new_highs(self.number)
        if not counts or "52w" in self.told or not self.history.is_whole(self.number):
            return None
        if is_true and (len(set(counts)) > 1 or counts[0] < 2):
            return None
        self.told.add("52w")
        top = max(counts)
        claimed = counts[0] if is_true else max(top + 6, round(top * float(self.rng.uniform(1.6, 2.4))))
        claim = Claim("segment_stat", "NSE", "1d", claimed, counts[-1], _expected(is_true), unit="count")
        text = self._pick(words.NEW_HIGHS).format(n=claimed)
        return Statement.of(text, replace(claim, stat="stocks_at_52w_high"))

    def sector(self, way: int, is_true: bool) -> Statement | None:
        """A sector that led or lagged, by its index and by the shares of its industry alike."""
        returns = {
            name: change
            for name in SECTOR_INDICES
            if (change := self.history.index_return(name, self.number - 1, self.number)) is not None
        }
        industries = self.history.industry_returns(self.number)
        end = way if is_true else -way  # of the sectors, where it stands in truth
        nearest = 0.2 if is_true else 0.3
        fit = []
        for name, (index, industry) in SECTORS.items():
            if name in self.told or index not in returns:
                continue
            own = industries.get(industry)
            places = [_place(returns[index], returns.values(), end)]
            if own:
                others = [list(means) for means in zip(*industries.values(), strict=True)]
                places += [_place(mean, peers, end) for mean, peers in zip(own, others, strict=True)]
            if max(places) <= nearest and len(returns) > 5 and returns[index] * end > 0.2:
                fit.append(name)
        if not fit or not self.history.is_whole(self.number):
            return None
        name = self._pick(tuple(fit))
        self.told.add(name)
        direction = "leading" if way > 0 else "lagging"
        text = self._pick(words.LEADS if way > 0 else words.LAGS).format(sector=name)
        true = round(returns[SECTORS[name][0]], 4)
        claim = Claim("sector_leadership", name, "1d", None, true, _expected(is_true))
        return Statement.of(text, replace(claim, direction=direction))

    def valuation(self, name: str) -> Statement | None:
        """What an index is worth against earnings to come, or how fast earnings grow: no data tells."""
        if self.rng.random() < 0.6:
            value = round(float(self.rng.uniform(14, 32)), 1)
            text, stat, unit = self._pick(words.FORWARD).format(name=name, x=value), "forward_valuation", "x"
        else:
            value = round(float(self.rng.uniform(6, 28)), 1)
            text, stat, unit = self._say(words.EARNINGS, name, value), "earnings_growth", "pct"
        if stat in self.told:
            return None
        self.told.add(stat)
        return Statement.of(
            text, Claim("segment_stat", name, "", value, None, NOT_CHECKABLE, unit=unit, stat=stat)
        )

    # Figures

    def _index_figures(self, name: str, horizon: str, is_true: bool) -> tuple[float, float] | None:
        """The figure to claim and the true one."""
        history, base = self.history, self.history.bases(self.number).get(horizon)
        true = None if base is None else history.index_return(name, base, self.number)
        if true is None or f"{name} {horizon}" in self.told or abs(true) < 0.05:
            return None
        value: float | None = round(true, 2)
        if not is_true:
            told = [history.index_return(name, *reading) for reading in history.readings(self.number)]
            others = [x for x in told if x is not None]
            value = self._off(true, others, _INDEX_OFF, _INDEX_APART, (0.4, 12.0))
        if value is None:
            return None
        self.told.add(f"{name} {horizon}")
        return value, round(true, 4)

    def _share_value(
        self, line: int, true: float, way: int, is_true: bool, size: tuple[float, float]
    ) -> float | None:
        if is_true:
            return round(true, 2)
        readings = [self.history.returns(*reading)[line] for reading in self.history.readings(self.number)]
        others = [float(x) for x in readings if not np.isnan(x)]
        return self._off(true, others, _STOCK_OFF, _STOCK_APART, size, way)

    def _off(
        self, true: float, others: list[float], off: tuple[float, float], apart: float,
        size: tuple[float, float], way: int = 0,
    ) -> float | None:  # fmt: skip
        """A false figure of a plausible size and, where it matters, of one side; None where none is found."""
        for _ in range(30):
            step = float(self.rng.uniform(*off)) * (1 if self.rng.random() < 0.5 else -1)
            value = round(true + step * (1 + abs(true) / 20), 2)
            if not size[0] <= abs(value) <= size[1] or (way and value * way < 0):
                continue
            if all(abs(value - other) >= apart for other in others):
                return value
        return None

    def _bounded(self, value: float, is_true: bool) -> tuple[float, str]:
        """A true figure as it is, or at times as nearly or over a round one."""
        size = abs(value)
        if is_true and size > 0.9 and self.rng.random() < _BOUNDED:
            up, down = np.ceil(size * 2) / 2, np.floor(size * 2) / 2
            if 0 < up - size <= 0.1:
                return float(np.copysign(up, value)), "nearly"
            if 0 < size - down <= 0.2:
                return float(np.copysign(down, value)), "over"
        return value, ""

    # Shares

    def _returns(self, horizon: str) -> Floats:
        base = self.history.bases(self.number).get(horizon)
        if base is None or not self.history.is_whole(self.number):
            return np.full(len(self.history.lines), np.nan)
        return self.history.returns(base, self.number)

    def _share(
        self, fit: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]", order: Floats | None
    ) -> int | None:
        """One of those that fit, of the first dozen in order, that was not told of yet."""
        found = np.flatnonzero(fit)
        ordered = (
            self.rng.permutation(found) if order is None else found[np.argsort(order[found], kind="stable")]
        )
        lines = list(islice((int(n) for n in ordered if self._is_untold(int(n))), 12))
        if not lines:
            return None
        return lines[int(self.rng.integers(len(lines)))]

    def _is_untold(self, line: int) -> bool:
        name = self._name(line)
        return name not in self.told and not name.endswith(_UNREADABLE)

    def _name(self, line: int) -> str:
        return self.history.days[self.number].names[line].removesuffix(" Limited")

    def _of_share(
        self, line: int, horizon: str, value: float, returns: Floats, is_true: bool, bound: str = ""
    ) -> Claim:
        name, true = self._name(line), round(float(returns[line]), 4)
        self.told.add(name)
        expected = _expected(is_true)
        return Claim("mover", name, horizon, value, true, expected, bound=bound, truth_id=truth_id(line))

    # Words

    def _say(self, forms: tuple[str, ...], name: str, value: float, bound: str = "", **more: str) -> str:
        is_up, size = value > 0, abs(value)
        strong = size > 4 and self.rng.random() < 0.6
        verbs = (
            (words.JUMPS if strong else words.RISES) if is_up else words.TUMBLES if strong else words.FALLS
        )
        printed = f"{size:g}" if bound else f"{size:.2f}"
        return self._pick(forms).format(
            name=name,
            verb=self._pick(verbs),
            done="gained" if is_up else "lost",
            side="higher" if is_up else "lower",
            way="up" if is_up else "down",
            pct=" ".join(filter(None, (bound, printed)))
            + ("%" if self.percent == "%" else f" {self.percent}"),
            day=f" on {self.weekday}" if self.weekday and self.rng.random() < 0.4 else "",
            **more,
        )

    def _pick(self, choice: tuple[str, ...]) -> str:
        return choice[int(self.rng.integers(len(choice)))]


def _expected(is_true: bool) -> str:
    return CONFIRMED if is_true else CONTRADICTED


def _place(value: float, peers: Iterable[float], end: int) -> float:
    """The place of a value among its peers, 0 for the first seen from that end, up to 1."""
    values = list(peers)
    return sum(other * end > value * end for other in values) / max(1, len(values) - 1)


def _is_near(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two pairs of counts might be told of one session."""
    return all(max(a, b) < _COUNT_OFF * min(a, b) for a, b in zip(one, other, strict=True))
