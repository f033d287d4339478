"""Official corporate actions, brought to the securities they concern."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from bhavhouse.contracts.core import CORPORATE_ACTION
from bhavhouse.contracts.lake import EQUITY_SERIES
from bhavhouse.market.identity import Registry
from bhavhouse.market.tables import table_of

_ON_THE_BASIS = {"split", "bonus", "consolidation", "demerger", "scheme"}


def corporate_actions(rows: Iterable[Mapping[str, Any]], registry: Registry, known: set[str]) -> pa.Table:
    """Rows of lake.official_action -> core.corporate_action.

    An entry may stand under a symbol adopted after the ex-date: where the printed symbol meant nothing known
    on the ex-date, it is taken as of the list's own day. One kind on one day counts once: what lists repeat
    is the same action, and of two that differ the one of the later list stands. A split or bonus that cannot
    be read leaves the security not comparable on its ex-date.
    """
    found: dict[tuple[str, Any, str], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda r: (r["as_of"], r["at_line"])):
        if row["kind"] not in _ON_THE_BASIS or row["ex_date"] is None or row["series"] not in EQUITY_SERIES:
            continue
        candidates = (
            registry.security_id(row["symbol"], row["ex_date"]),
            registry.security_id(row["symbol"], row["as_of"]),
        )
        security_id = next((c for c in candidates if c in known), candidates[-1])
        key = (security_id, row["ex_date"], row["kind"])
        found[key] = {
            "security_id": security_id,
            "ex_date": row["ex_date"],
            "kind": row["kind"],
            "price_factor": row["price_factor"],
            "source": "official",
        }
    return table_of(CORPORATE_ACTION, found.values())
