"""What the exchange printed, as far as claims ask for it: levels, prices, counts, sectors, flows."""

import itertools
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bhavhouse.sources import BSE_CASH, CASH
from bhavhouse.verdicts.subjects import Against

# A table's name, its columns, and the rows wanted -> rows.
Read = Callable[[str, Sequence[str], pc.Expression | None], pa.Table]
TABLES = (
    "core.calendar_day",
    "core.dim_session",
    "core.dim_security",
    "core.price_change",
    "core.fact_daily_price",
    "core.bse_price_change",
    "core.bse_daily_price",
    "marts.index_history",
    "marts.index_return",
    "marts.breadth_history",
    "marts.return_distribution",
    "marts.market_movers",
    "marts.sector_rotation",
    "marts.institutional_flows",
)
_LEVELS = ("session", "index_name", "close", "high", "low", "pe_ratio", "pb_ratio", "dividend_yield_pct")
_COUNTS = (
    "advances", "declines", "unchanged", "new_highs_52w", "new_lows_52w", "new_highs_52w_intraday",
    "new_lows_52w_intraday", "pct_above_50dma", "pct_above_200dma", "reported_advances", "reported_declines",
)  # fmt: skip
_RETURNS = ("return_1_pct", "return_5_pct", "return_21_pct", "return_63_pct", "return_252_pct")
_PRICES = {
    "NSE": ("core.price_change", "core.fact_daily_price"),
    "BSE": ("core.bse_price_change", "core.bse_daily_price"),
}
_FEEDS = {"NSE": set(CASH), "BSE": set(BSE_CASH)}
_A_TURN = 500  # securities
_LONGEST_GAP = 5  # sessions without a trade that a base may lie back


@dataclass(frozen=True)
class Wanted:
    """What claims ask for: securities by id, funds by symbol, indices and universes by name."""

    securities: Set[str]
    funds: Set[str]
    indices: Set[str]
    universes: Set[str]


@dataclass(frozen=True)
class Prices:
    """One security on one exchange, session by session; `growth` is the log of the close on one basis."""

    days: np.ndarray
    close: np.ndarray
    high: np.ndarray
    low: np.ndarray
    prior: np.ndarray
    growth: np.ndarray
    breaks: np.ndarray

    def at(self, session: date) -> int | None:
        """The place of a session in which it traded."""
        place = int(np.searchsorted(self.days, session.toordinal()))
        return place if place < len(self.days) and self.days[place] == session.toordinal() else None

    def is_comparable(self, place: int) -> bool:
        """Whether its close there can be held against a prior price."""
        before = self.breaks[place - 1] if place else 0
        return bool(self.breaks[place] == before and self.prior[place] > 0)

    def up_to(self, session: date) -> int | None:
        """The place of its last session up to `session`."""
        place = int(np.searchsorted(self.days, session.toordinal(), side="right")) - 1
        return place if place >= 0 else None

    def return_pct(self, start: int, end: int) -> float | None:
        """The return from one place to another; None where something without a factor lies between."""
        if self.breaks[start] != self.breaks[end]:
            return None
        return 100 * float(np.expm1(self.growth[end] - self.growth[start]))


@dataclass
class Market:
    """Lookups by session. Sessions ascend; what is not held is absent.

    `files` tells the sessions of each exchange's prices; `movers` hold rank and return of the first twenty.
    """

    calendar: list[date]
    held: list[date]
    files: Mapping[str, Set[date]]
    levels: dict[str, dict[date, Mapping[str, Any]]] = field(default_factory=dict)
    prices: dict[tuple[str, str], Prices] = field(default_factory=dict)
    counts: dict[tuple[str, date], Mapping[str, Any]] = field(default_factory=dict)
    universes: frozenset[str] = frozenset()
    flows: dict[tuple[str, date], Mapping[str, Any]] = field(default_factory=dict)
    segments: dict[date, list[Mapping[str, Any]]] = field(default_factory=dict)
    movers: dict[tuple[date, str, str], dict[str, tuple[int, float]]] = field(default_factory=dict)
    distributions: dict[tuple[date, str], list[Mapping[str, Any]]] = field(default_factory=dict)
    months: dict[tuple[str, date], Mapping[str, Any]] = field(default_factory=dict)
    funds: dict[str, str] = field(default_factory=dict)
    looked_up: set[date] = field(default_factory=set)  # by add_sessions

    def session_up_to(self, day: date) -> date | None:
        """The exchange's last session up to a day; None for a day that its calendar does not reach."""
        if not self.calendar or day > self.calendar[-1]:
            return None
        place = bisect_right(self.calendar, day) - 1
        return self.calendar[place] if place >= 0 else None

    def session_before(self, session: date, n: int = 1) -> date | None:
        """The exchange's session `n` before."""
        place = bisect_right(self.calendar, session) - 1 - n
        return self.calendar[place] if place >= 0 else None

    def change(
        self, against: Against, start: date, end: date, *, in_points: bool = False, reached: str = "close"
    ) -> float | None:
        """Percent, or points, from the close of one session to that of another, of an index or a fund.

        `reached` takes the high or the low of the other session in the place of its close.
        """
        if against.by == "fund":
            prices = self.prices.get((self.funds.get(against.name, ""), "NSE"))
            if prices is None or reached != "close":
                return None
            first, last = prices.at(start), prices.at(end)
            return None if first is None or last is None else prices.return_pct(first, last)
        held = self.levels.get(against.name, {})
        if start not in held or end not in held or held[start]["base_session"] != held[end]["base_session"]:
            return None
        before, after = held[start]["close"], held[end][reached]
        if not before or after is None:
            return None
        return float(after - before) if in_points else 100 * (after / before - 1)

    def base_of(self, prices: Prices, session: date, exchange: str) -> int | None:
        """The place of the close that a return from `session` starts from.

        It may lie a few sessions back where the share did not trade, not where the exchange's file lacks.
        """
        place = prices.up_to(session)
        if place is None:
            return None
        since = bisect_right(self.calendar, date.fromordinal(int(prices.days[place])))
        between = self.calendar[since : bisect_right(self.calendar, session)]
        if len(between) > _LONGEST_GAP or not self.files[exchange] >= set(between):
            return None
        return place


def market_of(read: Read, wanted: Wanted) -> Market:
    """Levels, counts, prices and flows, as far as they are wanted."""
    calendar = sorted(set(read("core.calendar_day", ("session_on_or_after",), None)[0].to_pylist()))
    held = {
        row["session"]: row["feeds"].split("+")
        for row in read("core.dim_session", ("session", "feeds"), None).to_pylist()
    }
    files = {
        exchange: {day for day, feeds in held.items() if not of.isdisjoint(feeds)}
        for exchange, of in _FEEDS.items()
    }
    made = Market(calendar, sorted(held), files)
    named = _among("index_name", wanted.indices)
    for row in read("marts.index_history", (*_LEVELS, "base_session"), named).to_pylist():
        made.levels.setdefault(row["index_name"], {})[row["session"]] = row
    of_these = _among("universe", wanted.universes)
    counts = read("marts.breadth_history", ("session", "universe", *_COUNTS), of_these).to_pylist()
    made.counts = {(row["universe"], row["session"]): row for row in counts}
    made.universes = frozenset(row["universe"] for row in counts)
    flows = ("session", "investor", "buy_inr_crore", "sell_inr_crore", "net_inr_crore")
    made.flows = {
        (row["investor"], row["session"]): row
        for row in read("marts.institutional_flows", flows, pc.field("is_latest")).to_pylist()
    }
    of_funds = _among("symbol", wanted.funds)
    funds = read("core.dim_security", ("symbol", "security_id"), of_funds).to_pylist()
    made.funds = {row["symbol"]: row["security_id"] for row in sorted(funds, key=lambda r: r["security_id"])}
    securities = sorted({*wanted.securities, *made.funds.values()})
    for exchange in _PRICES:
        for first in range(0, len(securities), _A_TURN):
            for security, prices in _prices(read, exchange, securities[first : first + _A_TURN]):
                made.prices[security, exchange] = prices
    return made


def add_sessions(made: Market, read: Read, sessions: Iterable[date]) -> None:
    """What is asked of single sessions alone: sectors, movers, distributions, best months."""
    new = set(sessions) - made.looked_up
    made.looked_up |= new
    wanted = _among("session", new, pa.date32())
    for row in read(
        "marts.sector_rotation", ("session", "level", "sector", "members", *_RETURNS), wanted
    ).to_pylist():
        made.segments.setdefault(row["session"], []).append(row)
    movers = ("session", "universe", "kind", "rank", "security_id", "return_1_pct")
    for row in read(
        "marts.market_movers", movers, wanted & pc.field("kind").isin(["gainer", "loser"])
    ).to_pylist():
        place = (row["session"], row["universe"], row["kind"])
        made.movers.setdefault(place, {})[row["security_id"]] = row["rank"], row["return_1_pct"]
    buckets = ("session", "universe", "reference", "lower_pct", "upper_pct", "names")
    for row in read(
        "marts.return_distribution", buckets, wanted & (pc.field("reference") == "calendar_year")
    ).to_pylist():
        made.distributions.setdefault((row["session"], row["universe"]), []).append(row)
    best = ("session", "index_name", "return_month_pct", "best_month_since", "months_held", "months_not_held")
    for row in read("marts.index_return", best, wanted).to_pylist():
        made.months[row["index_name"], row["session"]] = row


def _among(column: str, values: Collection[Any], of: pa.DataType | None = None) -> pc.Expression:
    """Rows whose column is one of the values, of which there may be none."""
    return pc.field(column).isin(pa.array(sorted(values), of or pa.string()))


def _prices(read: Read, exchange: str, securities: Collection[str]) -> Iterable[tuple[str, Prices]]:
    changes, quotes = _PRICES[exchange]
    of_these = _among("security_id", securities)
    columns = ("security_id", "session", "close_inr", "prior_price_inr", "price_factor", "is_comparable")
    changed = read(changes, columns, of_these)
    quoted = read(quotes, ("security_id", "session", "high_inr", "low_inr"), of_these)
    table = changed.join(quoted, ["security_id", "session"]).sort_by(
        [("security_id", "ascending"), ("session", "ascending")]
    )
    names = table["security_id"].to_numpy(zero_copy_only=False)
    days = table["session"].cast(pa.int32()).to_numpy() + np.int32(date(1970, 1, 1).toordinal())
    close, high, low, prior = (
        table[name].to_numpy() for name in ("close_inr", "high_inr", "low_inr", "prior_price_inr")
    )
    comparable = table["is_comparable"].to_numpy(zero_copy_only=False).astype(bool)
    # From close to close, not to the printed one before: a session that is not held lies in between as well.
    factor = np.where(comparable, table["price_factor"].to_numpy(), 1.0)
    edges = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1), len(names)] if len(names) else []
    for start, end in itertools.pairwise(edges):
        part = slice(start, end)
        breaks = np.cumsum(~comparable[part], dtype=np.int32)
        growth = np.log(close[part]) - np.cumsum(np.log(factor[part]))
        own = Prices(days[part], close[part], high[part], low[part], prior[part], growth, breaks)
        yield str(names[start]), own
