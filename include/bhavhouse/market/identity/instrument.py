"""What a security is: share, fund or entitlement, and what tells so."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bhavhouse.market.identity.evidence import Evidence
from bhavhouse.market.identity.reuse import ENTITLEMENT

_FUND_SYMBOL = re.compile(r"BEES$|(?<!J)ETF")  # JETFREIGHT is a carrier
_FUND_NAME = re.compile(r"\bETF\b|EXCHANGE TRADED|MUTUAL FUND|\bMF\b|ASSET MANAGEMENT", re.IGNORECASE)


def instrument_of(
    symbol: str,
    evidence: Iterable[Evidence],
    rows: Iterable[Mapping[str, Any]],
    names: Iterable[str],
    in_bundle: bool,
) -> tuple[str, str]:
    """What a security is and what tells so, in the order of trust: ISIN, bundle, fund list, name."""
    evidence, rows = list(evidence), list(rows)
    isins = {e.isin for e in evidence if e.isin} | {r["isin"] for r in rows}
    if ENTITLEMENT.search(symbol):
        return "rights_entitlement", "name"
    if any(isin.startswith("INF") for isin in isins):
        return "etf", "isin"
    if any(isin.startswith("IN9") for isin in isins):
        return "dvr", "isin"
    if isins:
        return "common", "isin"
    if in_bundle:
        return "etf", "bundle"
    if any(r["list"] == "etf" for r in rows):
        return "etf", "list"
    if _FUND_SYMBOL.search(symbol) or any(
        _FUND_NAME.search(name) for name in [*names, *(e.name for e in evidence)]
    ):
        return "etf", "name"
    return "common", "undecided"
