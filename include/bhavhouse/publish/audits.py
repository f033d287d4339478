"""The audits in sql/audits: each is a query that finds rows only where something is wrong."""

from collections.abc import Iterable, Mapping
from typing import Any

from bhavhouse.errors import CheckFailed
from bhavhouse.settings import SQL

SHOWN = 3


def audits() -> dict[str, str]:
    """The text of each audit by its name."""
    return {path.stem: path.read_text() for path in sorted((SQL / "audits").glob("*.sql"))}


def require_none(audit: str, found: Iterable[Mapping[str, Any]]) -> None:
    """Raises CheckFailed where an audit has found rows."""
    told = "; ".join(", ".join(f"{name}={value}" for name, value in row.items()) for row in found)
    if told:
        raise CheckFailed(f"audit {audit} finds {told}. Nothing is published; the last state stays.")
