"""What the house holds, what it lacks and why; and whether its files are what they were."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bhavhouse.ledger import PARTITION, QUARANTINE, RECEIPT
from bhavhouse.market.sessions import SessionState, confirmed, states
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.publish import data_freshness
from bhavhouse.progress import progress
from bhavhouse.settings import Warehouse


@dataclass(frozen=True)
class Status:
    """The state of a house over [start, end]. `tables` counts the rows that readers see."""

    start: date | None
    end: date | None
    sessions: list[SessionState] = field(default_factory=list)
    feeds: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    quarantined: list[dict[str, Any]] = field(default_factory=list)
    tables: dict[str, int] = field(default_factory=dict)
    warehouse: Warehouse = Path()
    open_cases: int = 0  # questions of identity that wait for a decision
    unnamed: int = 0  # lines of watch lists that name no share that counts

    def of(self, state: str) -> list[SessionState]:
        """The days in this state."""
        return [s for s in self.sessions if s.state == state]


def holidays(house: House) -> dict[date, str]:
    """The holidays that the exchange's lists name."""
    lists = house.ledger.partitions("nse_holiday").values()
    rows = (row for p in lists for row in house.lake.get(p.file).to_pylist())
    return {row["day"]: row["reason"] for row in rows}


def status(house: House, start: date | None = None, end: date | None = None) -> Status:
    """The state over [start, end]; without them, from the first session held to the last."""
    from bhavhouse.publish.read import row_counts

    held = list(confirmed(house.ledger))
    start, end = start or (held[0] if held else None), end or (held[-1] if held else None)
    known = start and end
    return Status(
        start,
        end,
        states(house.ledger, start, end, holidays(house)) if start and end else [],
        data_freshness(house).to_pylist(),
        [
            _refusal(r)
            for r in house.ledger.receipts()
            if r.verdict != "accepted" and (not known or _in(r, start, end))
        ],
        held_back(house),
        row_counts(house.settings.warehouse),
        house.settings.warehouse,
        sum(row["status"] == "open" for row in _rows(house, "core.identity_queue")),
        sum(row["problem"] is not None for row in _rows(house, "core.watchlist_entry")),
    )


def _rows(house: House, table: str) -> list[dict[str, Any]]:
    parts = house.ledger.partitions(table).values()
    return [row for p in parts for row in house.lake.get(p.file).to_pylist()]


def _in(receipt: Any, start: date | None, end: date | None) -> bool:
    return bool(start and end and start <= receipt.day <= end)


def _refusal(receipt: Any) -> dict[str, Any]:
    return {name: getattr(receipt, name) for name in ("day", "name", "verdict", "reason", "source")}


def held_back(house: House) -> list[dict[str, Any]]:
    """Every reason for which a row is held back: file, line, column, value, reason."""
    query = (
        sa.select(
            RECEIPT.c.feed,
            RECEIPT.c.name,
            RECEIPT.c.day,
            QUARANTINE.c.line,
            QUARANTINE.c.column,
            QUARANTINE.c.value,
            QUARANTINE.c.reason,
        )
        .join_from(QUARANTINE, RECEIPT, RECEIPT.c.receipt_id == QUARANTINE.c.receipt_id)
        .order_by(RECEIPT.c.day, RECEIPT.c.name, QUARANTINE.c.line)
    )
    return [dict(row._mapping) for row in house.ledger.rows(query)]


def spans(days: list[date]) -> Iterator[str]:
    """Days in words, months that are missing whole as one span."""
    for month, group in groupby(days, key=lambda d: f"{d:%Y-%m}"):
        found = list(group)
        yield f"{month} ({len(found)} sessions)" if len(found) > 5 else ", ".join(map(str, found))


def verify(house: House) -> list[str]:
    """Reads every file that the ledger names and tells each that is missing or altered."""
    raw = sorted({r.sha256 for r in house.ledger.receipts() if r.sha256})
    lake = sorted({p.file for p in house.ledger.rows(PARTITION.select().where(PARTITION.c.is_current))})
    faults: list[str] = []
    with progress("verifying", len(raw) + len(lake)) as advance:
        for sha256 in raw:
            faults += _fault(house.raw.path(sha256), sha256, "received bytes are lost: fetch the file again")
            advance(1)
        for file in lake:
            faults += _fault(house.settings.lake / file, Path(file).stem, "run bhavhouse rebuild")
            advance(1)
    return faults


def _fault(path: Path, expected: str, advice: str) -> list[str]:
    if not path.exists():
        return [f"{path} is missing: {advice}"]
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    return [] if found.startswith(expected) else [f"{path} was altered: {advice}"]
