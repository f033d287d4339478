"""Questions of identity that no rule settles for good, and the operator's decisions on them."""

import csv
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bhavhouse.errors import UsageError

log = logging.getLogger("bhavhouse")
SAME, DIFFERENT = "same", "different"
_COLUMNS = ["former_symbol", "symbol", "session", "verdict", "reason"]


@dataclass(frozen=True)
class Case:
    """Does the holder of `symbol` from `session` on equal the holder of `former_symbol` before it?"""

    former_symbol: str
    symbol: str
    session: date

    @property
    def case_id(self) -> str:
        """As the queue names it."""
        return f"{self.former_symbol}>{self.symbol}@{self.session}"


@dataclass(frozen=True)
class Decision:
    """What an operator decided on a case, and why."""

    case: Case
    verdict: str
    reason: str


@dataclass(frozen=True)
class Question:
    """A case, what files say of it, and what holds until somebody decides."""

    case: Case
    question: str
    evidence: str
    provisional: str


@dataclass
class Docket:
    """The decisions in force, and the questions put."""

    decisions: Mapping[Case, Decision]
    questions: dict[Case, Question] = field(default_factory=dict)

    def decided(self, case: Case) -> str | None:
        """The operator's verdict, where there is one."""
        decision = self.decisions.get(case)
        return decision.verdict if decision else None

    def ask(self, case: Case, question: str, evidence: str, provisional: str) -> str:
        """Puts a question; gives the verdict that holds."""
        self.questions.setdefault(case, Question(case, question, evidence, provisional))
        return self.decided(case) or provisional

    def cases(self, verdict: str) -> list[Case]:
        """The cases decided so."""
        return [d.case for d in self.decisions.values() if d.verdict == verdict]


def read_decisions(path: Path) -> dict[Case, Decision]:
    """The reviewed file of decisions.

    Raises UsageError, with file and line, where it is not one.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: the decisions cannot be read: {error}") from None
    found: dict[Case, Decision] = {}
    rows = csv.reader(text.splitlines())
    try:
        for at, row in enumerate(rows, 1):
            cells = [cell.strip() for cell in row]
            if at == 1 and cells != _COLUMNS:
                raise UsageError(f"{path} line 1: the header is {','.join(_COLUMNS)}")
            if at > 1 and any(cells):
                decision = _decision(cells, f"{path} line {at}")
                if decision.case in found:
                    raise UsageError(f"{path} line {at}: {decision.case.case_id} is decided already")
                found[decision.case] = decision
    except csv.Error as error:
        raise UsageError(f"{path} line {rows.line_num}: {error}") from None
    if not text.strip():
        raise UsageError(f"{path} line 1: the header is {','.join(_COLUMNS)}")
    return found


def _decision(cells: list[str], where: str) -> Decision:
    if len(cells) != len(_COLUMNS):
        raise UsageError(f"{where}: {len(cells)} values, not {len(_COLUMNS)}")
    former, symbol, session, verdict, reason = cells
    if not former or not symbol:
        raise UsageError(f"{where}: a symbol is empty")
    try:
        day = date.fromisoformat(session)
    except ValueError:
        raise UsageError(f"{where}: session {session!r} is no date of the form 2025-01-31") from None
    if verdict not in (SAME, DIFFERENT):
        raise UsageError(f"{where}: verdict {verdict!r} is neither {SAME} nor {DIFFERENT}")
    if not reason:
        raise UsageError(f"{where}: the reason is empty")
    return Decision(Case(former.upper(), symbol.upper(), day), verdict, reason)


def queue_rows(docket: Docket, ids: Mapping[Case, str], idle: Iterable[Case]) -> list[dict[str, Any]]:
    """Rows of core.identity_queue; decisions that concern nothing held (`idle`) are told in the log."""
    silent = set(idle)
    for case in sorted(silent, key=lambda c: c.case_id):
        log.warning("the decision on %s concerns nothing that is held", case.case_id)
    rows = []
    for case in {**docket.questions, **docket.decisions}:
        if case in silent:
            continue
        question, decision = docket.questions.get(case), docket.decisions.get(case)
        rows.append(
            {
                "case_id": case.case_id,
                "former_symbol": case.former_symbol,
                "symbol": case.symbol,
                "session": case.session,
                "security_ids": ids[case],
                "question": question.question if question else "None that the rules put.",
                "evidence": question.evidence if question else "",
                "provisional_verdict": question.provisional if question else None,
                "status": "settled" if decision else "open",
                "verdict": decision.verdict if decision else None,
                "reason": decision.reason if decision else None,
            }
        )
    return rows
