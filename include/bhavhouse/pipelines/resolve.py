"""What a name means on a day: a symbol, an ISIN, a scrip code or an internal id, else a printed name."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bhavhouse.contracts import CONTRACTS
from bhavhouse.errors import UsageError
from bhavhouse.market.names.resolver import Candidate, Resolver, resolver_from
from bhavhouse.pipelines.house import House
from bhavhouse.publish.read import query
from bhavhouse.sources import FEEDS

Rows = list[dict[str, Any]]
_SCHEMES = ("security_id", "nse_symbol", "isin", "bse_scrip_code", "bse_symbol")
_LATEST = "select max(session) as day from core.dim_session"
_IDENTIFIERS = """
    select security_id, scheme, value, valid_from, valid_to, is_carried_back
    from core.security_identifier
    where scheme <> 'nse_series'
"""
_SECURITIES = "select security_id, symbol, instrument, first_session, last_session from core.dim_security"


@dataclass(frozen=True)
class Meaning:
    """What a name means on `day`: a row for each security, and the windows of other days in words.

    Where no row tells, `why` says what keeps it open, and `candidates` whom it may mean.
    """

    day: date
    rows: list[dict[str, Any]]
    elsewhen: list[str]
    why: str = ""
    candidates: list[str] = field(default_factory=list)


def resolve(house: House, name: str, day: date | None) -> Meaning:
    """The securities that `name` means on `day`; without one, on the latest session held.

    A window of another day is never taken for this one; what is printed in small and large letters is a name
    and no symbol. Raises UsageError where nothing is published.
    """
    if day is None:
        day = _published(house, _LATEST)[0]["day"]
        if day is None:
            raise UsageError("no session is published yet: run bhavhouse backfill --from D --to D")
    identifiers, securities = _published(house, _IDENTIFIERS), _published(house, _SECURITIES)
    found = _windows([*identifiers, *_own_ids(securities)], name.strip().upper())
    is_mixed = name not in (name.upper(), name.lower())
    now = sorted(
        (row for row in found if _holds(row, day) and not is_mixed),
        key=lambda row: (_SCHEMES.index(row["scheme"]), row["valid_from"]),
    )
    first: dict[str, dict[str, Any]] = {}
    for row in now:
        first.setdefault(row["security_id"], _matched(row, day))
    if first:
        return Meaning(day, _described(identifiers, day, first), [])
    elsewhen = [
        f"{row['security_id']} ({row['scheme']} {row['value']}) from {row['valid_from']}"
        + (f" to before {row['valid_to']}" if row["valid_to"] else "")
        for row in sorted(found, key=lambda row: (row["valid_from"], row["security_id"]))
        if not _holds(row, day)
    ]
    outcome = resolver_of(house, identifiers, securities).resolve(name, day)
    taken = outcome.candidates[:1] if outcome.security_id else ()
    if not taken and all(c.method == "name" and c.security_id for c in outcome.candidates):
        taken = outcome.candidates  # several that bear the very name
    rows = {c.security_id: _named(c, outcome.margin) for c in taken if c.security_id}
    return Meaning(
        day,
        _described(identifiers, day, rows),
        elsewhen,
        outcome.why,
        [f"{c.security_id or c.label}: {c.why}" for c in outcome.candidates],
    )


def resolver_of(house: House, identifiers: Rows | None = None, securities: Rows | None = None) -> Resolver:
    """The resolver of what a house has published and of the lists that landed there."""
    published = {
        "core.security_identifier": identifiers or _published(house, _IDENTIFIERS),
        "core.dim_security": securities or _published(house, _SECURITIES),
    }
    return resolver_from(lambda table: published[table] if table in published else _landed(house, table))


def _published(house: House, sql: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = query(house.settings.warehouse, house.settings.lake, sql).to_pylist()
    return rows


def _landed(house: House, table: str) -> list[dict[str, Any]]:
    """The rows of a list as they landed."""
    feeds = [feed.name for feed in FEEDS.values() if feed.contract is CONTRACTS[table]]
    files = [p.file for feed in feeds for p in house.ledger.partitions(feed).values()]
    return [row for file in files for row in house.lake.get(file).to_pylist()]


def _own_ids(securities: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "security_id": row["security_id"],
            "scheme": "security_id",
            "value": row["security_id"],
            "valid_from": row["first_session"],
            "valid_to": None,
            "is_carried_back": False,
        }
        for row in securities
    ]


def _windows(rows: Iterable[dict[str, Any]], value: str) -> list[dict[str, Any]]:
    """The rows that have the value, those that adjoin or overlap as one.

    `carried_to` is the first day of a window on which a file or list shows the value.
    """
    found: list[dict[str, Any]] = []
    rows = [r for r in rows if r["value"] == value and r["scheme"] in _SCHEMES]
    for row in sorted(rows, key=lambda r: (r["security_id"], r["scheme"], r["valid_from"])):
        before = found[-1] if found else None
        is_same = before and all(before[k] == row[k] for k in ("security_id", "scheme"))
        shown = row["valid_to"] if row["is_carried_back"] else row["valid_from"]
        if before and is_same and (before["valid_to"] is None or row["valid_from"] <= before["valid_to"]):
            ends = (before["valid_to"], row["valid_to"])
            before["valid_to"] = None if None in ends else max(ends)
            before["carried_to"] = min(before["carried_to"], shown)
        else:
            found.append({**row, "carried_to": shown})
    return found


def _matched(row: dict[str, Any], day: date) -> dict[str, Any]:
    """An identifier, as the answer tells of it."""
    return {
        "method": row["scheme"],
        "value": row["value"],
        "score": 1.0,
        "margin": 1.0,
        "valid_from": row["valid_from"],
        "valid_to": row["valid_to"],
        "is_carried_back": day < row["carried_to"],
    }


def _named(found: Candidate, margin: float) -> dict[str, Any]:
    """A name, as the answer tells of it."""
    return {
        "method": found.method,
        "value": found.name,
        "score": round(found.score, 2),
        "margin": round(margin, 2),
        "valid_from": found.valid_from if found.valid_from > date.min else None,
        "valid_to": found.valid_to,
        "is_carried_back": found.is_carried_back,
    }


def _described(
    identifiers: Iterable[dict[str, Any]], day: date, matched: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each security with its symbol, ISIN, scrip code and name of the day."""
    held: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in identifiers:
        if row["security_id"] in matched and _holds(row, day):
            held[row["security_id"], row["scheme"]].append(row["value"])

    def of_the_day(security_id: str, scheme: str) -> str | None:
        # Lists print a company's name in full, and have it for longer than the files that cut it.
        values = sorted(held[security_id, scheme], key=lambda value: (-len(value), value))
        return values[0] if values else None

    return [
        {
            "security_id": security_id,
            "symbol": of_the_day(security_id, "nse_symbol") or of_the_day(security_id, "bse_symbol"),
            "isin": of_the_day(security_id, "isin"),
            "bse_scrip_code": of_the_day(security_id, "bse_scrip_code"),
            "name": of_the_day(security_id, "name"),
            **how,
        }
        for security_id, how in sorted(matched.items())
    ]


def _holds(row: dict[str, Any], day: date) -> bool:
    return row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"])
