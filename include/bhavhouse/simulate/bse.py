"""BSE beside the simulated exchange: most shares of its main board, and some that BSE alone lists.

It draws on a stream of its own, so that what the other exchange does is the same with it and without it. A
share on both follows its price there; a new ISIN is printed a session later than there. Of a session whose
files are missing there it has none, too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa

from bhavhouse.simulate import text
from bhavhouse.simulate.bhavcopy import UDIFF_COLUMNS
from bhavhouse.simulate.names import INDUSTRIES, Namer, isin, issuer_code
from bhavhouse.simulate.record import MAIN, SME, Action, Day
from bhavhouse.simulate.roster import MAIN_SERIES, Floats, Line
from bhavhouse.simulate.text import Ints, Mask, sheet
from bhavhouse.simulate.truth import BREADTH_HEADER, REMEMBERED, truth_id

DAILY_HEADER = (
    "session,truth_id,scrip_code,isin,group,open,close,prior_close_on_same_basis,comparable,direction"
)
_FIRST_CODE = 500001
_FIRST_ISSUER = 20000  # numbers that no line of the other exchange has
_ON_BOTH, _TRADES, _FLAT = 0.85, 0.95, 0.03
_TICK = 5  # paise
_GROUPS = ("X", "XT", "M")
_TRADE_FOR_TRADE = ("BE", "BZ")
_NEVER = -(10**6)


def udiff_name(day: date) -> str:
    """The file's name, as BSE prints it."""
    return f"BhavCopy_BSE_CM_0_0_0_{day:%Y%m%d}_F_0000.CSV"


@dataclass(frozen=True)
class Listings:
    """When lines of the other exchange were listed there, and at what first price, in paise."""

    sessions: dict[int, int] = field(default_factory=dict)
    opens: dict[int, int] = field(default_factory=dict)

    def add(self, day: Day, listed_at: dict[int, int]) -> None:
        """Takes down the listings of a day."""
        for line in [n for n, session in listed_at.items() if session == day.number]:
            self.sessions[line], self.opens[line] = day.number, int(day.open[line])


class Bse:
    """One run of BSE. `file` trades a session, and keeps what is true of it."""

    def __init__(
        self,
        lines: list[Line],
        sessions: int,
        actions: Iterable[Action],
        listings: Listings,
        rng: np.random.Generator,
    ) -> None:
        self.rng = rng
        shares = [n for n, line in enumerate(lines) if line.is_share and line.series in MAIN_SERIES]
        self.both = np.array([n for n in shares if rng.random() < _ON_BOTH], dtype=np.int64)
        alone = max(4, len(lines) // 10)
        self.count = len(self.both) + alone
        namer = Namer(rng, {word for line in lines for word in (line.name, line.symbol)})
        industries = list(INDUSTRIES)
        named = [namer.company(industries[n % len(industries)]) for n in range(alone)]
        self._names = [name.upper().replace("LIMITED", "LTD")[:25].strip() for name, _ in named]
        self._symbols = [symbol for _, symbol in named]
        self._isins = [isin("INE", issuer_code(_FIRST_ISSUER + n), "01", 1) for n in range(alone)]
        self._groups = [_GROUPS[n % len(_GROUPS)] for n in range(alone)]
        self._codes = np.arange(_FIRST_CODE, _FIRST_CODE + self.count)
        self._ids = [truth_id(int(n)) for n in self.both] + [f"B{n:05d}" for n in range(alone)]
        self._large = np.array([lines[n].shares * lines[n].price for n in self.both])
        self._opened = np.zeros(self.count, dtype=np.int64)  # first session of each
        self._opened[-1] = sessions // 2 if sessions > 2 else 0
        for place, line in enumerate(self.both.tolist()):
            self._opened[place] = listings.sessions.get(line, 0)
        self._walks: dict[int, Ints] = {}
        self._list_early(lines, listings)
        self._actions: dict[int, list[tuple[int, Action]]] = {}
        places = {int(line): place for place, line in enumerate(self.both)}
        for action in actions:
            if action.line in places:
                self._actions.setdefault(action.session, []).append((places[action.line], action))
        self.close = np.rint(np.exp(rng.uniform(np.log(1500), np.log(60000), self.count))).astype(np.int64)
        self.numerator = np.ones(self.count, dtype=np.int64)
        self.denominator = self.numerator.copy()
        self.fresh = self._opened > 0
        self._last_traded = np.full(self.count, _NEVER)
        self._there_traded = np.full(len(lines), _NEVER)
        self._there_universe = np.zeros(len(lines), dtype=np.int64)
        self._printed: list[str] = []
        self.breadth: list[list[object]] = []
        self.daily: list[bytes] = []

    def _list_early(self, lines: list[Line], listings: Listings) -> None:
        """One share trades here from the first session on, and is listed on the other exchange later."""
        for place, line in enumerate(self.both.tolist()):
            first = listings.sessions.get(line, 0)
            if first > 0:
                self._opened[place] = 0
                steps = self.rng.standard_normal(first) * 0.012
                path = listings.opens[line] * np.exp(np.cumsum(steps[::-1])[::-1])
                self._walks[place] = np.rint(path).astype(np.int64)
                return

    def file(self, day: Day, is_open_there: Mask) -> bytes:
        """Trades a session -> its UDiFF file."""
        for place, action in self._actions.get(day.number, ()):
            self.numerator[place] *= action.numerator
            self.denominator[place] *= action.denominator
            self.fresh[place] |= action.kind == "demerger"
        noise = self.rng.standard_normal((5, self.count))
        chance = self.rng.random((2, self.count))
        fair = self.close * self.numerator / self.denominator
        there = np.zeros(self.count, dtype=bool)
        is_open = self._opened <= day.number
        for_both = slice(0, len(self.both))
        there[for_both] = day.traded[self.both]
        listed = day.listed[self.both] & is_open_there[self.both]
        level = day.previous * day.numerator / day.denominator
        reference = np.where(day.traded, day.close, level)[self.both]
        reference = np.concatenate(
            [reference, fair[len(self.both) :] * np.exp(0.015 * noise[4, len(self.both) :])]
        )
        opening = np.concatenate(
            [np.where(day.traded, day.open, level)[self.both], reference[len(self.both) :]]
        )
        for place, walk in self._walks.items():
            if day.number < len(walk):
                listed[place] = True
                reference[place] = opening[place] = walk[day.number]
        is_open[for_both] &= listed
        first_day = is_open & (self._last_traded == _NEVER)
        traded = is_open & ((chance[0] < _TRADES) | first_day)
        first = _on_tick(opening * np.exp(0.002 * noise[0]))
        close = _on_tick(reference * np.exp(0.002 * noise[1]))
        is_level = (chance[1] < _FLAT) & (self.numerator == self.denominator) & ~self.fresh
        close = np.where(is_level & (np.abs(self.close / reference - 1) < 0.02), self.close, close)
        high = np.maximum(
            _on_tick(np.maximum(first, close) * np.exp(np.abs(noise[2]) * 0.004)), np.maximum(first, close)
        )
        low = np.minimum(
            _on_tick(np.minimum(first, close) * np.exp(-np.abs(noise[3]) * 0.004)), np.minimum(first, close)
        )
        volume = np.maximum(1, np.rint(np.exp(6 + noise[4])).astype(np.int64))
        previous = np.where(first_day & self.fresh, 0, self.close)
        previous = np.where(first_day & ~self.fresh, _on_tick(first * np.exp(0.004 * noise[3])), previous)
        prices = (first, high, low, close)
        rows = np.flatnonzero(traded)
        comparable = traded & ~self.fresh
        direction = np.sign(close * self.denominator - previous * self.numerator)
        printed = self._print(day)
        self._take_down(day, rows, printed, prices, previous, comparable, direction)
        self._count(day, traded, comparable, direction)
        payload = self._payload(day, rows, printed, prices, previous, volume)
        self.close = np.where(traded, close, self.close)
        self.numerator, self.denominator = (
            np.where(traded, 1, x) for x in (self.numerator, self.denominator)
        )
        self.fresh &= ~traded
        self._last_traded[traded] = day.number
        return payload

    def skip(self, day: Day) -> None:
        """A session without files: nothing trades here, and what happens takes effect in the next one."""
        for place, action in self._actions.get(day.number, ()):
            self.numerator[place] *= action.numerator
            self.denominator[place] *= action.denominator
            self.fresh[place] |= action.kind == "demerger"
        self._remember(day)

    def table(self) -> bytes:
        """The counts of each session."""
        return sheet(BREADTH_HEADER, self.breadth)

    def _print(self, day: Day) -> dict[str, list[str]]:
        """How every security is printed; an ISIN as the other exchange printed it a session ago."""
        symbols, series, isins, names = day.identity.printed
        before = self._printed or isins
        self._printed = isins
        large = np.median(self._large) if len(self._large) else 0
        both = self.both.tolist()
        groups = [
            "T" if series[n] in _TRADE_FOR_TRADE else "A" if self._large[k] > large else "B"
            for k, n in enumerate(both)
        ]
        return {
            "isin": [before[n] for n in both] + self._isins,
            "symbol": [symbols[n] for n in both] + self._symbols,
            "group": groups + self._groups,
            "name": [names[n] for n in both] + self._names,
        }

    def _payload(
        self,
        day: Day,
        rows: Ints,
        printed: dict[str, list[str]],
        prices: tuple[Ints, ...],
        previous: Ints,
        volume: Ints,
    ) -> bytes:
        place, empty, when = pa.array(rows), text.same(""), text.same(day.session.isoformat())
        who = {name: pa.array(column).take(place) for name, column in printed.items()}
        first, high, low, close = (text.fixed(column[rows]) for column in prices)
        columns = [
            when, when, text.same("CM"), text.same("BSE"), text.same("STK"), text.count(self._codes[rows]),
            who["isin"], who["symbol"], who["group"], empty, empty, empty, empty, who["name"],
            first, high, low, close, close, text.fixed(previous[rows]), empty, close, empty, empty,
            text.count(volume[rows]), text.fixed(volume[rows] * prices[3][rows]),
            text.count(np.minimum(volume[rows], 1 + volume[rows] // 20)),
            text.same("F1"), text.same("1"), empty, empty, empty, empty, empty,
        ]  # fmt: skip
        return UDIFF_COLUMNS.encode() + b"\n" + text.body(columns)

    def _take_down(
        self, day: Day, rows: Ints, printed: dict[str, list[str]], prices: tuple[Ints, ...], previous: Ints,
        comparable: Mask, direction: Ints,
    ) -> None:  # fmt: skip
        place, nothing = pa.array(rows), text.same("")
        prior = (previous * self.numerator * 200 + self.denominator) // (2 * self.denominator)
        is_known = comparable[rows]
        columns = [
            text.same(day.session.isoformat()), pa.array(self._ids).take(place),
            text.count(self._codes[rows]), pa.array(printed["isin"]).take(place),
            pa.array(printed["group"]).take(place),
            text.fixed(prices[0][rows]), text.fixed(prices[3][rows]),
            text.where(is_known, text.fixed(prior[rows], 4), nothing),
            text.where(is_known, text.same("true"), text.same("false")),
            text.where(is_known, text.count(direction[rows]), nothing),
        ]  # fmt: skip
        self.daily.append(text.body(columns))

    def _remember(self, day: Day) -> None:
        self._there_traded[day.traded] = day.number
        self._there_universe = np.where(day.traded, day.identity.universe, self._there_universe)

    def _count(self, day: Day, traded: Mask, comparable: Mask, direction: Ints) -> None:
        """Both universes: here alone, and the other exchange's names with those that only this one has."""
        self._remember(day)
        of_share = np.isin(self._there_universe, (MAIN, SME))
        there = of_share & (self._there_traded >= day.number - REMEMBERED)
        other = np.zeros(self.count, dtype=bool)
        other[: len(self.both)] = there[self.both]
        missing = ~traded & (self._last_traded >= day.number - REMEMBERED)
        here = _counts(traded, comparable, direction, missing)
        alone = _counts(traded & ~other, comparable, direction, missing & ~other)
        of_there = _counts(day.traded & of_share, day.comparable, day.direction, there & ~day.traded)
        self.breadth.append([day.session, "bse_all", *here])
        self.breadth.append(
            [day.session, "india_all", *(a + b for a, b in zip(alone, of_there, strict=True))]
        )


def _counts(traded: Mask, comparable: Mask, direction: Ints, missing: Mask) -> list[int]:
    moves = direction[traded & comparable]
    up, down, level = (int((moves == way).sum()) for way in (1, -1, 0))
    now, absent = int(traded.sum()), int(missing.sum())
    return [up, down, level, now - len(moves), absent, now, now + absent]


def _on_tick(price: Floats) -> Ints:
    return np.maximum(np.rint(price / _TICK).astype(np.int64), 2) * _TICK
