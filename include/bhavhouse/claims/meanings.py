"""Printed company names -> security ids, as of a day."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from bhavhouse.claims.history import Meaning
from bhavhouse.market.names.aliases import REVIEWED
from bhavhouse.market.names.known import TABLES as NAMES
from bhavhouse.market.names.known import Row
from bhavhouse.market.names.resolver import resolver_from

__all__ = ["NAMES", "aliases_digest", "meanings"]


def aliases_digest() -> str:
    """Of the reviewed list of names."""
    return hashlib.sha256(REVIEWED.read_bytes()).hexdigest()


def meanings(rows_of: Callable[[str], Iterable[Row]]) -> Callable[[str, date], Meaning]:
    """What resolves a name on a day, by the rows of each table of NAMES; each is looked up once."""
    resolver = resolver_from(rows_of)

    @cache
    def meaning(printed: str, day: date) -> Meaning:
        found = resolver.resolve(printed, day)
        if found.security_id:
            return Meaning(found.security_id, found.method)
        told = [f"{c.security_id or c.label} ({c.name}): {c.why}" for c in found.candidates]
        return Meaning(None, None, "; ".join([*told, found.why] if found.why else told) or None)

    return meaning
