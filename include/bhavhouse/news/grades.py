"""Grading scales, from scales.csv. Two scales are never compared: a broker's Buy is not a model's Buy."""

import csv
import re
from functools import cache
from pathlib import Path

BROKER, MODEL = "broker_five", "model_call"
ADD = "broker_add"  # of houses that add between hold and buy
# The scales of models' calls on the chart, and of their scores of results: each house's own words.
TECHNICAL = ("technical_call", "technical_trend", "technical_rating")
FINANCIAL = ("financial_trend", "results_score")
RATERS = {BROKER: "broker", ADD: "broker", **dict.fromkeys((MODEL, *TECHNICAL, *FINANCIAL), "model")}


@cache
def scale(scale_id: str) -> dict[str, int]:
    """Grade in lower case, its words apart by blanks -> its ordinal; higher is better."""
    with (Path(__file__).parent / "scales.csv").open(newline="") as file:
        return {
            plain_grade(row["grade"]): int(row["ordinal"])
            for row in csv.DictReader(file)
            if row["scale_id"] == scale_id
        }


@cache
def phrases(*scale_ids: str) -> dict[str, frozenset[tuple[str, ...]]]:
    """The grades of scales as tuples of words, by their first word."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for scale_id in scale_ids:
        for grade in scale(scale_id):
            words = tuple(grade.split())
            found.setdefault(words[0], set()).add(words)
    return {head: frozenset(listed) for head, listed in found.items()}


def plain_grade(grade: str) -> str:
    """A grade as the scales list it: lower case, hyphens and doubled blanks as one blank."""
    return re.sub(r"[\s-]+", " ", grade).strip().lower()


def ordinal(scale_id: str, grade: str | None) -> int | None:
    """Where a grade stands on a scale, None where the scale does not know it."""
    return None if grade is None else scale(scale_id).get(plain_grade(grade))


def scale_of(scales: tuple[str, ...], before: str | None, after: str) -> str | None:
    """The first of some scales that knows all the grades told."""
    told = [grade for grade in (before, after) if grade]
    return next((s for s in scales if all(ordinal(s, grade) is not None for grade in told)), None)


@cache
def middle(scale_id: str) -> int:
    """The step of a scale that is neither good nor bad."""
    steps = scale(scale_id).values()
    return (min(steps) + max(steps)) // 2


def broker_scale(before: str | None, after: str | None) -> str:
    """The scale of a broker's grades: the first that knows all that is told, else the usual one."""
    told = [grade for grade in (before, after) if grade]
    knowing = (s for s in (BROKER, ADD) if all(ordinal(s, grade) is not None for grade in told))
    return next(knowing, BROKER)


def direction(scale_id: str, before: str | None, after: str | None) -> str | None:
    """upgrade, downgrade or none, from the places of both grades; None where either is unknown."""
    first, last = ordinal(scale_id, before), ordinal(scale_id, after)
    if first is None or last is None:
        return None
    return "upgrade" if last > first else "downgrade" if last < first else "none"
