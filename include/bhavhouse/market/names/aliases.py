"""The reviewed list of names that the press uses and no file tells, `company_aliases.csv`.

A line says whom a name means from `valid_from` to before `valid_to`, each empty where it is open: `symbol` is
NSE's symbol, or `BSE:` and a scrip code, or empty where the name means no one company. A line printed without
Limited or Ltd says nothing of a name that is printed with it: `Eicher` is not Eicher Ltd.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bhavhouse.errors import BhavhouseError
from bhavhouse.market.names.spelling import squeezed, tells_its_form

REVIEWED = Path(__file__).parents[1] / "company_aliases.csv"
_COLUMNS = ["printed", "valid_from", "valid_to", "symbol", "reason"]


@dataclass(frozen=True)
class Alias:
    """What a name means in a time; `symbol` is empty where it means nobody."""

    printed: str
    start: date
    end: date
    symbol: str
    reason: str

    def says(self, printed: str, day: date) -> bool:
        """Whether it says something of a name of the same letters on a day."""
        is_meant = tells_its_form(self.printed) or not tells_its_form(printed)
        return is_meant and self.start <= day < self.end


def read_aliases(path: Path = REVIEWED) -> list[Alias]:
    """The lines of the list. Raises BhavhouseError where one cannot be read or two contradict each other."""
    found: dict[str, list[Alias]] = {}
    with path.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != _COLUMNS:
            raise BhavhouseError(f"{path}: line 1: not {','.join(_COLUMNS)}")
        for row in reader:
            where = f"{path}: line {reader.line_num}"
            if None in row or None in row.values() or not row["printed"] or not row["reason"]:
                raise BhavhouseError(f"{where}: not a name, its days, a symbol and a reason")
            alias = Alias(
                row["printed"],
                _day(row["valid_from"], date.min, where),
                _day(row["valid_to"], date.max, where),
                row["symbol"],
                row["reason"],
            )
            same = found.setdefault(squeezed(alias.printed), [])
            if any(alias.start < other.end and other.start < alias.end for other in same):
                raise BhavhouseError(f"{where}: {alias.printed} has a meaning for these days already")
            if alias.start >= alias.end or not squeezed(alias.printed):
                raise BhavhouseError(f"{where}: {alias.printed!r} holds on no day")
            same.append(alias)
    return [alias for same in found.values() for alias in same]


def by_name(aliases: Iterable[Alias]) -> dict[str, list[Alias]]:
    """Name as compared -> its lines."""
    found: dict[str, list[Alias]] = {}
    for alias in aliases:
        found.setdefault(squeezed(alias.printed), []).append(alias)
    return found


def _day(text: str, empty: date, where: str) -> date:
    try:
        return date.fromisoformat(text) if text else empty
    except ValueError:
        raise BhavhouseError(f"{where}: {text!r} is no day of the form 2025-01-31") from None
