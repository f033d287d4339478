"""Complete lists of an index on some days, and changes on others -> its members in every span known.

A member is any key. Nothing here guesses: a change that takes out whom the index does not hold, or takes in
whom it holds, ends what can be known in that direction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

_FIRST_LIST = 10  # inclusions of one day that may be an index's first list


@dataclass(frozen=True, order=True)
class Change:
    """`member` is in from `day` on, or out."""

    day: date
    is_inclusion: bool
    member: str


@dataclass(frozen=True)
class Span:
    """The members of an index on the days [start, end); no end, it is open."""

    start: date
    end: date | None
    members: frozenset[str]
    basis: str
    as_of: date


class _Contradiction(Exception):
    """A change that does not fit the members."""

    def __init__(self, change: Change) -> None:
        self.change = change


def said_once(changes: Iterable[Change]) -> list[Change]:
    """The changes in order, without those that say again what their member's last one said."""
    last: dict[str, bool] = {}
    out = []
    for change in sorted(changes):
        if last.get(change.member) != change.is_inclusion:
            out.append(change)
        last[change.member] = change.is_inclusion
    return out


def spans(
    lists: Mapping[date, frozenset[str]],
    changes: Iterable[Change],
    known_to: date,
    size: int | None = None,
) -> tuple[list[Span], list[Change]]:
    """Spans in order, and the changes that ended a walk.

    `known_to` is the last day that the changes tell of, which is also what their as_of says. Before the first
    list the members are walked back through the changes, if these reach the list. What still lies before is
    replayed from the index's first day of changes, if that is its first list: inclusions alone, at least ten,
    `size` of them where the index's name tells its size, and every later change fits.
    """
    told = said_once(changes)
    odd: list[Change] = []
    first = min(lists, default=None)
    back: list[Span] = []
    if first is not None and first <= known_to:
        back, ended = _walk_back(lists[first], [c for c in told if c.day <= first], first)
        odd += ended
    before = back[0].start if back else first
    out, ended = _replay(told, min(before or date.max, known_to + timedelta(1)), size, known_to)
    out += back
    odd += ended
    days: list[date] = sorted(lists)
    for start, end in zip(days, [*days[1:], None], strict=False):
        between = [c for c in told if start < c.day <= known_to and (end is None or c.day < end)]
        forward, ended = _forward(lists[start], between, start, end)
        out += forward
        odd += ended
    return out, odd


def _by_day(changes: Iterable[Change]) -> list[tuple[date, list[Change]]]:
    return [(day, list(own)) for day, own in groupby(changes, key=lambda change: change.day)]


def _after(members: frozenset[str], changes: Iterable[Change]) -> frozenset[str]:
    held = set(members)
    for change in changes:
        if (change.member in held) is change.is_inclusion:
            raise _Contradiction(change)
        (held.add if change.is_inclusion else held.remove)(change.member)
    return frozenset(held)


def _before(members: frozenset[str], changes: list[Change]) -> frozenset[str]:
    undone = [Change(c.day, not c.is_inclusion, c.member) for c in reversed(changes)]
    try:
        return _after(members, undone)
    except _Contradiction as found:
        odd = found.change
        raise _Contradiction(Change(odd.day, not odd.is_inclusion, odd.member)) from None


def _walk_back(
    members: frozenset[str], changes: list[Change], as_of: date
) -> tuple[list[Span], list[Change]]:
    out: list[Span] = []
    end = as_of
    for day, own in reversed(_by_day(changes)):
        if day < end:
            out.insert(0, Span(day, end, members, "walked_back", as_of))
        end = day
        try:
            members = _before(members, own)
        except _Contradiction as found:
            return out, [found.change]
    return out, []


def _forward(
    members: frozenset[str], changes: list[Change], start: date, end: date | None
) -> tuple[list[Span], list[Change]]:
    as_of, basis, out = start, "list", []
    for day, own in _by_day(changes):
        out.append(Span(start, day, members, basis, as_of))
        try:
            members = _after(members, own)
        except _Contradiction as found:
            return out, [found.change]
        start, basis = day, "changed"
    return [*out, Span(start, end, members, basis, as_of)], []


def _replay(
    changes: list[Change], end: date, size: int | None, known_to: date
) -> tuple[list[Span], list[Change]]:
    days = _by_day(changes)
    if not days or not all(c.is_inclusion for c in days[0][1]):
        return [], []
    listed = len(days[0][1])
    if listed < _FIRST_LIST or (size is not None and listed != size):
        return [], []
    out: list[Span] = []
    members: frozenset[str] = frozenset()
    for (day, own), (following, _) in pairwise([*days, (known_to + timedelta(1), [])]):
        try:
            members = _after(members, own)
        except _Contradiction as found:
            return [], [found.change]
        if day < end:
            out.append(Span(day, min(following, end), members, "replayed", known_to))
    return out, []
