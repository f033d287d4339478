"""Tenures: which security held a symbol from when to when, by dated changes and cuts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

EXCHANGE = "NSE"
_EARLY = timedelta(7)  # a list may name the day of the decision
Spans = Mapping[str, list[tuple[date, date]]]


@dataclass(frozen=True)
class Change:
    """From `day` the security called `old` is called `new`; `company` as the list prints it."""

    old: str
    new: str
    day: date
    company: str = ""


@dataclass(frozen=True)
class Cut:
    """From `day` the symbol is another security's."""

    symbol: str
    day: date


@dataclass
class Tenure:
    """One symbol held by one security, from `start` (included) to `end` (not), either open."""

    symbol: str
    start: date | None = None
    end: date | None = None
    before: "Tenure | None" = None  # the tenure this security had under its former symbol
    is_renamed: bool = False  # it ends because the security took another symbol
    is_cut: bool = False  # it begins because another security had the symbol until then

    def holds(self, day: date) -> bool:
        """Whether the symbol means this security on `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    @property
    def root(self) -> "Tenure":
        """The oldest tenure of the security."""
        tenure, seen = self, {id(self)}
        while tenure.before is not None and id(tenure.before) not in seen:
            tenure = tenure.before
            seen.add(id(tenure))
        return tenure


def useful(changes: Iterable[Change], seen: Spans) -> list[Change]:
    """The changes that tell of the market, in order of time.

    `seen` gives the spans in which files hold a symbol. A change whose new symbol already traded before it
    and whose old one never traded tells the day of the list, and cuts nothing. One whose old symbol still
    traded, and whose new one began right after that, took effect then.
    """
    found = {_in_effect(c, seen) for c in changes if c.old != c.new and not _is_late(c, seen)}
    return sorted(found, key=lambda c: (c.day, c.old, c.new))


def _in_effect(change: Change, seen: Spans) -> Change:
    if change.old not in seen or change.new not in seen:
        return change
    ended = max(last for _, last in seen[change.old])
    began = min(first for first, _ in seen[change.new])
    is_early = change.day <= ended < began and began - change.day <= _EARLY
    return replace(change, day=began) if is_early else change


def _is_late(change: Change, seen: Spans) -> bool:
    traded_before = any(first < change.day for first, _ in seen.get(change.new, ()))
    return traded_before and change.old not in seen


def tenures_of(changes: Iterable[Change], cuts: Iterable[Cut], seen: Spans) -> dict[str, list[Tenure]]:
    """Useful changes and cuts -> the tenures of every symbol in them, in order of time."""
    tenures: dict[str, list[Tenure]] = defaultdict(list)
    # On one day cuts come first: a symbol is taken from its holder before another takes it on.
    by_day = sorted({(cut.day, cut.symbol) for cut in cuts})
    events: list[Change | Cut] = [Cut(symbol, day) for day, symbol in by_day]
    events += useful(changes, seen)
    events.sort(key=lambda event: event.day)
    for event in events:
        if isinstance(event, Cut):
            _open(tenures[event.symbol], event.symbol, event.day).end = event.day
            tenures[event.symbol].append(Tenure(event.symbol, event.day, is_cut=True))
            continue
        given = _open(tenures[event.old], event.old, event.day)
        given.end, given.is_renamed = event.day, True
        taken = tenures[event.new]
        if taken and taken[-1].end is None:
            if taken[-1].start == event.day:
                taken.pop()
            else:
                taken[-1].end = event.day
        elif not taken and any(first < event.day for first, _ in seen.get(event.new, ())):
            taken.append(Tenure(event.new, None, event.day))  # another company had it before
        taken.append(Tenure(event.new, event.day, None, given))
    return dict(tenures)


def _open(held: list[Tenure], symbol: str, day: date) -> Tenure:
    """The tenure that lasts on `day`; since the last end, or since ever, where no word tells of its start."""
    if not held or (held[-1].end is not None and held[-1].end <= day):
        held.append(Tenure(symbol, held[-1].end if held else None))
    return held[-1]


def tenure_on(held: list[Tenure], symbol: str, day: date) -> Tenure:
    """The one of `held` that lasts on `day`; where none does, a new one between its neighbours is added."""
    for tenure in held:
        if tenure.holds(day):
            return tenure
    after = max((t.end for t in held if t.end and t.end <= day), default=None)
    upto = min((t.start for t in held if t.start and t.start > day), default=None)
    held.append(Tenure(symbol, after, upto))
    return held[-1]


class Registry:
    """Resolves symbols by date over a set of tenures."""

    def __init__(self, tenures: Mapping[str, list[Tenure]]) -> None:
        self._tenures = dict(tenures)
        roots: dict[str, list[Tenure]] = defaultdict(list)
        for held in self._tenures.values():
            for tenure in held:
                root = tenure.root
                if not any(root is known for known in roots[root.symbol]):
                    roots[root.symbol].append(root)
        self._ids: dict[int, str] = {}
        for symbol, found in roots.items():
            found.sort(key=lambda t: t.start or date.min)
            for n, root in enumerate(found):
                began = f"@{root.start}" if n and root.start else ""
                self._ids[id(root)] = f"{EXCHANGE}:{symbol}{began}"

    def tenure(self, symbol: str, day: date) -> Tenure:
        """The tenure that `symbol` means on `day`.

        After its last end a symbol that files still hold is a security of its own.
        """
        tenure = tenure_on(self._tenures.setdefault(symbol, []), symbol, day)
        if id(tenure.root) not in self._ids:
            self._ids[id(tenure)] = f"{EXCHANGE}:{symbol}" + (f"@{tenure.start}" if tenure.start else "")
        return tenure

    def id_of(self, tenure: Tenure) -> str:
        """The internal id of the security that has this tenure."""
        return self._ids[id(tenure.root)]

    def rename(self, ids: Mapping[str, str]) -> None:
        """Gives securities other ids than that of their symbol."""
        self._ids = {root: ids.get(known, known) for root, known in self._ids.items()}

    def security_id(self, symbol: str, day: date) -> str:
        """The internal id of what `symbol` means on `day`."""
        return self.id_of(self.tenure(symbol, day))


def changes_from(rows: Iterable[Mapping[str, Any]]) -> list[Change]:
    """Rows of lake.symbol_change -> changes."""
    return [Change(r["old_symbol"], r["new_symbol"], r["changed_on"], r["company"]) for r in rows]
