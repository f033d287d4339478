"""Printed company names -> security ids, as of a day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bhavhouse.claims.history import Meaning
from bhavhouse.contracts.identity import DIM_SECURITY

NAMES = (DIM_SECURITY.name,)


def aliases_digest() -> str:
    return "1"


class Meanings:
    def __init__(self, securities: Sequence[Mapping[str, Any]]) -> None:
        self._of = {n: row["security_id"] for row in securities for n in (row["symbol"], row["name"]) if n}

    def __call__(self, printed: str, day: date) -> Meaning:
        found = self._of.get(printed)
        return Meaning(found, "exact" if found else None)
