"""A claim and a figure -> a verdict, by tolerances declared in a reviewed file."""

from dataclasses import dataclass
from functools import cache
from math import isfinite, sqrt
from pathlib import Path

from bhavhouse.verdicts.asked import Claim
from bhavhouse.verdicts.figure import Figure
from bhavhouse.verdicts.lists import lines_of

TOLERANCES = Path(__file__).with_name("tolerances.csv")


_SAME_SHARE = ("exact", "other_exchange")


@dataclass(frozen=True)
class Tolerance:
    """How far a figure may lie from a claim; `relative` ones are percent of the claim."""

    is_relative: bool
    confirmed: float
    close: float
    grows: bool
    reason: str


@dataclass(frozen=True)
class Judgement:
    """A verdict, how far the figure lies from what the words allow, and how far it might."""

    verdict: str
    difference: float
    confirmed_within: float
    close_within: float


def judge(claim: Claim, figure: Figure) -> Judgement:
    """Holds a figure against a claim; the distance is from the nearest value that the words allow."""
    rule = tolerances()[figure.measure, figure.against.basis]
    low, high = figure.bounds or (claim.low, claim.high)
    nearest = min(max(figure.value, low), high)
    difference = figure.value - nearest
    scale = sqrt(figure.sessions) if rule.grows else 1.0
    if rule.is_relative:
        scale = max((abs(end) for end in (low, high) if isfinite(end)), default=0.0) / 100
    within, near = max(rule.confirmed * scale, claim.half), max(rule.close * scale, claim.half)
    if figure.against.basis != "exact" and not (isfinite(low) and isfinite(high)):
        within = 0.0  # what stands in and falls does not bear out that the thing itself rose
    distance = abs(difference if figure.distance is None else figure.distance)
    # What is printed in the last digit must not turn on the noise of a sum.
    verdict = (
        "confirmed" if distance <= within + 1e-9 else "close" if distance <= near + 1e-9 else "contradicted"
    )
    if verdict == "confirmed" and figure.measure == "return" and figure.against.basis not in _SAME_SHARE:
        # A stand-in that fell does not bear out a rise, however small both are.
        verdict = "close" if (low > 0 > figure.value) or (high < 0 < figure.value) else verdict
    return Judgement(verdict, difference, within, near)


@cache
def tolerances() -> dict[tuple[str, str], Tolerance]:
    """The reviewed file, by measure and basis. Raises ValueError where a line cannot be."""
    found = {}
    for row in lines_of(TOLERANCES):
        within, near = float(row["confirmed"]), float(row["close"])
        if not 0 <= within <= near or row["measured_in"] not in ("points", "relative"):
            raise ValueError(
                f"{TOLERANCES.name}: {row['measure']} {row['basis']}: confirmed, close or measure"
            )
        found[row["measure"], row["basis"]] = Tolerance(
            row["measured_in"] == "relative", within, near, row["grows"] == "sqrt", row["reason"]
        )
    return found
