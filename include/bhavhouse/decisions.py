"""What operators decide about single rows: to let one through, or to correct a value that they know is wrong.

A correction names the wrong value it expects, so that it never touches a file that was mended upstream. Both
belong to a file by its name and day, whichever version of it is received.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

RELEASE, CORRECT = "release", "correct"


@dataclass(frozen=True)
class Decision:
    """One decision. `column` is the printed header; a release has neither column nor values."""

    decision_id: int
    kind: str
    line: int
    column: str
    expected: str
    value: str
    reason: str


def corrected(
    payload: bytes, decisions: Iterable[Decision], encoding: str = "utf-8"
) -> tuple[bytes, list[str]]:
    """The payload with its corrections made, and each correction that no longer fits, in words."""
    wanted = [decision for decision in decisions if decision.kind == CORRECT]
    if not wanted:
        return payload, []
    lines = payload.decode(encoding, errors="surrogateescape").splitlines(keepends=True)
    misfits = []
    for decision in wanted:
        printed = cell(lines, decision.line, decision.column)
        if printed is None or printed.strip() != decision.expected:
            found = "no such line or column" if printed is None else f"{printed.strip()!r}"
            misfits.append(
                f"correction {decision.decision_id} expects {decision.expected!r} in {decision.column} on "
                f"line {decision.line} and finds {found}: mended upstream? withdraw it if so"
            )
            continue
        lines[decision.line - 1] = _replaced(lines, decision)
    return "".join(lines).encode(encoding, errors="surrogateescape"), misfits


def cell(lines: list[str], line: int, column: str) -> str | None:
    """The value printed in `column` on `line` (a header is 1), or None where there is none."""
    if not 1 < line <= len(lines):
        return None
    header, row = _cells(lines[0].removeprefix("\ufeff")), _cells(lines[line - 1])
    names = [name.strip() for name in header]
    place = names.index(column) if column in names else len(row)
    return row[place] if place < len(row) else None


def _cells(line: str) -> list[str]:
    return next(csv.reader([line.rstrip("\r\n")]), [])


def _replaced(lines: list[str], decision: Decision) -> str:
    names = [name.strip() for name in _cells(lines[0].removeprefix("\ufeff"))]
    row = _cells(lines[decision.line - 1])
    row[names.index(decision.column)] = decision.value
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(row)
    return out.getvalue()
