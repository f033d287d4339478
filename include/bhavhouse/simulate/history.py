"""What articles are written from: the last sessions of a market, on one basis, and what may be told."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import numpy as np

from bhavhouse.simulate.happen import Happenings
from bhavhouse.simulate.indices import Indices
from bhavhouse.simulate.record import MAIN, SME, Action, Day
from bhavhouse.simulate.roster import DVR, SHARE, Floats, Line
from bhavhouse.simulate.text import Ints, Mask

YEAR = 252  # own sessions that a 52-week high looks back over
_KEPT = 310  # sessions: those that are written about, and a year before
_CRASH = 0.78  # an opening below this share of the last close is an open question for some sessions
_FEWEST_MEMBERS = 3


@dataclass(frozen=True)
class Kept:
    """What is kept of one session; every array has one place per line."""

    number: int
    session: date
    change: Floats  # percent against the last close on the same basis; nan where there is none
    universe: Ints
    caps: Floats
    names: list[str]
    levels: dict[str, float]
    printed: tuple[int, int]  # advances and declines of every traded line, as the exchange counts them


@dataclass
class History:
    """The sessions of a market as they come; `close` of it when they are over."""

    lines: list[Line]
    count: int
    holes: frozenset[int]
    days: dict[int, Kept] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.first = max(0, self.count - _KEPT)
        self._close: list[Floats] = []
        self._high: list[Floats] = []
        self._comparable: list[Mask] = []
        self._known_bases: dict[int, dict[str, int]] = {}
        industries = [line.industry if line.is_share else "" for line in self.lines]
        self._members = {
            industry: np.array([n for n, own in enumerate(industries) if own == industry])
            for industry in sorted(set(industries) - {""})
        }

    def add(self, day: Day, indices: Indices) -> None:
        """Keep a session."""
        if day.number < self.first:
            return
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = day.close * day.denominator / (day.previous * day.numerator)
        moves = np.sign(day.close - day.previous)[day.traded]
        shown = day.traded if day.number not in self.holes else np.zeros_like(day.traded)
        self._close.append(np.where(shown, day.close, np.nan))
        self._high.append(np.where(shown, day.high, np.nan))
        self._comparable.append(day.comparable | ~day.traded)
        self.days[day.number] = Kept(
            day.number,
            day.session,
            np.where(day.traded & day.comparable, 100 * (ratio - 1), np.nan),
            day.identity.universe,
            day.caps.astype(np.float64),
            [line.name for line in self.lines],
            {name: indices.levels[name] for name, who in indices.members.items() if day.listed[who].any()},
            (int((moves > 0).sum()), int((moves < 0).sum())),
        )

    def close(self, happened: Happenings) -> None:
        """Work out what needs to know the whole run: one basis for all closes, and who may be told of."""
        factor = np.ones((len(self._close), len(self.lines)))
        broken = ~np.array(self._comparable)
        self._basis = np.cumsum(broken, axis=0)
        for action in happened.actions:
            if action.session >= self.first:
                place = action.session - self.first
                factor[:place, action.line] *= action.factor
                broken[place, action.line] |= _is_unsure(action)
        for (session, line), ratio in happened.jumps.items():
            if session >= self.first and ratio < _CRASH:
                broken[session - self.first, line] = True
        self.closes = np.array(self._close) * factor
        self.highs = np.array(self._high) * factor
        self._breaks = np.cumsum(broken, axis=0)
        self.eligible = self._eligible(happened)
        self._new_highs: dict[int, list[int]] = {}

    def _eligible(self, happened: Happenings) -> Mask:
        """Shares that go by one name and symbol all the time, and that the masters hold at the end."""
        changed = {c.line for c in (*happened.symbol_changes, *happened.name_changes)}
        names: dict[str, int] = defaultdict(int)
        symbols: dict[str, set[int]] = defaultdict(set)
        for line in happened.lines:
            names[line.name] += line.instrument in (SHARE, DVR)
        for window in happened.windows:
            symbols[window.symbol].add(window.line)
        return np.array(
            [
                line.instrument == SHARE
                and bool(happened.alive[n])
                and n not in changed
                and names[line.name] == 1
                and symbols[line.symbol] == {n}
                for n, line in enumerate(happened.lines)
            ],
            dtype=bool,
        )

    def is_whole(self, number: int) -> bool:
        """Whether the session has price files, and the one before it too."""
        return number in self.days and not {number, number - 1} & self.holes

    def returns(self, base: int, number: int) -> Floats:
        """Percent from one session's close to another's; nan for whom nothing plain can be said."""
        if base < self.first or not {base, number} <= self.days.keys() or {base, number} & self.holes:
            return np.full(len(self.lines), np.nan)
        start, end = base - self.first, number - self.first
        whole = (self._breaks[start] == self._breaks[end]) & self.eligible
        whole &= self.days[number].universe == MAIN
        return np.where(whole, 100 * (self.closes[end] / self.closes[start] - 1), np.nan)

    def index_return(self, name: str, base: int, number: int) -> float | None:
        """Percent between the printed closing levels of two sessions."""
        if not {base, number} <= self.days.keys():
            return None
        before, after = (self.days[n].levels.get(name) for n in (base, number))
        return 100 * (after / before - 1) if before and after else None

    def bases(self, number: int) -> dict[str, int]:
        """The session whose close a horizon is counted from, for those that the market is old enough for."""
        if number in self._known_bases:
            return self._known_bases[number]
        session = self.days[number].session
        before = [n for n in range(number - 1, self.first - 1, -1) if n in self.days]
        found = {"1d": number - 1, "5d": number - 5}
        for horizon, is_other in (
            ("mtd", lambda day: (day.year, day.month) != (session.year, session.month)),
            ("ytd", lambda day: day.year != session.year),
        ):
            base = next((n for n in before if is_other(self.days[n].session)), None)
            if base is not None:
                found[horizon] = base
        self._known_bases[number] = {h: base for h, base in found.items() if base >= self.first}
        return self._known_bases[number]

    def ends_a_week_of_five(self, number: int) -> bool:
        """Whether "the week" and "five sessions" are the same: Monday to Friday, and nothing else."""
        if not {number - 5, number} <= self.days.keys():
            return False
        week = [self.days[n].session for n in range(number - 4, number + 1)]
        return [day.weekday() for day in week] == [0, 1, 2, 3, 4] and all(
            (b - a).days == 1 for a, b in pairwise(week)
        )

    def readings(self, number: int) -> list[tuple[int, int]]:
        """Base and end of what else a figure of this session might be taken for."""
        bases = {number - n for n in (1, 2, 3, 4, 5, 6, 10, 20, 21, 22, 23)} | set(
            self.bases(number).values()
        )
        found = [(base, number) for base in bases]
        found += [(number - 2, number - 1), (number, number + 1), (number - 6, number - 1)]
        return [(base, end) for base, end in found if base >= self.first and end in self.days]

    def new_highs(self, number: int) -> list[int]:
        """Names at 52-week highs: by closes and by highs of the session, of the main board and of all.

        Empty where fewer than half the names have traded for a year.
        """
        if not self._new_highs:
            for prices in (self.closes, self.highs):
                is_high, is_known = self._above_the_year(prices)
                for n, day in self.days.items():
                    found = self._new_highs.setdefault(n, [])
                    at, mine = is_high[n - self.first], day.universe > 0
                    traded = mine & ~np.isnan(prices[n - self.first])
                    if 2 * int((is_known[n - self.first] & mine).sum()) < int(traded.sum()):
                        continue
                    counts = [int((at & np.isin(day.universe, who)).sum()) for who in ((MAIN,), (MAIN, SME))]
                    found.extend(counts)
        return self._new_highs[number]

    def _above_the_year(self, prices: Floats) -> tuple[Mask, Mask]:
        """Where a price stands above those of the 252 own sessions before, and where all have one basis."""
        found, known = np.zeros(prices.shape, dtype=bool), np.zeros(prices.shape, dtype=bool)
        shares = [n for n, line in enumerate(self.lines) if line.is_share]
        for line in shares:
            traded = np.flatnonzero(~np.isnan(prices[:, line]))
            if len(traded) > YEAR:
                own = np.round(prices[traded, line], 6)  # equal prices on one basis are no highs
                tops = np.lib.stride_tricks.sliding_window_view(own[:-1], YEAR).max(axis=1)
                basis = self._basis[traded, line]
                whole = basis[YEAR:] == basis[:-YEAR]
                found[traded[YEAR:], line] = (own[YEAR:] > tops) & whole
                known[traded[YEAR:], line] = whole
        return found, known

    def industry_returns(self, number: int) -> dict[str, tuple[float, float]]:
        """Industry -> plain and weighted mean change of its main-board shares, where there are enough."""
        day, found = self.days[number], {}
        fit = (day.universe == MAIN) & ~np.isnan(day.change)
        for industry, members in self._members.items():
            who = members[fit[members]]
            if len(who) >= _FEWEST_MEMBERS:
                before = day.caps[who] / (1 + day.change[who] / 100)
                weighted = float((day.change[who] * before).sum() / before.sum())
                found[industry] = float(day.change[who].mean()), weighted
        return found


def _is_unsure(action: Action) -> bool:
    """Whether what a price was worth before an action is a matter of opinion, or told nowhere."""
    if action.kind in ("demerger", "rights"):
        return True
    return action.factor != 1 and not (action.official or action.bundled)
