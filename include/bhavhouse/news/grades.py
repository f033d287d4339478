"""Grading scales, from scales.csv. Two scales are never compared: a broker's Buy is not a model's Buy."""

import csv
import re
from functools import cache
from pathlib import Path

BROKER, MODEL = "broker_five", "model_call"
TECHNICAL, FINANCIAL = "technical_call", "financial_trend"
RATERS = {BROKER: "broker", MODEL: "model", TECHNICAL: "model", FINANCIAL: "model"}


@cache
def scale(scale_id: str) -> dict[str, int]:
    """Grade in lower case -> its ordinal; higher is better."""
    with (Path(__file__).parent / "scales.csv").open(newline="") as file:
        return {
            row["grade"]: int(row["ordinal"]) for row in csv.DictReader(file) if row["scale_id"] == scale_id
        }


def words(*scale_ids: str) -> str:
    """A pattern of the grades of scales, the longest first; hyphen and blank are one."""
    grades = {grade for scale_id in scale_ids for grade in scale(scale_id)}
    longest = sorted(grades, key=lambda grade: (-len(grade), grade))
    return "(?:" + "|".join(re.sub(r"[ -]", "(?: - |[ -])", grade) for grade in longest) + ")"


def ordinal(scale_id: str, grade: str | None) -> int | None:
    """Where a grade stands on a scale, None where the scale does not know it."""
    if grade is None:
        return None
    known, grade = scale(scale_id), grade.lower().replace(" - ", "-")
    return known.get(grade, known.get(grade.replace("-", " ")))


def direction(scale_id: str, before: str | None, after: str | None) -> str | None:
    """upgrade, downgrade or none, from the places of both grades; None where either is unknown."""
    first, last = ordinal(scale_id, before), ordinal(scale_id, after)
    if first is None or last is None:
        return None
    return "upgrade" if last > first else "downgrade" if last < first else "none"
