"""The truth of the simulation, in plain CSV whose names match no feed of the exchange."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from bhavhouse.simulate import text
from bhavhouse.simulate.happen import Happenings
from bhavhouse.simulate.record import MAIN, SME, UNIVERSES, Action, Day
from bhavhouse.simulate.roster import Line
from bhavhouse.simulate.text import Ints, sheet

DAILY_HEADER = (
    "session,truth_id,symbol,series,isin,instrument,universe,open,high,low,close,volume,"
    "prior_close_on_same_basis,comparable,direction,adjusted_close"
)
BREADTH_HEADER = "session,universe,advances,declines,unchanged,not_comparable,not_traded,traded,universe_size"
REMEMBERED = 20  # sessions for which a name that does not trade still belongs to its universe


def truth_id(line: int) -> str:
    """The identity that never changes."""
    return f"T{line:05d}"


@dataclass
class Daily:
    """Every traded line of every session, with the truth about its comparison and its adjusted close."""

    path: Path
    lines: list[Line]
    actions: list[Action]
    _future: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = field(init=False)

    def __post_init__(self) -> None:
        self._ids = pa.array([truth_id(n) for n in range(len(self.lines))])
        self._instruments = pa.array([line.instrument for line in self.lines])
        self._future = np.ones(len(self.lines))
        self._of_line: dict[int, list[Action]] = defaultdict(list)
        self._on: dict[int, set[int]] = defaultdict(set)
        for action in self.actions:
            self._of_line[action.line].append(action)
            self._on[action.session].add(action.line)
            self._future[action.line] *= action.factor
        self._file = self.path.open("wb")
        self._file.write(DAILY_HEADER.encode() + b"\n")

    def add(self, day: Day) -> None:
        """Append a session."""
        for line in self._on.get(day.number, ()):
            later = [action.factor for action in self._of_line[line] if action.session > day.number]
            self._future[line] = float(np.prod(later))
        rows = day.sorted(day.identity.by_symbol)
        place, who, nothing = pa.array(rows), day.identity, text.same("")
        comparable = day.comparable[rows]
        prior = (day.previous * day.numerator * 200 + day.denominator) // (2 * day.denominator)
        adjusted = np.rint(day.close * self._future * 100).astype(np.int64)
        columns = [
            text.same(day.session.isoformat()), self._ids.take(place), who.symbol.take(place),
            who.series.take(place), who.isin.take(place), self._instruments.take(place),
            pa.array(UNIVERSES).take(pa.array(who.universe[rows])),
            *(text.fixed(getattr(day, name)[rows]) for name in ("open", "high", "low", "close")),
            text.count(day.volume[rows]), text.where(comparable, text.fixed(prior[rows], 4), nothing),
            text.where(comparable, text.same("true"), text.same("false")),
            text.where(comparable, text.count(day.direction[rows]), nothing), text.fixed(adjusted[rows], 4),
        ]  # fmt: skip
        self._file.write(text.body(columns))

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


@dataclass
class Breadth:
    """Counts of each session and universe, straight from the truth."""

    count: int
    rows: list[list[object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._last_traded = np.full(self.count, -(10**6))
        self._last_universe: Ints = np.zeros(self.count, dtype=np.int64)

    def add(self, day: Day) -> None:
        """Count a session."""
        missing = ~day.traded & (self._last_traded >= day.number - REMEMBERED)
        for name, belongs in (("nse_main", (MAIN,)), ("nse_sme", (SME,)), ("nse_all", (MAIN, SME))):
            mine = day.traded & np.isin(day.identity.universe, belongs)
            moves = day.direction[mine & day.comparable]
            traded, absent = int(mine.sum()), int((missing & np.isin(self._last_universe, belongs)).sum())
            up, down, level = (int((moves == way).sum()) for way in (1, -1, 0))
            self.rows.append(
                [day.session, name, up, down, level, traded - len(moves), absent, traded, traded + absent]
            )
        self._last_traded[day.traded] = day.number
        self._last_universe = np.where(day.traded, day.identity.universe, self._last_universe)

    def table(self) -> bytes:
        """The finished file."""
        return sheet(BREADTH_HEADER, self.rows)


def securities(happened: Happenings, sessions: list[date]) -> bytes:
    """Truth id with dated windows; a window is open where `valid_to` is blank."""
    rows: list[list[object]] = [
        [
            truth_id(window.line), window.symbol, window.isin, window.series, window.name,
            happened.lines[window.line].instrument, happened.lines[window.line].industry,
            sessions[window.first], "" if window.last is None else sessions[window.last],
            window.first == happened.listed_at.get(window.line),
        ]
        for window in sorted(happened.windows, key=lambda w: (w.line, w.first))
    ]  # fmt: skip
    header = "truth_id,symbol,isin,series,name,instrument,industry,valid_from,valid_to,is_listing"
    return sheet(header, rows)


def actions(happened: Happenings, sessions: list[date]) -> bytes:
    """Every action with the symbol of its day. A split and a bonus of one day stand on two rows: multiply."""
    header = "truth_id,symbol,ex_date,kind,price_factor,official,official_under_later_symbol,bundled"
    rows: list[list[object]] = [
        [
            truth_id(a.line),
            a.symbol,
            sessions[a.session],
            a.kind,
            f"{a.factor:.10g}",
            a.official,
            _later(happened, a),
            a.bundled,
        ]
        for a in happened.actions
    ]
    return sheet(header, rows)


def dividends(happened: Happenings, sessions: list[date]) -> bytes:
    """Every dividend in rupees a share; the price falls by it on its ex-date."""
    rows: list[list[object]] = [
        [truth_id(a.line), a.symbol, sessions[a.session], f"{a.terms[0] / 100:.2f}", a.official, a.bundled]
        for a in happened.actions
        if a.kind == "dividend"
    ]
    return sheet("truth_id,symbol,ex_date,dividend,official,bundled", rows)


def _later(happened: Happenings, action: Action) -> bool:
    return action.later and happened.lines[action.line].symbol != action.symbol


def happenings(happened: Happenings, sessions: list[date]) -> bytes:
    """Everything that happened to a line: listings, moves, halts, jumps, changes, actions."""
    ratios = {place: f"{ratio:.4f}" for place, ratio in happened.jumps.items()}
    rows: list[list[object]] = [
        [sessions[session], truth_id(line), kind, ratios.get((session, line), "")]
        for session, line, kind in happened.log
    ]
    return sheet("session,truth_id,kind,open_ratio", rows)


def symbol_changes(happened: Happenings, sessions: list[date]) -> bytes:
    """Every symbol change, told by the exchange or not."""
    rows: list[list[object]] = [
        [truth_id(c.line), c.old, c.new, sessions[c.session], c.official] for c in happened.symbol_changes
    ]
    return sheet("truth_id,old_symbol,new_symbol,session,official", rows)
