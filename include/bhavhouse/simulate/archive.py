"""Runs the market and writes its archive: aside first, then by one rename."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from bhavhouse.simulate import bhavcopy, bse, masters, truth
from bhavhouse.simulate.articles import Press, breadth_of
from bhavhouse.simulate.bundle import Bundler
from bhavhouse.simulate.history import History
from bhavhouse.simulate.indices import LISTED, Indices
from bhavhouse.simulate.market import Market
from bhavhouse.simulate.meetings import Board
from bhavhouse.simulate.official import official_actions
from bhavhouse.simulate.plan import plan, wanted
from bhavhouse.simulate.ratings import Desk
from bhavhouse.simulate.record import Action, Day
from bhavhouse.simulate.roster import integers, roster
from bhavhouse.simulate.shelf import Shelf, first_sessions, stock
from bhavhouse.simulate.text import Ints, sheet

MARK = "archive.json"
MAX_SESSIONS, MIN_SECURITIES, MAX_SECURITIES = 2600, 20, 5000


@dataclass(frozen=True)
class SimulationSummary:
    """What was simulated and where it lies; `rows` counts the traded lines of all sessions."""

    out: Path
    first_session: date
    last_session: date
    sessions: int
    securities: int
    rows: int
    files: int
    minimum_rows: int


def simulate(
    out: Path,
    sessions: int,
    securities: int,
    seed: int,
    start: date = date(2025, 1, 1),
    progress: Callable[[int, int], None] | None = None,
) -> SimulationSummary:
    """Write the archive of a simulated exchange to the folder `out`; equal arguments give equal bytes.

    Args:
        out: A folder that does not exist, is empty, or holds a former simulation, which is then replaced.
        sessions: How many trading sessions, 1 to 2600, from `start` on.
        securities: How many lines ever trade, 20 to 5000: shares, SME, funds, debt and entitlements.
        seed: Decides everything that is left to chance.
        start: The first session is the first one expected on or after this day.
        progress: Called with (sessions written, sessions) after each session.

    Raises:
        ValueError: The size is out of range.
        FileExistsError: `out` holds something else.
    """
    if not 1 <= sessions <= MAX_SESSIONS or not MIN_SECURITIES <= securities <= MAX_SECURITIES:
        raise ValueError(
            f"a simulation takes 1 to {MAX_SESSIONS} sessions and {MIN_SECURITIES} to {MAX_SECURITIES} "
            f"securities, not {sessions} and {securities}"
        )
    with _replacing(out) as aside:
        writer = _Writer(aside, sessions, securities, seed, start)
        return writer.run(out, progress)


@contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """A folder beside `out` that takes its place when the block succeeds, and vanishes when it fails."""
    occupied = out.exists() and (not out.is_dir() or any(out.iterdir()))
    if occupied and not _is_simulation(out):
        raise FileExistsError(f"{out} is not empty and holds no former simulation; nothing was written")
    out = out.resolve()
    aside, former = out.with_name(f".{out.name}.partial"), out.with_name(f".{out.name}.former")
    for left_over in (aside, former):
        shutil.rmtree(left_over, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        yield aside
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    if out.exists():
        out.rename(former)
    aside.rename(out)
    shutil.rmtree(former, ignore_errors=True)


def _is_simulation(folder: Path) -> bool:
    try:
        mark = json.loads((folder / MARK).read_text())
    except (OSError, ValueError):
        return False
    return isinstance(mark, dict) and mark.get("exchange") == "simulated"


@dataclass
class _Writer:
    """One simulation on its way to a folder."""

    folder: Path
    sessions: int
    securities: int
    seed: int
    start: date
    files: int = 0
    rows: int = 0
    fewest: int = 10**9
    defects: list[list[object]] = field(default_factory=list)
    table: list[list[object]] = field(default_factory=list)

    def run(self, out: Path, progress: Callable[[int, int], None] | None) -> SimulationSummary:
        shelf = stock(first_sessions(self.start, self.sessions), self._chance(1))
        days = [session.day for session in shelf.sessions]
        entitlements = min(wanted("rights", self.securities * 2 // 3, self.sessions), self.securities // 20)
        lines = roster(self.securities, entitlements, days[0], self._chance(2))
        happenings = plan(lines, shelf, self._chance(3))
        # A rehearsal tells the factors to come, which adjusted closes of earlier sessions need.
        rehearsal = Market(lines, shelf, happenings, self.seed)
        listings = bse.Listings()
        for day in rehearsal.days():
            listings.add(day, rehearsal.happened.listed_at)
        market = Market(lines, shelf, happenings, self.seed)
        self._run(market, rehearsal.happened.actions, listings, progress)
        self._write_references(market, days)
        minimum = max(5, self.fewest * 6 // 10)
        mark = {"exchange": "simulated", "seed": self.seed, "sessions": self.sessions,
                "securities": self.securities, "minimum_rows": minimum}  # fmt: skip
        self._write(MARK, (json.dumps(mark, indent=2) + "\n").encode())
        return SimulationSummary(
            out, days[0], days[-1], self.sessions, self.securities, self.rows, self.files, minimum
        )

    def _run(
        self,
        market: Market,
        to_come: list[Action],
        listings: bse.Listings,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        shelf, chance = market.shelf, self._chance(4)
        daily = truth.Daily(self._place("truth/daily.csv"), market.lines, to_come)
        sessions = [session.day for session in shelf.sessions]
        board = Board(market.lines, sessions, shelf.holes, self._chance(9))
        bundler = Bundler(market.happened, sessions, to_come, board)
        tokens = integers(market.lines, "token")
        indices = Indices(market.lines, shelf, self._chance(5))
        desk = Desk(shelf.sessions, min(0.5 * max(self.securities / 160, 0.4), 30.0), self._chance(6))
        breadth = truth.Breadth(len(market.lines))
        history = History(market.lines, self.sessions, shelf.holes)
        other = bse.Bse(market.lines, self.sessions, to_come, listings, self._chance(8))
        for day in market.days():
            present = [] if day.number in shelf.holes else self._write_prices(day, shelf, tokens, chance)
            closes = indices.close(day)
            self._write(f"nse/ind_close_all/ind_close_all_{day.session:%d%m%Y}.csv", closes)
            if present:
                self._write(f"nse/pr/PR{day.session:%d%m%y}.zip", bundler.bundle(day, closes))
                self._write(
                    f"bse/{bse.udiff_name(day.session)}", other.file(day, market.happened.open_for_trading)
                )
            else:
                bundler.skip(day)
                other.skip(day)
            if day.number in (0, shelf.middle):
                self._write_lists(day, market, indices)
            events = desk.file(day, [line.name for line in market.lines])
            if events:
                self._write(f"events/{events[0]}", events[1])
            daily.add(day)
            breadth.add(day)
            history.add(day, indices)
            self.rows += int(day.traded.sum())
            hole = day.number in shelf.holes
            self.table.append([day.session, day.kind, " ".join([*present, "index"]), hole])
            if progress:
                progress(day.number + 1, self.sessions)
        daily.close()
        self.files += 1
        self._write("truth/breadth.csv", breadth.table())
        self._write("truth/bse_breadth.csv", other.table())
        self._write("truth/bse_daily.csv", bse.DAILY_HEADER.encode() + b"\n" + b"".join(other.daily))
        self._write("truth/true_rating_changes.csv", desk.truth())
        self._write("truth/meetings.csv", board.truth())
        history.close(market.happened)
        press = Press(history, breadth_of(breadth.rows, other.breadth), board, self._chance(13))
        for name, payload in press.files():
            self._write(f"news/{name}", payload)
        self._write("truth/claims.csv", press.truth())

    def _write_prices(self, day: Day, shelf: Shelf, tokens: Ints, chance: np.random.Generator) -> list[str]:
        """The session's price files, the lying ones included -> which kinds there are."""
        name, complete = bhavcopy.full_name(day.session), bhavcopy.full(day)
        first = complete
        if day.number in shelf.restated:
            way = shelf.restated[day.number]
            first, wrong = bhavcopy.deficient(day, way, chance)
            self._write(f"nse/restated/{name}", complete)
            self._defect(f"nse/sec_bhavdata_full/{name}", way, wrong)
        self.fewest = min(self.fewest, first.count(b", EQ, "))
        self._write(f"nse/sec_bhavdata_full/{name}", first)
        for holiday, repeated in shelf.stale.items():
            if repeated == day.number:
                path = f"nse/sec_bhavdata_full/{bhavcopy.full_name(holiday)}"
                self._write(path, first)
                self._defect(path, "stale_holiday", f"holds the session {day.session}")
        present = ["full"]
        if day.number in shelf.udiff:
            name = bhavcopy.udiff_name(day.session)
            self._write(
                f"nse/cm_udiff/{name}.zip", bhavcopy.zipped(name, bhavcopy.udiff(day, tokens), day.session)
            )
            present.append("udiff")
        if day.number in shelf.legacy:
            name = bhavcopy.legacy_name(day.session)
            self._write(f"nse/cm_legacy/{name}.zip", bhavcopy.zipped(name, bhavcopy.legacy(day), day.session))
            present.append("legacy")
        return present

    def _write_lists(self, day: Day, market: Market, indices: Indices) -> None:
        """Constituents at the first and the middle session; the classification from the middle one on."""
        for name, file in LISTED.items():
            members = masters.constituents(market.lines, map(int, indices.members[name]), day.number == 0)
            self._write(f"nse/constituents_{day.session}/{file}", members)
        if day.number == market.shelf.middle:
            self._write_classification(market, day.session)

    def _write_classification(self, market: Market, day: date) -> None:
        listed = map(int, np.flatnonzero(market.happened.alive))
        self._write(
            f"nse/classification/symbol_industry_{day}.csv", masters.classification(market.lines, listed)
        )

    def _write_references(self, market: Market, days: list[date]) -> None:
        happened, last = market.happened, days[-1]
        for name, payload in masters.securities(happened, days).items():
            self._write(f"nse/securities_{last}/{name}", payload)
        if market.shelf.middle != len(days) - 1:
            self._write_classification(market, last)
        official = official_actions(happened, days, self._chance(7))
        self._write(f"nse/corporate_actions_{last}/CF-CA-equities.csv", official)
        self._write("truth/securities.csv", truth.securities(happened, days))
        self._write("truth/actions.csv", truth.actions(happened, days))
        self._write("truth/dividends.csv", truth.dividends(happened, days))
        self._write("truth/happenings.csv", truth.happenings(happened, days))
        self._write("truth/symbol_changes.csv", truth.symbol_changes(happened, days))
        self._write("truth/sessions.csv", sheet("session,kind,files,hole", self.table))
        for change in happened.symbol_changes:
            if not change.official:
                self._defect(
                    f"nse/securities_{last}/symbolchange.csv", "change_missing", f"{change.old} {change.new}"
                )
        for hole in sorted(market.shelf.holes):
            self._defect(
                f"nse/sec_bhavdata_full/{bhavcopy.full_name(days[hole])}", "missing", "no price file at all"
            )
        for action in happened.actions:
            if not action.official:
                path = f"nse/corporate_actions_{last}/CF-CA-equities.csv"
                self._defect(path, "action_missing", f"{action.symbol} {days[action.session]} {action.kind}")
        self._write("truth/defects.csv", sheet("file,kind,detail", self.defects))

    def _defect(self, path: str, kind: str, detail: str) -> None:
        self.defects.append([path, kind, detail])

    def _place(self, path: str) -> Path:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def _write(self, path: str, payload: bytes) -> None:
        self._place(path).write_bytes(payload)
        self.files += 1

    def _chance(self, purpose: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, purpose])
