"""What the market answers to a claim: a figure with its basis, or what is missing."""

from dataclasses import dataclass
from datetime import date

from bhavhouse.verdicts.subjects import Against


@dataclass(frozen=True)
class Figure:
    """What was measured. `measure` and the basis of `against` name the tolerance.

    `since` to `session` is the time covered, `sessions` its length. `bounds` stand instead of the claim's own
    where its words mean something else than a value; `distance` instead of the difference. `also` tells what
    other things that stand for the same show.
    """

    value: float
    measure: str
    against: Against
    session: date
    since: date | None = None
    sessions: int = 1
    bounds: tuple[float, float] | None = None
    distance: float | None = None
    note: str = ""
    also: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Missing:
    """Why a claim cannot be checked, and what data would do."""

    reason: str
    needs: str | None = None


Answer = Figure | Missing
UNDATED = Missing("nothing tells the session that it speaks of", "the day of the article")
