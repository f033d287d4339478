"""What the plan's happenings do to the lines, with terms made up as they come, and a record of each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import gcd

import numpy as np

from bhavhouse.simulate.names import Namer
from bhavhouse.simulate.plan import Happening
from bhavhouse.simulate.record import Action, Change, Window
from bhavhouse.simulate.roster import ENTITLEMENT, SME_SERIES, Line
from bhavhouse.simulate.text import Ints

_SMALLER_FACE = {10: (5, 2, 1), 5: (1, 2), 2: (1,)}
_BONUSES = ((1, 1), (1, 1), (1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (4, 1), (1, 10))
_ENTITLEMENT_AFTER, _ENTITLEMENT_LASTS = 5, 6  # sessions


@dataclass
class Changes:
    """What a session's trading has to take in, by line."""

    factors: dict[int, tuple[int, int]] = field(default_factory=dict)
    printed: set[int] = field(default_factory=set)  # whose previous close is printed on the new basis
    prices: dict[int, int] = field(default_factory=dict)  # issue prices, paise
    jumps: dict[int, float] = field(default_factory=dict)
    drops: dict[int, float] = field(default_factory=dict)  # price without a dividend over price with it
    forced: set[int] = field(default_factory=set)  # who trades today whatever happens
    fresh: set[int] = field(default_factory=set)  # who has nothing to be compared with today
    identity: set[int] = field(default_factory=set)  # who is printed differently from today on


class Happenings:
    """Applies happenings to the lines and keeps the record: actions, changes, jumps, identity windows."""

    def __init__(self, lines: list[Line], count: int, rng: np.random.Generator) -> None:
        self.lines, self.count, self.rng = lines, count, rng
        self.namer = Namer(rng, {word for line in lines for word in (line.name, line.symbol)})
        self.actions: list[Action] = []
        self.symbol_changes: list[Change] = []
        self.name_changes: list[Change] = []
        self.jumps: dict[tuple[int, int], float] = {}  # (session, line) -> open over previous close
        self.windows: list[Window] = []
        self.log: list[tuple[int, int, str]] = []  # (session, line, kind) of everything that happened
        self.shares = np.array([line.shares for line in lines], dtype=np.int64)
        self.listed_at: dict[int, int] = {}
        self._open_windows: dict[int, Window] = {}
        self._due: dict[int, list[Happening]] = defaultdict(list)
        self.alive = np.zeros(len(lines), dtype=bool)
        self.halted_until = np.zeros(len(lines), dtype=np.int64)
        self.open_for_trading = self.alive.copy()
        self.narrow_band = self.alive.copy()
        self.in_lots = self.alive.copy()
        self._mark_boards(range(len(lines)))

    def open_market(self, starting: set[int]) -> None:
        """List every line that is not to be listed later."""
        for number, line in enumerate(self.lines):
            if number not in starting and line.instrument != ENTITLEMENT:
                self._list(number, 0)
        self.open_for_trading = self.alive.copy()

    def before(self, session: int, planned: list[Happening], close: Ints) -> Changes:
        """Apply what happens before `session` opens. `close` are the last closes, paise."""
        changes = Changes()
        for happening in planned + self._due.pop(session, []):
            if happening.kind in ("listing", "entitlement") or self.alive[happening.line]:
                getattr(self, f"_{happening.kind}")(happening, changes, close)
                self.log.append((session, happening.line, happening.kind))
        if changes.identity:
            self._mark_boards(changes.identity)
            self._turn_windows(changes.identity, session)
        self.open_for_trading = self.alive & (self.halted_until <= session)
        return changes

    def _mark_boards(self, changed: Iterable[int]) -> None:
        for number in changed:
            self.narrow_band[number] = self.lines[number].series in ("BE", "BZ")
            self.in_lots[number] = self.lines[number].series in SME_SERIES

    def _list(self, number: int, session: int) -> None:
        self.alive[number] = True
        line = self.lines[number]
        window = Window(number, line.symbol, line.isin, line.series, line.name, session)
        self._open_windows[number] = window
        self.windows.append(window)

    def _turn_windows(self, changed: set[int], session: int) -> None:
        for number in sorted(changed & self._open_windows.keys()):
            if self._open_windows[number].first < session:
                self._open_windows[number].last = session - 1
                self._list(number, session)

    # Comings and goings

    def _listing(self, what: Happening, changes: Changes, close: Ints) -> None:
        line = self.lines[what.line]
        if what.partner >= 0:
            line.symbol = self.lines[what.partner].symbol
        if what.kind == "entitlement":
            parent = self.lines[what.partner]
            line.name, line.symbol = f"{parent.name} RE", f"{parent.symbol}-RE"
            line.series, line.industry = ("ST" if parent.series in SME_SERIES else "EQ"), parent.industry
            line.isin_parts = ("INE", parent.isin_parts[1], "20", 1)
            line.price = max(50, int(close[what.partner] * 0.15))
        issue = line.price
        self._list(what.line, what.session)
        self.listed_at[what.line] = what.session
        changes.prices[what.line] = issue
        changes.jumps[what.line] = float(self.rng.uniform(0.92, 1.5))
        changes.forced.add(what.line)
        changes.fresh.add(what.line)
        changes.identity.add(what.line)

    def _entitlement(self, what: Happening, changes: Changes, close: Ints) -> None:
        self._listing(what, changes, close)

    def _delisting(self, what: Happening, changes: Changes, close: Ints) -> None:
        self.alive[what.line] = False
        self._open_windows.pop(what.line).last = what.session - 1

    def _migration(self, what: Happening, changes: Changes, close: Ints) -> None:
        self._move(what, "EQ", changes)

    def _surveillance(self, what: Happening, changes: Changes, close: Ints) -> None:
        self._move(what, "BE", changes)

    def _release(self, what: Happening, changes: Changes, close: Ints) -> None:
        self._move(what, "EQ", changes)

    def _move(self, what: Happening, series: str, changes: Changes) -> None:
        self.lines[what.line].series = series
        changes.identity.add(what.line)

    def _halt(self, what: Happening, changes: Changes, close: Ints) -> None:
        self.halted_until[what.line] = what.session + what.length

    # Actions

    def _split(self, what: Happening, changes: Changes, close: Ints) -> None:
        line = self.lines[what.line]
        options = _SMALLER_FACE.get(line.face, ())
        bearable = [face for face in options if close[what.line] * face / line.face > 1000] or list(
            options[:1]
        )
        if not bearable:
            self._bonus(what, changes, close)
            return
        before, line.face = line.face, bearable[int(self.rng.integers(len(bearable)))]
        self._record(what, "split", line.face, before, (before, line.face), changes)
        self._new_isin(what)

    def _bonus(self, what: Happening, changes: Changes, close: Ints) -> None:
        choice = _BONUSES if what.official or what.bundled else ((1, 1), (2, 1), (3, 1))
        new, held = choice[int(self.rng.integers(len(choice)))]
        self._record(what, "bonus", held, held + new, (new, held), changes)

    def _split_bonus(self, what: Happening, changes: Changes, close: Ints) -> None:
        self._split(what, changes, close)
        new, held = ((1, 1), (1, 2), (4, 1))[int(self.rng.integers(3))]
        self._record(what, "bonus", held, held + new, (new, held), changes)

    def _consolidation(self, what: Happening, changes: Changes, close: Ints) -> None:
        line = self.lines[what.line]
        before, line.face = line.face, line.face * 10
        self._record(what, "consolidation", line.face, before, (before, line.face), changes)
        changes.printed.add(what.line)
        self._new_isin(what)

    def _demerger(self, what: Happening, changes: Changes, close: Ints) -> None:
        self._record(what, "demerger", 1, 1, (), changes)
        changes.jumps[what.line] = float(self.rng.uniform(0.55, 0.9))
        changes.fresh.add(what.line)

    def _rights(self, what: Happening, changes: Changes, close: Ints) -> None:
        """One new share for `held`, at a price under the market; the theoretical ex-rights price follows."""
        line, price, held = self.lines[what.line], int(close[what.line]), int(self.rng.integers(3, 16))
        issue = max(line.face + 1, int(price * self.rng.uniform(0.55, 0.85)) // 100) * 100
        self._record(
            what,
            "rights",
            price * held + issue,
            price * (held + 1),
            (1, held, issue - line.face * 100),
            changes,
        )
        begins = what.session + _ENTITLEMENT_AFTER
        ends = begins + _ENTITLEMENT_LASTS
        if what.partner >= 0 and begins < self.count:
            self._due[begins].append(Happening(begins, what.partner, "entitlement", partner=what.line))
            self._due[ends].append(Happening(ends, what.partner, "delisting"))

    def _bonus_ncd(self, what: Happening, changes: Changes, close: Ints) -> None:
        self._record(what, "bonus_ncd", 1, 1, (1, int(self.rng.integers(1, 120))), changes)

    def _dividend(self, what: Happening, changes: Changes, close: Ints) -> None:
        paise = max(5, round(int(close[what.line]) * float(self.rng.uniform(0.002, 0.02)) / 5) * 5)
        paise = paise if paise < 100 else round(paise / 50) * 50
        self._record(what, "dividend", 1, 1, (paise,), changes)
        changes.drops[what.line] = 1 - paise / int(close[what.line])

    def _record(
        self,
        what: Happening,
        kind: str,
        numerator: int,
        denominator: int,
        terms: tuple[int, ...],
        changes: Changes,
    ) -> None:
        common = gcd(numerator, denominator)
        numerator, denominator = numerator // common, denominator // common
        line = self.lines[what.line]
        self.actions.append(
            Action(
                what.session, what.line, line.symbol, kind, numerator, denominator, terms, line.face,
                what.official, what.bundled, what.later,
            )
        )  # fmt: skip
        before = changes.factors.get(what.line, (1, 1))
        changes.factors[what.line] = before[0] * numerator, before[1] * denominator
        self.shares[what.line] = self.shares[what.line] * denominator // numerator
        changes.forced.add(what.line)

    def _new_isin(self, what: Happening) -> None:
        """A new face value brings a new ISIN, but one session late, sometimes two."""
        due = what.session + (2 if self.rng.random() < 0.2 else 1)
        self._due[due].append(Happening(due, what.line, "isin"))

    def _isin(self, what: Happening, changes: Changes, close: Ints) -> None:
        line = self.lines[what.line]
        prefix, issuer, security, serial = line.isin_parts
        line.isin_parts = (prefix, issuer, security, serial + 1)
        changes.identity.add(what.line)

    # Identities and jumps

    def _symbol_change(self, what: Happening, changes: Changes, close: Ints) -> None:
        line = self.lines[what.line]
        old, old_name = line.symbol, line.name
        line.name, line.symbol = self.namer.company(line.industry)
        self.symbol_changes.append(
            Change(what.session, what.line, old, line.symbol, line.symbol, what.official)
        )
        self.name_changes.append(
            Change(what.session, what.line, old_name, line.name, line.symbol, what.official)
        )
        changes.identity.add(what.line)

    def _name_change(self, what: Happening, changes: Changes, close: Ints) -> None:
        line = self.lines[what.line]
        old = line.name
        line.name = self.namer.company(line.industry)[0]
        self.name_changes.append(Change(what.session, what.line, old, line.name, line.symbol, True))
        changes.identity.add(what.line)

    def _crash(self, what: Happening, changes: Changes, close: Ints) -> None:
        self.jumps[what.session, what.line] = what.ratio
        changes.jumps[what.line] = what.ratio
        changes.forced.add(what.line)

    def _gap(self, what: Happening, changes: Changes, close: Ints) -> None:
        self._crash(what, changes, close)
