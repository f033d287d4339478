"""A company's name as an index's history prints it -> the security that bore it, or none.

Names are compared in small letters without gaps, points, `Limited`, `Company` and `The`. A name counts by the
windows of core.security_identifier; one that no window holds, by the exchange's list of name changes, which
joins the names that one company had. `index_companies.csv` is a reviewed list of spellings and renames that
no file tells.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bhavhouse.errors import BhavhouseError

REVIEWED = Path(__file__).parents[1] / "index_companies.csv"
_WORDS = re.compile(r"[a-z0-9]+")
_LEFT_OUT = {"ltd", "limited", "the", "co", "company"}


def squeezed(name: str) -> str:
    """A name in the form in which names are compared."""
    words = _WORDS.findall(name.lower().replace("&", " and ").replace("'", ""))
    return "".join(word for word in words if word not in _LEFT_OUT)


@dataclass(frozen=True)
class Found:
    """What a name means: `member` is a security's id, or a name that stands for the company.

    `candidates` are the securities that bear the name; more than one, and none is meant.
    """

    member: str
    candidates: tuple[str, ...]

    @property
    def security_id(self) -> str | None:
        """The security, where there is one."""
        return self.member if self.candidates == (self.member,) else None


class Companies:
    """Every name of every security, by date."""

    def __init__(
        self,
        identifiers: Iterable[Mapping[str, Any]],
        name_changes: Iterable[Mapping[str, Any]],
        holders: "Holders",
        reviewed: Mapping[str, str],
        reviewed_on: date,
    ) -> None:
        self._windows: dict[str, list[tuple[date, date, str]]] = {}
        for row in identifiers:
            if row["scheme"] == "name":
                window = (row["valid_from"], row["valid_to"] or date.max, row["security_id"])
                self._windows.setdefault(squeezed(row["value"]), []).append(window)
        self._other_names: dict[str, set[str]] = {}
        self._of_symbol: dict[str, set[str]] = {}
        for row in name_changes:
            before, after = squeezed(row["previous_name"]), squeezed(row["new_name"])
            self._other_names.setdefault(before, set()).add(after)
            self._other_names.setdefault(after, set()).add(before)
            for name in (before, after):
                self._of_symbol.setdefault(name, set()).update(holders.ever(row["symbol"]))
        self._reviewed = {
            name: found
            for name, symbol in reviewed.items()
            if (found := holders.on(symbol, reviewed_on)) is not None
        }

    def find(self, printed: str, on: date) -> Found:
        """The security of a printed name on a day."""
        name = squeezed(printed)
        decided = self._reviewed.get(name)
        if decided is not None:
            return Found(decided, (decided,))
        windows = self._windows.get(name, [])
        ids = {i for _, _, i in windows}
        if len(ids) > 1:
            ids = {i for start, end, i in windows if start <= on < end} or ids
        names = {name}
        if not ids:
            names = self._names_of_one(name)
            ids = {i for other in names for _, _, i in self._windows.get(other, [])}
        if not ids:
            ids = {i for other in names for i in self._of_symbol.get(other, ())}
        candidates = tuple(sorted(ids))
        return Found(candidates[0] if len(candidates) == 1 else f"name {min(names)}", candidates)

    def _names_of_one(self, name: str) -> set[str]:
        """All names that changes join to this one."""
        joined, waiting = {name}, [name]
        while waiting:
            new = self._other_names.get(waiting.pop(), set()) - joined
            joined |= new
            waiting += new
        return joined


class Holders:
    """Which security a symbol means, by date."""

    def __init__(self, lines: Iterable[Mapping[str, Any]]) -> None:
        self._lines: dict[str, list[Mapping[str, Any]]] = {}
        for line in lines:
            self._lines.setdefault(line["symbol"], []).append(line)

    def on(self, symbol: str, day: date) -> str | None:
        """The security that held the symbol on a day."""
        for line in self._lines.get(symbol, []):
            if line["valid_from"] <= day and (line["valid_to"] is None or day < line["valid_to"]):
                return str(line["security_id"])
        return None

    def ever(self, symbol: str) -> set[str]:
        """Every security that held the symbol."""
        return {str(line["security_id"]) for line in self._lines.get(symbol, [])}


def read_reviewed(path: Path = REVIEWED) -> dict[str, str]:
    """Name as compared -> symbol. Raises BhavhouseError where the list cannot be read."""
    out: dict[str, str] = {}
    with path.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != ["printed", "symbol", "reason"]:
            raise BhavhouseError(f"{path}: line 1: not printed,symbol,reason")
        for row in reader:
            if None in row or not all(row.values()):
                raise BhavhouseError(f"{path}: line {reader.line_num}: not a name, a symbol and a reason")
            name = squeezed(row["printed"])
            if name in out:
                raise BhavhouseError(f"{path}: line {reader.line_num}: {row['printed']} stands twice")
            out[name] = row["symbol"]
    return out
