"""Brokers change their ratings; a vendor delivers it, late, corrected, doubled and withdrawn at times."""

import json
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

import numpy as np

from bhavhouse.clock import IST
from bhavhouse.market.calendar import ExpectedSession
from bhavhouse.simulate.record import MAIN, Day
from bhavhouse.simulate.text import Ints, sheet
from bhavhouse.simulate.truth import truth_id

COLUMNS = (
    "id,date,time,updated,ticker,exchange,name,firm,analyst,action,rating_prior,rating_current,pt_prior,pt_current,"
    "currency,url"
)
TRUTH_COLUMNS = (
    "event_id,version,truth_id,symbol,firm,analyst,action,from_grade,to_grade,direction,steps,published_at,"
    "updated_at,effective_session,known_session,status"
)
GRADES = {1: "sell", 2: "reduce", 3: "hold", 4: "buy", 5: "strong_buy"}
CLOSE_OF_DAY = time(15, 30)

# House -> its own word for each grade it gives.
_HOUSES: dict[str, dict[int, str]] = {
    "Banyan Securities": {1: "Sell", 2: "Reduce", 3: "Hold", 4: "Buy", 5: "Strong Buy"},
    "Peepal Capital": {1: "Sell", 2: "Underperform", 3: "Neutral", 4: "Outperform"},
    "Gulmohar Institutional": {1: "Sell", 2: "Underweight", 3: "Equal-weight", 4: "Overweight"},
    "Deodar Broking": {1: "Sell", 2: "Reduce", 3: "Hold", 4: "Add", 5: "Strong Buy"},
    "Chinar Research": {1: "Strong Sell", 2: "Reduce", 3: "Market perform", 4: "Accumulate", 5: "Strong Buy"},
    "Amaltas Markets": {1: "Sell", 3: "Neutral", 4: "Buy"},
}
_ANALYSTS = ("A. Verma", "S. Iyer", "R. Kulkarni", "N. Bose", "P. Menon", "K. Shah", "D. Rao", "M. Dutta")


@dataclass(frozen=True)
class Version:
    """One version of an event as the vendor delivers it, with its true grades. Targets in rupees."""

    event: str
    version: int
    line: int
    symbol: str
    name: str
    firm: str
    analyst: str
    action: str
    before: int | None
    after: int
    target_before: str
    target_after: str
    published: datetime
    updated: datetime

    @property
    def status(self) -> str:
        """What this version does: first, corrected or withdrawn."""
        return "withdrawn" if self.action == "Removes" else "corrected" if self.version > 1 else "first"


@dataclass
class Desk:
    """The vendor's desk: makes events, remembers what each house thinks, delivers a file a session."""

    sessions: list[ExpectedSession]
    rate: float  # events a session
    rng: np.random.Generator
    versions: list[Version] = field(default_factory=list)
    _opinions: dict[tuple[str, int], tuple[int, str]] = field(default_factory=dict)
    _due: dict[int, list[Version]] = field(default_factory=lambda: defaultdict(list))
    _made: int = 0

    def file(self, day: Day, names: list[str]) -> tuple[str, bytes] | None:
        """The session's file, with its name, or None on a session without events."""
        count = int(self.rng.poisson(self.rate))
        count = max(count, 1) if day.number == 2 else count  # so that a short archive has one, too
        fresh = [self._event(day, names) for _ in range(count)] if self._may_publish(day) else []
        delivered = [version for version in fresh if version] + self._due.pop(day.number, [])
        if not delivered:
            return None
        self.versions += delivered
        rows = sorted(delivered, key=lambda version: (version.updated, version.event))
        if self.rng.random() < 0.2:  # one row stands twice
            rows.append(rows[int(self.rng.integers(len(rows)))])
        stem = f"rating_changes_{day.session.isoformat()}"
        if day.number % 2 == 0:
            return f"{stem}.csv", sheet(
                COLUMNS, [[_cells(v)[name] for name in COLUMNS.split(",")] for v in rows]
            )
        return f"{stem}.jsonl", "".join(
            json.dumps(_document(v), ensure_ascii=False) + "\n" for v in rows
        ).encode()

    def _may_publish(self, day: Day) -> bool:
        # What the last session publishes after its close would have no effective session in the archive.
        return 0 < day.number < len(self.sessions) - 1

    def _event(self, day: Day, names: list[str]) -> Version | None:
        covered: Ints = np.flatnonzero(day.traded & (day.identity.universe == MAIN))
        if not len(covered):
            return None
        biggest = covered[np.argsort(-day.caps[covered], kind="stable")][: max(8, len(covered) * 2 // 3)]
        line = int(biggest[int(len(biggest) * self.rng.random() ** 1.5)])
        firm = list(_HOUSES)[int(self.rng.integers(len(_HOUSES)))]
        if (firm, line) not in self._opinions and self.rng.random() < 0.75:
            known = self._grade(firm)  # an opinion from before the archive begins
            self._opinions[firm, line] = known, self._target(day, line, known)
        before, old_target = self._opinions.get((firm, line), (None, ""))
        action, after = self._verdict(firm, before)
        target = self._target(day, line, after)
        published = self._moment(day)
        self._made += 1
        version = Version(
            f"sim{self._made:06d}", 1, line, day.identity.symbols[line], names[line], firm,
            _ANALYSTS[(line + len(firm)) % len(_ANALYSTS)], action, before, after, old_target, target,
            published, published,
        )  # fmt: skip
        self._opinions[firm, line] = after, target
        self._may_change(version, day.number)
        return version

    def _verdict(self, firm: str, before: int | None) -> tuple[str, int]:
        """What a house says next: a new coverage, an upgrade, a downgrade, or the same again."""
        if before is None:
            return "Initiates Coverage On", self._grade(firm)
        others = [grade for grade in _HOUSES[firm] if grade != before]
        if self.rng.random() < 0.25:
            return ("Maintains", "Reiterates")[int(self.rng.integers(2))], before
        after = others[int(self.rng.integers(len(others)))]
        return ("Upgrades" if after > before else "Downgrades"), after

    def _grade(self, firm: str) -> int:
        grades = list(_HOUSES[firm])
        return grades[int(self.rng.integers(len(grades)))]

    def _target(self, day: Day, line: int, grade: int) -> str:
        """A price target in whole rupees: higher for a better grade."""
        return f"{day.close[line] / 100 * (1 + 0.12 * (grade - 3)) * float(self.rng.uniform(0.95, 1.1)):.0f}"

    def _may_change(self, version: Version, session: int) -> None:
        """Some events are corrected or withdrawn a few sessions later, under the same id."""
        due = session + int(self.rng.integers(1, 4))
        chance = self.rng.random()
        if due >= len(self.sessions) - 1 or chance > 0.14:
            return
        noon = time(int(self.rng.integers(10, 15)), int(self.rng.integers(60)), int(self.rng.integers(60)))
        updated = datetime.combine(self.sessions[due].day, noon, IST)
        if chance < 0.05 and version.before is not None:
            self._opinions[version.firm, version.line] = version.before, version.target_before
            later = replace(version, version=2, action="Removes", updated=updated)
        else:
            others = [
                grade for grade in _HOUSES[version.firm] if grade not in (version.after, version.before)
            ]
            after = others[int(self.rng.integers(len(others)))] if others else version.after
            action = version.action
            if version.before is not None:
                action = "Upgrades" if after > version.before else "Downgrades"
            self._opinions[version.firm, version.line] = after, version.target_after
            later = replace(version, version=2, action=action, after=after, updated=updated)
        self._due[due].append(later)

    def _moment(self, day: Day) -> datetime:
        """When it is published: before the close, after it, or on a day before without trading."""
        before = self.sessions[day.number - 1].day
        idle = [before + timedelta(days=n) for n in range(1, (day.session - before).days)]
        chance = self.rng.random()
        minute, second = int(self.rng.integers(60)), int(self.rng.integers(60))
        if idle and chance < 0.3:
            return datetime.combine(
                idle[int(self.rng.integers(len(idle)))],
                time(int(self.rng.integers(9, 21)), minute, second),
                IST,
            )
        hours = (16, 22) if chance > 0.75 else (7, 15)
        return datetime.combine(day.session, time(int(self.rng.integers(*hours)), minute, second), IST)

    def truth(self) -> bytes:
        """Every version with its true grades and sessions; a corrected one counts from its first day."""
        days = [session.day for session in self.sessions]
        rows: list[list[object]] = []
        for v in sorted(self.versions, key=lambda v: (v.event, v.version)):
            steps = "" if v.before is None else v.after - v.before
            way = "" if v.before is None else int(np.sign(v.after - v.before))
            rows.append(
                [
                    v.event, v.version, truth_id(v.line), v.symbol, v.firm, v.analyst, v.action,
                    GRADES.get(v.before or 0, ""), GRADES[v.after], way, steps, v.published.isoformat(),
                    v.updated.isoformat(), effective(v.published, days), effective(v.updated, days), v.status,
                ]
            )  # fmt: skip
        return sheet(TRUTH_COLUMNS, rows)


def effective(moment: datetime, days: list[date]) -> date | None:
    """The first session that could act on it: after 15:30 IST belongs to the next one."""
    day = moment.date() if moment.time() <= CLOSE_OF_DAY else moment.date() + timedelta(days=1)
    place = bisect_left(days, day)
    return days[place] if place < len(days) else None


def _cells(v: Version) -> dict[str, object]:
    words = _HOUSES[v.firm]
    return {
        "id": v.event, "date": v.published.date(), "time": v.published.time(),
        "updated": int(v.updated.timestamp()), "ticker": v.symbol, "exchange": "NSE", "name": v.name,
        "firm": v.firm, "analyst": v.analyst, "action": v.action,
        "rating_prior": words[v.before] if v.before else "", "rating_current": words[v.after],
        "pt_prior": v.target_before, "pt_current": v.target_after, "currency": "INR",
        "url": f"https://ratings.example/{v.event}",
    }  # fmt: skip


def _document(v: Version) -> dict[str, object]:
    """The JSON lines variant: one moment with its offset in place of date and time."""
    cells = {name: value for name, value in _cells(v).items() if name not in ("date", "time")}
    return {"id": cells.pop("id"), "published_at": v.published.isoformat(), **cells}
