"""The built tables -> the warehouse that readers see, audited first, shown at once or not at all."""

import hashlib
import logging
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from bhavhouse.contracts import Build, Contract, published
from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.contracts.marts import DATA_FRESHNESS
from bhavhouse.ledger import PARTITION, PUBLICATION, QUARANTINE, RECEIPT
from bhavhouse.market.tables import table_of
from bhavhouse.pipelines.house import House
from bhavhouse.publish.duckdb_file import publish_file
from bhavhouse.publish.source import Source
from bhavhouse.settings import SQL
from bhavhouse.sources import FEEDS, NEWS

log = logging.getLogger("bhavhouse")


@dataclass
class Report:
    """What a publication did. `rows` counts the tables that were copied; empty where nothing had changed."""

    changed: bool = False
    rows: dict[str, int] = field(default_factory=dict)


def publish(house: House) -> Report:
    """Publishes what has been built, if it is not what readers see already.

    Raises CheckFailed where an audit finds a row, BhavhouseError where a database refuses; readers keep the
    last state.
    """
    with house.alone("build"), house.ledger.run("publish") as figures:
        target = house.settings.warehouse
        if isinstance(target, Path):
            print_, rows = _show_in_file(house, target)
        else:
            print_, rows = _show_in_database(house, target)
        if rows is not None or print_ != _last(house):  # what a kill kept from the ledger is recorded now
            with house.ledger.transaction() as connection:
                connection.execute(
                    PUBLICATION.insert().values(
                        warehouse=str(target), fingerprint=print_, published_at=datetime.now(UTC)
                    )
                )
        if rows is None:
            log.info("publish: %s is up to date", target)
            return Report()
        figures.update(rows)
        log.info("publish: %s, %d tables and %d rows copied", target, len(rows), sum(rows.values()))
        return Report(True, rows)


def _show_in_file(house: House, target: Path) -> tuple[str, dict[str, int] | None]:
    """The fingerprint of what readers see now, and the rows that were copied; None where nothing changed."""
    found = sources(house)
    print_ = _fingerprint(found)
    if target.exists() and _last(house) == print_:
        return print_, None
    return print_, publish_file(target, found)


def _show_in_database(house: House, target: sa.URL) -> tuple[str, dict[str, int] | None]:
    from bhavhouse.publish.postgres.publication import publication

    with publication(target) as begun:
        # Read under the lock: what another publisher has shown meanwhile is not taken back.
        found = sources(house)
        return _fingerprint(found), begun.show(found)


def sources(house: House) -> dict[Contract, Source]:
    """What a publication of this house shows now: the current files of each table."""
    built: dict[Contract, Source] = {c: _files(house, c) for c in published() if c is not DATA_FRESHNESS}
    return {**built, DATA_FRESHNESS: data_freshness(house)}


def _files(house: House, contract: Contract) -> Source:
    if contract.build is Build.VIEW:
        return {}
    current = house.ledger.partitions(contract.name)
    return {key: house.settings.lake / p.file for key, p in current.items()}


def _fingerprint(sources: dict[Contract, Source]) -> str:
    digest = hashlib.sha256()
    for contract, source in sources.items():
        shown = (
            source.to_pylist() if isinstance(source, pa.Table) else [str(file) for file in source.values()]
        )
        digest.update(f"{contract.name} {contract.meaning} {arrow_schema(contract)} {shown}\n".encode())
    for path in sorted((SQL / "audits").glob("*.sql")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _last(house: House) -> str | None:
    query = (
        sa.select(PUBLICATION.c.fingerprint)
        .where(PUBLICATION.c.warehouse == str(house.settings.warehouse))
        .order_by(PUBLICATION.c.publication_id.desc())
        .limit(1)
    )
    found = house.ledger.rows(query)
    return found[0].fingerprint if found else None


def data_freshness(house: House) -> pa.Table:
    """How current each feed is, from the ledger -> marts.data_freshness."""
    current = (
        sa.select(RECEIPT.c.feed, RECEIPT.c.day, RECEIPT.c.receipt_id, RECEIPT.c.received_at)
        .join(PARTITION, PARTITION.c.receipt_id == RECEIPT.c.receipt_id)
        .where(PARTITION.c.is_current)
        .subquery()
    )
    held = {
        row.feed: row
        for row in house.ledger.rows(
            sa.select(
                current.c.feed,
                sa.func.min(current.c.day).label("first_day"),
                sa.func.max(current.c.day).label("last_day"),
                sa.func.count(current.c.day.distinct()).label("days"),
                sa.func.max(current.c.received_at).label("last_received_at"),
            ).group_by(current.c.feed)
        )
    }
    refused = _counts(
        house,
        sa.select(RECEIPT.c.feed, sa.func.count())
        .where(RECEIPT.c.verdict != "accepted")
        .group_by(RECEIPT.c.feed),
    )
    kept_out = sa.select(QUARANTINE.c.receipt_id, QUARANTINE.c.line).distinct().subquery()
    quarantined = _counts(
        house,
        sa.select(current.c.feed, sa.func.count())
        .join(kept_out, kept_out.c.receipt_id == current.c.receipt_id)
        .group_by(current.c.feed),
    )
    return table_of(
        DATA_FRESHNESS, (_freshness(feed, held.get(feed), refused, quarantined) for feed in (*FEEDS, *NEWS))
    )


def _counts(house: House, query: sa.Executable) -> dict[str, int]:
    return {feed: count for feed, count in house.ledger.rows(query)}


def _freshness(feed: str, row: Any, refused: dict[str, int], quarantined: dict[str, int]) -> dict[str, Any]:
    return {
        "feed": feed,
        "first_day": _day(row and row.first_day),
        "last_day": _day(row and row.last_day),
        "days": row.days if row else 0,
        "refused_files": refused.get(feed, 0),
        "quarantined_rows": quarantined.get(feed, 0),
        "last_received_at": row.last_received_at.replace(tzinfo=UTC) if row else None,
    }


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
