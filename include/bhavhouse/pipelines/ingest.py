"""Files of an archive -> raw bytes, checked rows in the lake, broken rows in quarantine, all in the ledger.

What was received is never changed. A file that is refused keeps its receipt and its reason; the partition
that stood before stays. A (feed, day) is recorded in one transaction, so a kill leaves it done or not begun.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from bhavhouse import archive, checks
from bhavhouse.archive import Offer
from bhavhouse.contracts import Contract
from bhavhouse.errors import Refused
from bhavhouse.ledger import PARTITION, QUARANTINE, RECEIPT, Partition, make_current
from bhavhouse.market.calendar import IST, expected_sessions
from bhavhouse.pipelines.house import House
from bhavhouse.progress import progress
from bhavhouse.sources import Cadence, Feed
from bhavhouse.sources.feed import Asked, Breach

log = logging.getLogger("bhavhouse")
ACCEPTED = "accepted"
_FILES_A_BATCH = 100
_MOST_BROKEN_PCT = 10.0


@dataclass
class Report:
    """What an ingest did."""

    offered: int = 0
    received: int = 0
    landed: int = 0
    rows: int = 0
    quarantined: int = 0
    refused: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        """Counts the other's work as this one's."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


@dataclass
class _Arrival:
    """A file on its way in."""

    offer: Offer
    sha256: str
    size_bytes: int
    verdict: str = ACCEPTED
    reason: str = ""
    table: pa.Table | None = None
    breaches: list[Breach] = field(default_factory=list)
    receipt: Any = None  # its row in the ledger, once there is one


def ingest(
    house: House, start: date, end: date, feeds: Iterable[str] | None = None, *, reprocess: bool = False
) -> Report:
    """Takes in what the archive offers for [start, end], and its reference lists.

    `reprocess` reads again what was received before, after a parser has changed. Running it twice changes
    nothing. Raises UsageError where there is no archive.
    """
    wanted = frozenset(feeds) if feeds is not None else None
    offers = archive.offers(house.settings.archives, start, end, wanted)
    floor = archive.minimum_rows(house.settings.archives)
    with house.ledger.run("ingest", start=start, end=end, reprocess=reprocess) as figures:
        report = land(house, offers, floor, reprocess=reprocess)
        figures.update({k: v for k, v in vars(report).items() if isinstance(v, int)})
    return report


def land(house: House, offers: Sequence[Offer], floor: int, *, reprocess: bool) -> Report:
    """Takes in these files, a batch of whole slots at a time."""
    report = Report(offered=len(offers))
    groups = [list(group) for _, group in groupby(sorted(offers, key=_slot), key=_slot)]
    with progress("landing", len(groups)) as advance:
        for first in range(0, len(groups), _FILES_A_BATCH):
            batch = groups[first : first + _FILES_A_BATCH]
            report.add(_land(house, [offer for group in batch for offer in group], floor, reprocess))
            advance(len(batch))
    return report


def _slot(offer: Offer) -> tuple[str, date, str]:
    """Files that compete for one partition share a slot: a session has one, each list its own."""
    return offer.feed.name, offer.day, "" if offer.feed.cadence is Cadence.SESSION else offer.name.lower()


def _land(house: House, offers: Sequence[Offer], floor: int, reprocess: bool) -> Report:
    report = Report()
    known = _known(house, offers)
    arrivals: dict[tuple[str, date, str, str], _Arrival] = {}
    for offer in offers:
        arrival, payload = _receive(house, offer)
        identity = (offer.feed.name, offer.day, offer.name, arrival.sha256)
        arrival.receipt = known.get(identity)
        if identity in arrivals or (arrival.receipt and not reprocess):
            continue  # equal bytes under one name are one receipt
        arrivals[identity] = arrival
        _parse(arrival, payload, floor)
    for contract, alike in _by_contract(arrivals.values()):
        _check(contract, alike)
    for arrival in arrivals.values():
        _tell(arrival, report)
    _record(house, list(arrivals.values()), report)
    return report


def _known(house: House, offers: Sequence[Offer]) -> dict[tuple[str, date, str, str], Any]:
    days = [offer.day for offer in offers]
    if not days:
        return {}
    receipts = house.ledger.receipts(None, min(days), max(days))
    return {(r.feed, r.day, r.name, r.sha256): r for r in receipts}


def _receive(house: House, offer: Offer) -> tuple[_Arrival, bytes]:
    try:
        payload = offer.read()
    except Refused as refusal:
        return _Arrival(offer, "", 0, refusal.kind, str(refusal)), b""
    return _Arrival(offer, house.raw.put(payload), len(payload)), payload


def _parse(arrival: _Arrival, payload: bytes, floor: int) -> None:
    if arrival.verdict != ACCEPTED:
        return
    offer = arrival.offer
    try:
        asked = Asked(offer.name, offer.day, floor)
        parsed = offer.feed.parse(payload, asked)
    except Refused as refusal:
        arrival.verdict, arrival.reason = refusal.kind, str(refusal)
    else:
        arrival.table, arrival.breaches = parsed.table, list(parsed.breaches)


def _by_contract(arrivals: Iterable[_Arrival]) -> Iterator[tuple[Contract, list[_Arrival]]]:
    readable = sorted((a for a in arrivals if a.table is not None), key=lambda a: a.offer.feed.contract.name)
    for _, group in groupby(readable, key=lambda a: a.offer.feed.contract.name):
        found = list(group)
        yield found[0].offer.feed.contract, found


def _check(contract: Contract, arrivals: list[_Arrival]) -> None:
    """Rows that break the contract leave their table; a file with too many of them is refused whole."""
    tables = [a.table for a in arrivals if a.table is not None]
    # Rival files of one session hold the same keys, so each file is a batch of its own to the key's check.
    together = pa.concat_tables(
        [t.append_column("file", pa.repeat(n, t.num_rows)) for n, t in enumerate(tables)]
    )
    broken = checks.broken_rows(contract, together, key=("file", *contract.grain))
    lines, files = (
        together["line"].to_pylist() if broken else [],
        together["file"].to_pylist() if broken else [],
    )
    bad: dict[int, set[int]] = {}
    for fault in broken:
        arrivals[files[fault.row]].breaches.append(
            Breach(lines[fault.row], fault.column, fault.value, fault.reason)
        )
        bad.setdefault(files[fault.row], set()).add(lines[fault.row])
    for n, arrival in enumerate(arrivals):
        table = tables[n]
        if n in bad:
            table = table.filter(pc.invert(pc.is_in(table["line"], value_set=pa.array(sorted(bad[n])))))
        kept, out = table.num_rows, len({b.line for b in arrival.breaches})
        arrival.table = table
        if out * 100 > _MOST_BROKEN_PCT * (kept + out):
            first = arrival.breaches[0]
            arrival.verdict = "broken"
            arrival.reason = (
                f"{out} of {kept + out} rows cannot be used, the first on line {first.line}: "
                f"{first.column} {first.value!r}: {first.reason}"
            )


def _tell(arrival: _Arrival, report: Report) -> None:
    offer = arrival.offer
    if arrival.verdict == ACCEPTED:
        return
    text = f"{offer.source} refused ({arrival.verdict}): {arrival.reason}"
    log.warning(text)
    report.refused.append(text)
    is_expected = offer.feed.cadence is not Cadence.SESSION or expected_sessions(offer.day, offer.day)
    if arrival.verdict != "stale" and is_expected:
        report.failures.append(text)


def _record(house: House, arrivals: Sequence[_Arrival], report: Report) -> None:
    """Writes the lake files aside of the ledger, then names them in it, all in one transaction."""
    now = datetime.now(UTC)
    with house.ledger.transaction() as connection:
        for arrival in arrivals:
            arrival.receipt = arrival.receipt or _receipt(connection, arrival)
            if arrival.receipt is None:
                arrival.receipt = _new_receipt(connection, arrival, now)
                report.received += 1
        landed = []
        for arrival in arrivals:
            _update_receipt(connection, arrival)
            report.quarantined += _hold_back(connection, arrival)
            if arrival.verdict == ACCEPTED:
                landed.append(_write(house, arrival))
        winners = _winners(connection, landed)
        make_current(connection, winners)
        report.landed += len(winners)
        report.rows += sum(p.rows for p in winners)


def _receipt(connection: sa.Connection, arrival: _Arrival) -> Any:
    """The receipt of these bytes under this name: another process may have been faster."""
    offer = arrival.offer
    return connection.execute(
        RECEIPT.select().where(
            RECEIPT.c.feed == offer.feed.name,
            RECEIPT.c.day == offer.day,
            RECEIPT.c.name == offer.name,
            RECEIPT.c.sha256 == arrival.sha256,
        )
    ).first()


def _new_receipt(connection: sa.Connection, arrival: _Arrival, now: datetime) -> Any:
    offer = arrival.offer
    usual = datetime.combine(offer.day, offer.feed.usual_time, IST).astimezone(UTC)
    connection.execute(
        RECEIPT.insert().values(
            feed=offer.feed.name,
            day=offer.day,
            name=offer.name,
            sha256=arrival.sha256,
            size_bytes=arrival.size_bytes,
            source=offer.source,
            received_at=now,
            available_at=min(usual, now),
            verdict=arrival.verdict,
        )
    )
    return _receipt(connection, arrival)


def _update_receipt(connection: sa.Connection, arrival: _Arrival) -> None:
    connection.execute(
        RECEIPT.update()
        .where(RECEIPT.c.receipt_id == arrival.receipt.receipt_id)
        .values(
            verdict=arrival.verdict,
            reason=arrival.reason,
            rows=arrival.table.num_rows if arrival.table is not None and arrival.verdict == ACCEPTED else 0,
        )
    )


def _hold_back(connection: sa.Connection, arrival: _Arrival) -> int:
    connection.execute(QUARANTINE.delete().where(QUARANTINE.c.receipt_id == arrival.receipt.receipt_id))
    if not arrival.breaches:
        return 0
    told = {(b.line, b.column, b.reason): b for b in arrival.breaches}
    connection.execute(
        QUARANTINE.insert(),
        [
            {
                "receipt_id": arrival.receipt.receipt_id,
                "line": b.line,
                "column": b.column,
                "value": b.value,
                "reason": b.reason,
            }
            for b in told.values()
        ],
    )
    return len({b.line for b in arrival.breaches})


def _write(house: House, arrival: _Arrival) -> Partition:
    offer, feed, receipt = arrival.offer, arrival.offer.feed, arrival.receipt
    assert arrival.table is not None  # noqa: S101 - an accepted arrival has one
    table = arrival.table.drop_columns(["line"])
    if feed.cadence is Cadence.EVENT:
        table = _with_receipt(table, receipt.receipt_id, receipt.received_at.replace(tzinfo=UTC))
    key, folder = _partition_of(feed, offer, arrival.sha256)
    file = house.lake.put(f"{feed.contract.name}/feed={feed.name}", folder, table)
    return Partition(feed.name, key, file, table.num_rows, arrival.sha256, receipt.receipt_id)


def _partition_of(feed: Feed, offer: Offer, sha256: str) -> tuple[str, str]:
    match feed.cadence:
        case Cadence.SESSION:
            return offer.day.isoformat(), f"session={offer.day}"
        case Cadence.REFERENCE:
            return f"{offer.day}/{offer.name.lower()}", f"as_of={offer.day}"
        case _:
            return f"{offer.name}:{sha256[:12]}", f"day={offer.day}"


def _with_receipt(table: pa.Table, receipt_id: int, received_at: datetime) -> pa.Table:
    for name, value in (("received_order", receipt_id), ("received_at", received_at)):
        at = table.schema.get_field_index(name)
        field_ = table.schema.field(at)
        table = table.set_column(at, field_, pa.repeat(pa.scalar(value, field_.type), table.num_rows))
    return table


def _winners(connection: sa.Connection, landed: Iterable[Partition]) -> list[Partition]:
    """Of several valid files for one partition, the one with most rows; of equals, the last received."""
    best: dict[tuple[str, str], Partition] = {}
    for partition in landed:
        slot = (partition.dataset, partition.key)
        standing = best.get(slot) or _standing(connection, *slot)
        if (
            standing is None
            or partition.receipt_id == standing.receipt_id
            or _rank(partition) > _rank(standing)
        ):
            best[slot] = partition
    return list(best.values())


def _rank(partition: Partition) -> tuple[int, int]:
    return partition.rows, partition.receipt_id or 0


def _standing(connection: sa.Connection, dataset: str, key: str) -> Partition | None:
    columns: list[Any] = [PARTITION.c[name] for name in Partition.__dataclass_fields__]
    found = connection.execute(
        sa.select(*columns).where(
            PARTITION.c.dataset == dataset, PARTITION.c.key == key, PARTITION.c.is_current
        )
    ).first()
    return Partition(*found) if found else None
