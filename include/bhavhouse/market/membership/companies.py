"""A company's name as an index's history prints it -> the security that bore it, or none.

The workbook prints names in full, as they were on some day near the change: a name counts on whatever day it
was borne, by that day where several bore it, and the reviewed list stands above all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bhavhouse.market.names.aliases import Alias, by_name
from bhavhouse.market.names.known import Known
from bhavhouse.market.names.spelling import squeezed


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

    def __init__(self, known: Known, aliases: Iterable[Alias]) -> None:
        self._known = known
        self._aliases = by_name(aliases)

    def find(self, printed: str, on: date) -> Found:
        """The security of a printed name on a day."""
        name = squeezed(printed)
        for alias in self._aliases.get(name, ()):
            holder = (
                self._known.holder(alias.symbol, on) if alias.symbol and alias.says(printed, on) else None
            )
            if holder is not None and holder.security_id is not None:
                return Found(holder.security_id, (holder.security_id,))
        names = self._known.bearers(name)
        held = [n for n in names if n.company.security_id]
        meant = (
            [n for n in held if n.window(on)]
            or [
                n for n in held if n.given_up(on) == on
            ]  # a change of that day may still be of the old bearer
            or [n for n in held if not n.given_up(on)]
            or held
        )
        ids = {n.company.security_id for n in (held if len(held) == 1 else meant)}
        candidates = tuple(sorted(who for who in ids if who))
        label = next((n.company.label for n in names if not n.company.security_id), f"name {name}")
        return Found(candidates[0] if len(candidates) == 1 else label, candidates)


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
