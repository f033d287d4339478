"""Everything after raw, made anew from raw: in place, or beside it as of a moment."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bhavhouse import archive
from bhavhouse.archive import Offer
from bhavhouse.errors import UsageError
from bhavhouse.ledger import DECISION, PARTITION, RECEIPT
from bhavhouse.pipelines.build import build
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import Report as Landed
from bhavhouse.pipelines.ingest import land
from bhavhouse.pipelines.publish import publish
from bhavhouse.settings import Warehouse
from bhavhouse.sources import RECEIVED

log = logging.getLogger("bhavhouse")


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild made: its warehouse, and how many of the current files came out with other bytes."""

    warehouse: Warehouse
    files: int
    changed: int


def rebuild(house: House) -> Rebuilt:
    """Reads every receipt again from raw, makes every table again, publishes.

    Each step is a transaction of its own: a kill leaves a whole state, and the next call goes on.
    """
    before = _current_files(house)
    receipts = house.ledger.receipts()
    if not receipts:
        raise UsageError(f"nothing was ever received in {house.settings.home}: run bhavhouse backfill first")
    land_again(house, receipts, archive.minimum_rows(house.settings.folders))
    with house.ledger.transaction() as connection:
        # A fingerprint that fits nothing makes every model stale, and leaves its files in use until then.
        connection.execute(PARTITION.update().where(PARTITION.c.receipt_id.is_(None)).values(fingerprint=""))
    build(house)
    publish(house)
    after = _current_files(house)
    return Rebuilt(house.settings.warehouse, len(after), len(after - before))


def rebuild_as_of(house: House, moment: datetime) -> Rebuilt:
    """What was knowable at `moment`, in a home of its own below as_of/, from the same raw bytes.

    A first version counts from when the world could have it, a restatement from when it was received.
    """
    moment = moment.astimezone(UTC)
    home = house.settings.home / "as_of" / f"{moment:%Y%m%dT%H%M%SZ}"
    then = House(
        replace(
            house.settings,
            home=home,
            warehouse_url=f"duckdb:///{home / 'warehouse.duckdb'}",
            ledger_url=f"sqlite:///{home / 'ledger.sqlite'}",
        )
    )
    known = _known_at(house.ledger.receipts(), moment)
    if not known:
        raise UsageError(f"nothing was known at {moment.isoformat()}")
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "raw").exists():
        (home / "raw").symlink_to(house.settings.raw, target_is_directory=True)
    with then.ledger.transaction() as connection:
        held = set(connection.execute(RECEIPT.select().with_only_columns(RECEIPT.c.receipt_id)).scalars())
        rows = [dict(row._mapping) for row in known if row.receipt_id not in held]
        if rows:
            connection.execute(RECEIPT.insert(), rows)
        connection.execute(DECISION.delete())
        made = [dict(d._mapping) for d in house.ledger.rows(DECISION.select())]
        then_in_force = [d for d in made if d["decided_at"].replace(tzinfo=UTC) <= moment]
        if then_in_force:
            connection.execute(DECISION.insert(), then_in_force)
    land_again(then, known, archive.minimum_rows(house.settings.folders))
    build(then)
    publish(then)
    return Rebuilt(then.settings.warehouse, len(_current_files(then)), 0)


def land_again(house: House, receipts: Sequence[Any], floor: int) -> Landed:
    """Reads these receipts again from raw, as `ingest` read them from the archive.

    `floor` is the fewest rows in series EQ that a whole cash file holds.
    """
    offers = [
        Offer(RECEIVED[r.feed], r.name, r.day, house.raw.path(r.sha256), origin=r.source)
        for r in receipts
        if r.sha256 and r.feed in RECEIVED
    ]
    return land(house, offers, floor, reprocess=True)


def _known_at(receipts: Sequence[Any], moment: datetime) -> list[Any]:
    seen: set[tuple[Any, ...]] = set()
    known = []
    for receipt in receipts:
        name = (receipt.feed, receipt.day, receipt.name)
        at = receipt.received_at if name in seen else receipt.available_at
        seen.add(name)
        if at.replace(tzinfo=UTC) <= moment:
            known.append(receipt)
    return known


def _current_files(house: House) -> set[tuple[str, str, str]]:
    query = PARTITION.select().where(PARTITION.c.is_current)
    return {(p.dataset, p.key, p.file) for p in house.ledger.rows(query)}
