"""Quarantine as a workflow: list what is held back, look at a row, release it or correct a value, undo that.

Each decision is kept in the ledger with its reason; the file is read again from raw, and the tables that
depend on it follow.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from bhavhouse import archive
from bhavhouse.decisions import CORRECT, RELEASE, cell
from bhavhouse.errors import UsageError
from bhavhouse.ledger import DECISION
from bhavhouse.pipelines.build import build
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.publish import publish
from bhavhouse.pipelines.replay import land_again
from bhavhouse.pipelines.status import held_back


@dataclass(frozen=True)
class Held:
    """A line of a file as received, and why it is held back."""

    name: str
    day: date
    line: int
    header: str
    text: str
    reasons: list[str] = field(default_factory=list)


def inspect(house: House, name: str, line: int) -> Held:
    """One line of the newest file received under `name`, as printed.

    Raises UsageError where no such file was received or it has no such line.
    """
    receipt = _newest(house, name)
    lines = _lines(house, receipt)
    if not 1 <= line <= len(lines):
        raise UsageError(f"{name} has {len(lines)} lines, no line {line}")
    reasons = [
        f"{row['column']} = {row['value']!r}: {row['reason']}"
        for row in held_back(house)
        if row["name"] == receipt.name and row["line"] == line
    ]
    return Held(receipt.name, receipt.day, line, lines[0].rstrip(), lines[line - 1].rstrip(), reasons)


def release(house: House, name: str, line: int, reason: str) -> None:
    """Lets a row through although it breaks a check, from now on. The tables follow.

    Raises UsageError for a row that is not held back, or that cannot be read at all: such a one needs a
    correction.
    """
    receipt = _newest(house, name)
    if not any(row["name"] == receipt.name and row["line"] == line for row in held_back(house)):
        raise UsageError(f"line {line} of {name} is not held back")
    _decide(house, receipt, RELEASE, line, "", "", "", reason)
    if any(row["name"] == receipt.name and row["line"] == line for row in held_back(house)):
        withdraw(house, decisions(house)[-1]["decision_id"])
        raise UsageError(f"line {line} of {name} cannot be read as it stands: correct its value instead")


def correct(house: House, name: str, line: int, column: str, expected: str, value: str, reason: str) -> None:
    """Puts `value` in the place of `expected` whenever this file is read. The tables follow.

    Raises UsageError where the file does not print `expected` there.
    """
    receipt = _newest(house, name)
    printed = cell(_lines(house, receipt), line, column)
    if printed is None or printed.strip() != expected:
        found = "nothing" if printed is None else repr(printed.strip())
        raise UsageError(f"{name} line {line} prints {found} in {column}, not {expected!r}")
    _decide(house, receipt, CORRECT, line, column, expected, value, reason)


def withdraw(house: House, decision_id: int) -> None:
    """Undoes a decision. The tables follow. Raises UsageError where there is none of that number."""
    found = [d for d in decisions(house) if d["decision_id"] == decision_id]
    if not found:
        raise UsageError(f"no decision {decision_id}")
    with house.ledger.transaction() as connection:
        connection.execute(DECISION.delete().where(DECISION.c.decision_id == decision_id))
    _follow(house, found[0]["name"])


def decisions(house: House) -> list[dict[str, Any]]:
    """Every decision in force, in the order in which they were made."""
    query = sa.select(DECISION).order_by(DECISION.c.decision_id)
    return [dict(row._mapping) for row in house.ledger.rows(query)]


def _decide(
    house: House, receipt: Any, kind: str, line: int, column: str, expected: str, value: str, reason: str
) -> None:
    if not reason.strip():
        raise UsageError("a decision needs a reason")
    with house.ledger.transaction() as connection:
        connection.execute(
            DECISION.insert().values(
                kind=kind,
                feed=receipt.feed,
                day=receipt.day,
                name=receipt.name,
                line=line,
                column=column,
                expected=expected,
                value=value,
                reason=reason.strip(),
                decided_at=datetime.now(UTC),
            )
        )
    _follow(house, receipt.name)


def _follow(house: House, name: str) -> None:
    """Reads the files of this name again from raw, then makes and shows what depends on them."""
    receipts = [r for r in house.ledger.receipts() if r.name == name]
    land_again(house, receipts, archive.minimum_rows(house.settings.folders))
    build(house)
    publish(house)


def _newest(house: House, name: str) -> Any:
    found = [r for r in house.ledger.receipts() if r.name == name and r.sha256]
    if not found:
        raise UsageError(f"no file {name} was ever received")
    return found[-1]


def _lines(house: House, receipt: Any) -> list[str]:
    text = house.raw.get(receipt.sha256).decode("utf-8", errors="replace")
    return text.splitlines()
