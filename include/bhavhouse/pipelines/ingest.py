"""Files of an archive -> raw bytes, checked rows in the lake, broken rows in quarantine, all in the ledger.

What was received is never changed. A file that is refused keeps its receipt and its reason; the partition
that stood before stays. A (feed, day) is recorded in one transaction, so a kill leaves it done or not begun.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from bhavhouse import archive
from bhavhouse.archive import Offer
from bhavhouse.clock import IST, today
from bhavhouse.decisions import Decision
from bhavhouse.errors import CheckFailed, Refused, WrongSession
from bhavhouse.ledger import DECISION, PARTITION, QUARANTINE, RECEIPT, Partition, make_current
from bhavhouse.market.calendar import expected_sessions
from bhavhouse.pipelines.arrival import ACCEPTED, Arrival, by_contract, check, parse
from bhavhouse.pipelines.fetch import fetch
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.neighbours import refuse_pieces
from bhavhouse.pipelines.repeats import earlier_day
from bhavhouse.progress import progress
from bhavhouse.sources import CASH, Cadence, Feed

log = logging.getLogger("bhavhouse")
_FILES_A_BATCH = 100
_MOST_TOLD = 1_000  # broken rows of a file that is refused whole anyway


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
    fetched: list[str] = field(default_factory=list)  # what came of each address
    sessions: list[date] = field(default_factory=list)  # of the cash files that landed

    def add(self, other: "Report") -> None:
        """Counts the other's work as this one's."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def ingest(
    house: House, start: date, end: date, feeds: Iterable[str] | None = None, *, reprocess: bool = False
) -> Report:
    """Takes in what the archive offers for [start, end], and its reference lists; addresses are asked first.

    `reprocess` reads again what was received before, after a parser has changed. Running it twice changes
    nothing. Raises UsageError where there is no archive.
    """
    wanted = frozenset(feeds) if feeds is not None else None
    fetched = fetch(house, start, end, wanted)
    offers = archive.offers(house.settings.folders, start, end, wanted)
    floor = archive.minimum_rows(house.settings.folders)
    with house.ledger.run("ingest", start=start, end=end, reprocess=reprocess) as figures:
        report = land(house, offers, floor, reprocess=reprocess)
        report.fetched, report.failures = fetched.lines, report.failures + fetched.failures(house.ledger)
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
    for partition, reason in refuse_pieces(house, report.sessions):
        text = f"{partition.dataset} {partition.key} refused (truncated): {reason}"
        log.warning(text)
        report.refused.append(text)
        report.failures.append(text)
    return report


def keep(house: House, feed: Feed, name: str, payload: bytes) -> None:
    """Takes in a delivery that this program has made itself. Raises CheckFailed where it is refused."""
    raw = house.raw.path(house.raw.put(payload))
    report = _land(house, [Offer(feed, name, today(), raw, origin="bhavhouse")], 0, reprocess=False)
    if report.refused or report.quarantined:
        raise CheckFailed(f"{name}: {'; '.join(report.refused) or f'{report.quarantined} rows are not ours'}")


def _slot(offer: Offer) -> tuple[str, date, str]:
    """Files that compete for one partition share a slot: a session has one, each list its own."""
    return offer.feed.name, offer.day, "" if offer.feed.cadence is Cadence.SESSION else offer.name.lower()


def _land(house: House, offers: Sequence[Offer], floor: int, reprocess: bool) -> Report:
    report = Report()
    known = _known(house, offers)
    decided = _decided(house)
    arrivals: dict[tuple[str, date, str, str], Arrival] = {}
    standing: list[Arrival] = []  # received before; what was refused then is refused still
    for offer in offers:
        arrival, payload = _receive(house, offer)
        identity = (offer.feed.name, offer.day, offer.name, arrival.sha256)
        arrival.receipt = known.get(identity)
        if identity in arrivals:
            continue  # equal bytes under one name are one receipt
        if arrival.receipt and not reprocess:
            arrival.verdict, arrival.reason = arrival.receipt.verdict, arrival.receipt.reason
            standing.append(arrival)
            continue
        arrivals[identity] = arrival
        arrival.decisions = decided.get((offer.feed.name, offer.day, offer.name), [])
        parse(arrival, payload, floor)
        if arrival.table and (day := earlier_day(house.ledger, offer, arrival.sha256, arrivals)):
            arrival.verdict, arrival.reason = WrongSession.kind, f"it is the file of {day}, byte for byte"
            arrival.table = None
    for contract, alike in by_contract(arrivals.values()):
        check(contract, alike)
    _record(house, list(arrivals.values()), report)
    for arrival in (*arrivals.values(), *standing):
        _tell(house, arrival, report)
    return report


def _known(house: House, offers: Sequence[Offer]) -> dict[tuple[str, date, str, str], Any]:
    days = [offer.day for offer in offers]
    if not days:
        return {}
    receipts = house.ledger.receipts(None, min(days), max(days))
    return {(r.feed, r.day, r.name, r.sha256): r for r in receipts}


def _decided(house: House) -> dict[tuple[str, date, str], list[Decision]]:
    """What operators have decided about rows of files, by the file's feed, day and name."""
    names = list(Decision.__dataclass_fields__)
    found: dict[tuple[str, date, str], list[Decision]] = {}
    for row in house.ledger.rows(DECISION.select().order_by(DECISION.c.decision_id)):
        decision = Decision(*(getattr(row, name) for name in names))
        found.setdefault((row.feed, row.day, row.name), []).append(decision)
    return found


def _receive(house: House, offer: Offer) -> tuple[Arrival, bytes]:
    try:
        payload = offer.read()
    except Refused as refusal:
        return Arrival(offer, "", 0, refusal.kind, str(refusal)), b""
    return Arrival(offer, house.raw.put(payload), len(payload)), payload


def _tell(house: House, arrival: Arrival, report: Report) -> None:
    """A refusal is a failure where the file was expected, is not just old, and no other one stands for it."""
    offer = arrival.offer
    if arrival.verdict == ACCEPTED:
        return
    text = f"{offer.source} refused ({arrival.verdict}): {arrival.reason}"
    log.warning(text)
    report.refused.append(text)
    is_expected = offer.feed.cadence is not Cadence.SESSION or expected_sessions(offer.day, offer.day)
    key, _ = _partition_of(offer.feed, offer, arrival.sha256)
    if arrival.verdict != "stale" and is_expected and key not in house.ledger.partitions(offer.feed.name):
        report.failures.append(text)


def _record(house: House, arrivals: Sequence[Arrival], report: Report) -> None:
    """Writes the lake files aside of the ledger, then names them in it, all in one transaction."""
    now = datetime.now(UTC)
    with house.ledger.transaction() as connection:
        # What another process has recorded since this one looked is done.
        mine = [a for a in arrivals if a.receipt or not _receipt(connection, a)]
        for arrival in mine:
            if arrival.receipt is None:
                arrival.receipt = _new_receipt(connection, arrival, now)
                report.received += 1
        landed = []
        for arrival in mine:
            _update_receipt(connection, arrival)
            report.quarantined += _hold_back(connection, arrival)
            if arrival.verdict == ACCEPTED:
                landed.append(_write(house, arrival))
        winners = _winners(connection, landed)
        make_current(connection, winners)
        report.landed += len(winners)
        report.rows += sum(p.rows for p in winners)
        report.sessions += [date.fromisoformat(p.key) for p in winners if p.dataset in CASH]


def _receipt(connection: sa.Connection, arrival: Arrival) -> Any:
    """The receipt of these bytes under this name, if there is one."""
    offer = arrival.offer
    return connection.execute(
        RECEIPT.select().where(
            RECEIPT.c.feed == offer.feed.name,
            RECEIPT.c.day == offer.day,
            RECEIPT.c.name == offer.name,
            RECEIPT.c.sha256 == arrival.sha256,
        )
    ).first()


def _new_receipt(connection: sa.Connection, arrival: Arrival, now: datetime) -> Any:
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


def _update_receipt(connection: sa.Connection, arrival: Arrival) -> None:
    connection.execute(
        RECEIPT.update()
        .where(RECEIPT.c.receipt_id == arrival.receipt.receipt_id)
        .values(
            verdict=arrival.verdict,
            reason=arrival.reason,
            rows=arrival.table.num_rows if arrival.table is not None and arrival.verdict == ACCEPTED else 0,
        )
    )


def _hold_back(connection: sa.Connection, arrival: Arrival) -> int:
    connection.execute(QUARANTINE.delete().where(QUARANTINE.c.receipt_id == arrival.receipt.receipt_id))
    if not arrival.breaches:
        return 0
    most = None if arrival.verdict == ACCEPTED else _MOST_TOLD
    told = {(b.line, b.column, b.reason): b for b in arrival.breaches[:most]}
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


def _write(house: House, arrival: Arrival) -> Partition:
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
