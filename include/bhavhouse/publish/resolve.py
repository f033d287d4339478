"""What a name means on a day: a symbol, an ISIN, a scrip code, a company's name or an internal id."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bhavhouse.errors import UsageError
from bhavhouse.market.identity.identifiers import normal_name
from bhavhouse.publish.read import query
from bhavhouse.settings import Warehouse

_SCHEMES = ("security_id", "nse_symbol", "isin", "bse_scrip_code", "bse_symbol", "name")
_LATEST = "select max(session) as day from core.dim_session"
_NAMED = """
    select security_id, scheme, value, valid_from, valid_to, is_carried_back
    from core.security_identifier
    where scheme = 'name' or (scheme <> 'nse_series' and value = {value})
    union all
    select security_id, 'security_id' as scheme, security_id as value, first_session as valid_from,
        cast(null as date) as valid_to, false as is_carried_back
    from core.dim_security
    where security_id = {value}
"""
_HELD = """
    select security_id, scheme, value, valid_from, valid_to, is_carried_back
    from core.security_identifier
    where scheme in ('nse_symbol', 'bse_symbol', 'isin', 'name', 'bse_scrip_code') and security_id in ({ids})
"""


@dataclass(frozen=True)
class Meaning:
    """What a name means on `day`: a row for each security, and the windows of other days in words."""

    day: date
    rows: list[dict[str, Any]]
    elsewhen: list[str]


def resolve(warehouse: Warehouse, lake: Path, name: str, day: date | None) -> Meaning:
    """The securities that `name` means on `day`; without one, on the latest session held.

    A window of another day is never taken for this one. Raises UsageError where nothing is published.
    """
    if day is None:
        day = query(warehouse, lake, _LATEST).to_pylist()[0]["day"]
        if day is None:
            raise UsageError("no session is published yet: run bhavhouse backfill --from D --to D")
    found = _windows(
        query(warehouse, lake, _NAMED.format(value=_quoted(name.strip().upper()))).to_pylist(), name
    )
    now = [row for row in found if _holds(row, day)]
    first: dict[str, dict[str, Any]] = {}
    for row in sorted(now, key=lambda row: (_SCHEMES.index(row["scheme"]), row["valid_from"])):
        first.setdefault(row["security_id"], row)
    elsewhen = [
        f"{row['security_id']} ({row['scheme']} {row['value']}) from {row['valid_from']}"
        + (f" to before {row['valid_to']}" if row["valid_to"] else "")
        for row in sorted(found, key=lambda row: (row["valid_from"], row["security_id"]))
        if not _holds(row, day)
    ]
    return Meaning(day, _described(warehouse, lake, day, first), elsewhen)


def _windows(rows: Iterable[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """The rows that have the name, those of one value that adjoin or overlap as one.

    `carried_to` is the first day of a window on which a file or list shows the value.
    """
    wanted = normal_name(name)
    found: list[dict[str, Any]] = []
    rows = [r for r in rows if r["scheme"] != "name" or (wanted and normal_name(r["value"]) == wanted)]
    for row in sorted(rows, key=lambda r: (r["security_id"], r["scheme"], r["value"], r["valid_from"])):
        before = found[-1] if found else None
        is_same = before and all(before[k] == row[k] for k in ("security_id", "scheme", "value"))
        if before and is_same and (before["valid_to"] is None or row["valid_from"] <= before["valid_to"]):
            ends = (before["valid_to"], row["valid_to"])
            before["valid_to"] = None if None in ends else max(ends)
            shown = row["valid_to"] if row["is_carried_back"] else row["valid_from"]
            before["carried_to"] = min(before["carried_to"], shown)
        else:
            shown = row["valid_to"] if row["is_carried_back"] else row["valid_from"]
            found.append({**row, "carried_to": shown})
    return found


def _described(
    warehouse: Warehouse, lake: Path, day: date, matched: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each security with its symbol, ISIN, scrip code and name of the day."""
    if not matched:
        return []
    ids = ", ".join(_quoted(security_id) for security_id in matched)
    held: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in query(warehouse, lake, _HELD.format(ids=ids)).to_pylist():
        if _holds(row, day):
            held[row["security_id"], row["scheme"]].append(row)

    def of_the_day(security_id: str, scheme: str) -> str | None:
        # Lists print a company's name in full, and have it for longer than the files that cut it.
        rows = sorted(held[security_id, scheme], key=lambda r: (-len(r["value"]), r["value"]))
        return str(rows[0]["value"]) if rows else None

    return [
        {
            "security_id": security_id,
            "symbol": of_the_day(security_id, "nse_symbol") or of_the_day(security_id, "bse_symbol"),
            "isin": of_the_day(security_id, "isin"),
            "bse_scrip_code": of_the_day(security_id, "bse_scrip_code"),
            "name": of_the_day(security_id, "name"),
            "matched": row["scheme"],
            "value": row["value"],
            "valid_from": row["valid_from"],
            "valid_to": row["valid_to"],
            "is_carried_back": day < row["carried_to"],
        }
        for security_id, row in sorted(matched.items())
    ]


def _holds(row: dict[str, Any], day: date) -> bool:
    return row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"])


def _quoted(text: str) -> str:
    """A literal of either database; a NUL stands in none."""
    return "'" + text.replace("\x00", "").replace("'", "''") + "'"
