"""All questions of identity, decided in the order of trust: operator, list of changes, ISIN, closes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bhavhouse.market.identity.decisions import DIFFERENT, SAME, Case, Decision, Docket
from bhavhouse.market.identity.evidence import Evidence, Life, Sessions, lives_of
from bhavhouse.market.identity.joins import by_close, by_isin
from bhavhouse.market.identity.reuse import Relisting, reuse
from bhavhouse.market.identity.tenures import Change, Cut, Registry, Tenure, tenures_of

Rows = Mapping[str, list[Mapping[str, Any]]]


@dataclass(frozen=True)
class Settled:
    """Who is who: every life, with the registry that names its security."""

    registry: Registry
    lives: list[Life]
    relistings: set[Relisting]
    docket: Docket
    idle: list[Case]  # decisions that concern nothing held

    def ids_of(self, case: Case) -> str:
        """The securities that a case is about, joined by a comma."""
        before = [x for x in self.lives if x.symbol == case.former_symbol and x.first < case.session]
        after = [x for x in self.lives if x.symbol == case.symbol and x.last >= case.session]
        found = [self.registry.id_of(max(before, key=lambda x: x.first).tenure)] if before else []
        found += [self.registry.id_of(min(after, key=lambda x: x.first).tenure)] if after else []
        return ", ".join(dict.fromkeys(found))


def settle(
    evidence: Iterable[Evidence],
    changes: Iterable[Change],
    masters: Iterable[Mapping[str, Any]],
    decisions: Mapping[Case, Decision],
    sessions: Sessions,
) -> Settled:
    """Evidence of equity series, the exchange's changes, masters and decisions -> who is who."""
    work = _Work(evidence, changes, masters, sessions)
    if not decisions:
        return work.settled({})
    # What was asked before it was decided is told along with the decision.
    asked = work.settled({}).docket.questions
    found = work.settled(decisions)
    for case in decisions:
        if case in asked:
            found.docket.questions.setdefault(case, asked[case])
    return found


class _Work:
    def __init__(
        self,
        evidence: Iterable[Evidence],
        changes: Iterable[Change],
        masters: Iterable[Mapping[str, Any]],
        sessions: Sessions,
    ) -> None:
        self.sessions = sessions
        self.changes = list(changes)
        self.seen: dict[str, list[Evidence]] = defaultdict(list)
        for e in evidence:
            self.seen[e.symbol].append(e)
        self.masters: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in masters:
            self.masters[row["symbol"]].append(row)
        self.spans = {symbol: [(e.first, e.last) for e in rows] for symbol, rows in self.seen.items()}
        # Most symbols are one security's from first to last.
        self.undivided = {
            symbol: Life(Tenure(symbol), rows, self.masters.get(symbol, []))
            for symbol, rows in self.seen.items()
        }

    def settled(self, decisions: Mapping[Case, Decision]) -> Settled:
        """One pass over all of it."""
        docket = Docket(decisions)
        idle = [case for case in decisions if not self._concerns(case)]
        apart = {case for case in docket.cases(DIFFERENT) if case not in idle}
        changes = [c for c in self.changes if Case(c.old, c.new, c.day) not in apart]
        changes += [
            Change(case.former_symbol, case.symbol, case.session)
            for case in docket.cases(SAME)
            if case not in idle and case.former_symbol != case.symbol
        ]
        cuts = [Cut(case.symbol, case.session) for case in apart if case.former_symbol == case.symbol]
        relistings: set[Relisting] = set()

        for life in self._lives(tenures_of(changes, cuts, self.spans)):
            new, again = reuse(life, self.sessions, docket)
            cuts += new
            relistings |= set(again)
        for join in (by_isin, lambda lives, docket: by_close(lives, self.sessions, docket)):
            tenures = tenures_of(changes, cuts, self.spans)
            changes += join(self._lives(tenures), docket)
        tenures = tenures_of(changes, cuts, self.spans)
        lives = self._lives(tenures)
        return Settled(Registry(tenures), lives, relistings, docket, idle)

    def _lives(self, tenures: dict[str, list[Tenure]]) -> list[Life]:
        found: list[Life] = []
        for symbol, rows in self.seen.items():
            if symbol in tenures:
                masters = self.masters.get(symbol, ())
                found += lives_of(symbol, rows, masters, tenures[symbol], self.sessions)
            else:
                life = self.undivided[symbol]
                tenures[symbol] = [life.tenure]
                found.append(life)
        return [life for life in found if life.evidence]

    def _concerns(self, case: Case) -> bool:
        before = any(first < case.session for first, _ in self.spans.get(case.former_symbol, ()))
        return before and any(last >= case.session for _, last in self.spans.get(case.symbol, ()))
