"""What will happen to whom, decided before the first session, so that nothing happens by accident."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from bhavhouse.simulate.roster import ENTITLEMENT, SHARE, SME_SERIES, Line
from bhavhouse.simulate.shelf import Shelf

SESSIONS_A_YEAR = 248

# How often a year each thing happens to one share.
RATES = {
    "split": 0.035, "bonus": 0.035, "split_bonus": 0.006, "consolidation": 0.004, "demerger": 0.008,
    "rights": 0.010, "bonus_ncd": 0.003, "dividend": 0.7, "crash": 0.012, "gap": 0.12, "symbol_change": 0.02,
    "name_change": 0.015, "surveillance": 0.06, "halt": 0.04, "listing": 0.05, "delisting": 0.015,
    "migration": 0.10,
}  # fmt: skip


@dataclass(frozen=True)
class Happening:
    """One thing that happens to a line at the start of a session."""

    session: int
    line: int
    kind: str
    partner: int = -1  # the entitlement of a rights issue; the former owner of a reused symbol
    length: int = 0  # of a halt or a move, in sessions
    ratio: float = 1.0  # of a jump: open over previous close
    official: bool = True  # whether the exchange's own list tells of it
    bundled: bool = True  # whether the daily bundle does
    later: bool = False  # whether that list tells of it under a symbol adopted later


@dataclass
class Diary:
    """What is spoken for, so that two things never meet in one line within a few sessions."""

    rng: np.random.Generator
    shelf: Shelf
    room: int
    first: int
    last: int
    busy: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def is_free(self, line: int, start: int, end: int) -> bool:
        """Whether nothing is booked for the line in sessions start to end, room included."""
        taken = any(a - self.room <= end and start <= b + self.room for a, b in self.busy[line])
        return not taken and self.shelf.is_calm(start) and self.shelf.is_calm(end)

    def block(self, line: int, start: int, end: int) -> None:
        """Keep everything else out of sessions start to end."""
        self.busy[line].append((start, end))

    def book(
        self, lines: list[int], length: int = 0, earliest: int = 0, latest: int = 10**9
    ) -> tuple[int, int] | None:
        """A line and a session that are free, or None where there is no room left."""
        low, high = max(self.first, earliest), min(self.last, latest) - length
        if not lines or low > high:
            return None
        for _ in range(60):
            line = lines[int(self.rng.integers(len(lines)))]
            session = int(self.rng.integers(low, high + 1))
            if self.is_free(line, session, session + length):
                self.block(line, session, session + length)
                return line, session
        return None


def wanted(kind: str, shares: int, sessions: int) -> int:
    """How many of a kind: by rate, but a few even in a small market, and none in a few days."""
    if sessions < 12:
        return 0
    size = shares * sessions
    floor = 1 if size < 15000 else 3
    return max(floor, round(RATES[kind] * shares * sessions / SESSIONS_A_YEAR))


def plan(lines: list[Line], shelf: Shelf, rng: np.random.Generator) -> dict[int, list[Happening]]:
    """Session -> what happens before it opens."""
    count = len(shelf.sessions)
    if count < 12:
        return {}
    diary = Diary(rng, shelf, room=min(8, max(2, count // 25)), first=max(2, count // 40), last=count - 4)
    return _Planner(lines, count, diary).plan()


class _Planner:
    def __init__(self, lines: list[Line], count: int, diary: Diary) -> None:
        self.lines, self.count, self.diary, self.rng = lines, count, diary, diary.rng
        shares = [n for n, line in enumerate(lines) if line.instrument == SHARE]
        self.sme = [n for n in shares if lines[n].series in SME_SERIES]
        self.main = [n for n in shares if lines[n].series not in SME_SERIES]
        self.happenings: list[Happening] = []

    def plan(self) -> dict[int, list[Happening]]:
        self._comings_and_goings()
        self._actions()
        self._identities()
        self._jumps()
        self._dividends()
        by_session: dict[int, list[Happening]] = defaultdict(list)
        for happening in sorted(self.happenings, key=lambda h: (h.session, h.line, h.kind)):
            by_session[happening.session].append(happening)
        return dict(by_session)

    def _wanted(self, kind: str, lines: list[int]) -> int:
        return wanted(kind, len(lines), self.count)

    def _add(
        self, kind: str, place: tuple[int, int] | None, *, partner: int = -1, length: int = 0,
        ratio: float = 1.0, official: bool = True, bundled: bool = True, later: bool = False,
    ) -> None:  # fmt: skip
        if place:
            line, session = place
            self.happenings.append(
                Happening(session, line, kind, partner, length, ratio, official, bundled, later)
            )

    def _comings_and_goings(self) -> None:
        """Listings, delistings, symbols given to another company, companies that leave the SME platform."""
        new_main = self.main[-min(self._wanted("listing", self.main), len(self.main) // 5) :]
        new_sme = self.sme[-min(self._wanted("listing", self.sme), len(self.sme) // 3) :]
        old_main = [n for n in self.main if n not in set(new_main)]
        old_sme = [n for n in self.sme if n not in set(new_sme)]
        migrants = self._wanted("migration", old_sme)
        for _ in range(min(migrants, len(old_sme) // 2)):
            self._add("migration", self.diary.book(old_sme))
        gone = []
        movers = {h.line for h in self.happenings}
        for number in range(self._wanted("delisting", old_main)):
            leaving = old_main[1:] if number % 4 != 3 else [n for n in old_sme if n not in movers]
            latest = self.count // 2 if number < 2 else self.count
            place = self.diary.book([n for n in leaving if n not in gone], latest=latest)
            if place:
                self._add("delisting", place)
                gone.append(place[0])
                self.diary.block(*place, self.count)
        owners = [h for h in self.happenings if h.kind == "delisting" and h.session < self.count * 0.7]
        for number, line in enumerate(new_main + new_sme):
            owner = owners[number] if number < min(len(owners), 2) and line in new_main else None
            wait = owner.session + min(30, self.count // 6) if owner else 0
            place = self.diary.book([line], earliest=wait) or (line, self.count - 3)
            self._add("listing", place, partner=owner.line if owner else -1)
            self.diary.block(line, -(10**6), place[1] + min(15, self.count // 10))

    def _actions(self) -> None:
        cheap = [n for n in self.main if self.lines[n].price < 3000]
        dear = [n for n in self.main if self.lines[n].price > 9000]
        splitting = [n for n in dear if self.lines[n].face > 1]
        share_out = {"split": splitting, "bonus": dear, "split_bonus": splitting, "consolidation": cheap,
                     "demerger": dear, "bonus_ncd": self.main}  # fmt: skip
        once: dict[str, set[int]] = defaultdict(set)
        for kind, lines in share_out.items():
            for number in range(self._wanted(kind, self.main)):
                # A face value changes once; the first split and bonus are told under a later symbol.
                family = "face" if kind in ("split", "split_bonus", "consolidation") else kind
                later = kind in ("split", "bonus") and number == 0
                latest = self.count * 2 // 3 if later else self.count
                place = self.diary.book([n for n in lines if n not in once[family]], latest=latest)
                if place:
                    once[family].add(place[0])
                    official, bundled = _told(number)
                    self._add(kind, place, official=official, bundled=bundled and not later, later=later)
        for kind in ("split", "bonus"):
            for number in range(self._wanted(kind, self.sme)):
                place = self.diary.book([n for n in self.sme if n not in once["sme"]])
                if place:
                    once["sme"].add(place[0])
                    self._add(kind, place, official=number % 2 == 1, bundled=number % 2 == 1)
        entitlements = [n for n, line in enumerate(self.lines) if line.instrument == ENTITLEMENT]
        for number, entitlement in enumerate(entitlements):
            official, bundled = _told(number)
            place = self.diary.book(dear, length=4)
            self._add("rights", place, partner=entitlement, official=official, bundled=bundled)

    def _identities(self) -> None:
        for action in [h for h in self.happenings if h.later]:
            self._add("symbol_change", self.diary.book([action.line], earliest=action.session + 10))
        changes = self._wanted("symbol_change", self.main)
        for number in range(changes):
            # The exchange's own list of changes has holes.
            self._add(
                "symbol_change", self.diary.book(self.main + self.sme), official=number % 8 not in (0, 2)
            )
        for _ in range(self._wanted("name_change", self.main)):
            self._add("name_change", self.diary.book(self.main))
        clean = [n for n in self.main if self.lines[n].series == "EQ"]
        watched: set[int] = set()
        for _ in range(self._wanted("surveillance", clean)):
            length = int(self.rng.integers(10, max(11, min(60, self.count // 3))))
            place = self.diary.book([n for n in clean if n not in watched])
            if place:
                watched.add(place[0])
                self._add("surveillance", place, length=length)
                end = place[1] + length
                if end < self.count - 2 and self.diary.is_free(place[0], end, end):
                    self._add("release", (place[0], end))
                    self.diary.block(place[0], end, end)

    def _jumps(self) -> None:
        for number in range(self._wanted("halt", self.main)):
            # One long suspension, where there is room for it; a name drops out of its universe after twenty.
            longest = min(31, max(4, self.count // 4))
            length = 30 if number == 0 and self.count > 90 else int(self.rng.integers(3, longest))
            self._add("halt", self.diary.book(self.main + self.sme, length=length), length=length)
        for _ in range(self._wanted("crash", self.main)):
            ratio = float(self.rng.uniform(0.59, 0.62))  # near no fraction that bonuses leave
            self._add("crash", self.diary.book(self.main), ratio=ratio)
        for number in range(self._wanted("gap", self.main)):
            low, high = ((0.80, 0.90), (1.10, 1.27))[number % 2]
            self._add("gap", self.diary.book(self.main), ratio=float(self.rng.uniform(low, high)))

    def _dividends(self) -> None:
        for number in range(self._wanted("dividend", self.main)):
            official, bundled = _told(number)
            self._add("dividend", self.diary.book(self.main), official=official, bundled=bundled)


def _told(number: int) -> tuple[bool, bool]:
    """Whether the action list and whether the bundle tells of the n-th of a kind: both, or one of them."""
    return number % 3 != 1, number % 3 != 2
