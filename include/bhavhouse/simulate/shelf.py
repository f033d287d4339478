"""Which files the archive holds for which session, and which of them lie."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from bhavhouse.market.calendar import ExpectedSession, expected_sessions

MISSING_ROWS, WRONG_CLOSE = "rows_missing", "close_wrong_and_rows_missing"


@dataclass(frozen=True)
class Shelf:
    """The archive's table of contents; sessions by their index."""

    sessions: list[ExpectedSession]
    udiff: frozenset[int]
    legacy: frozenset[int]
    holes: frozenset[int]
    restated: dict[int, str] = field(default_factory=dict)  # session -> what was wrong with its first version
    stale: dict[date, int] = field(default_factory=dict)  # holiday -> the session whose bytes it repeats

    @property
    def middle(self) -> int:
        """The session of the second constituent lists."""
        return len(self.sessions) // 2

    def prints_isin(self, session: int) -> bool:
        """Whether any file of the session prints ISINs."""
        return session in self.udiff or session in self.legacy

    def is_calm(self, session: int) -> bool:
        """Whether nothing else may happen: next to a hole no one could tell an action from a missing file."""
        return not any(session + step in self.holes for step in (-1, 0, 1))


def first_sessions(start: date, count: int) -> list[ExpectedSession]:
    """The first `count` sessions from `start` on."""
    found: list[ExpectedSession] = []
    while len(found) < count:
        end = start + timedelta(days=2 * (count - len(found)) + 14)
        found += expected_sessions(start, end)
        start = end + timedelta(days=1)
    return found[:count]


def stock(sessions: list[ExpectedSession], rng: np.random.Generator) -> Shelf:
    """Decide what the archive holds."""
    count = len(sessions)
    udiff = {0, count - 1} | set(range(0, count, 5))
    legacy = {n for n in range(count) if n % 15 == 7} - udiff
    plain = [n for n in range(4, count - 3) if n not in udiff | legacy]
    holes = frozenset(_some(plain, max(1, count // 600), rng) if count >= 30 else [])
    plain = [n for n in plain if all(abs(n - hole) > 1 for hole in holes)]
    restated = _some(plain, max(2, round(count * 0.015)), rng) if count >= 30 else []
    ways = {session: (MISSING_ROWS, WRONG_CLOSE)[place % 2] for place, session in enumerate(sorted(restated))}
    quiet = {n for n in range(count) if n not in holes and n not in ways}
    return Shelf(sessions, frozenset(udiff), frozenset(legacy), holes, ways, _stale(sessions, quiet, rng))


def _some(choice: list[int], count: int, rng: np.random.Generator) -> list[int]:
    return [int(n) for n in rng.choice(choice, min(count, len(choice)), replace=False)] if choice else []


def _stale(sessions: list[ExpectedSession], quiet: set[int], rng: np.random.Generator) -> dict[date, int]:
    """On two weekday holidays of three the archive serves the session before; on the first one always."""
    stale: dict[date, int] = {}
    for before, (last, following) in enumerate(pairwise(sessions)):
        for step in range(1, (following.day - last.day).days):
            day = last.day + timedelta(days=step)
            if day.weekday() < 5 and before in quiet and (not stale or rng.random() < 0.66):
                stale[day] = before
    return stale
