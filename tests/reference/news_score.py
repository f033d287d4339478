"""How well facts match labels: precision and recall by kind.

A fact matches a label of its kind where names, grades, values (within rounding), counts, direction and day
agree as far as the label tells them, and the quotes overlap. Each label is matched once. The names of
segment figures are free, so a `segment_stat` is matched by its value and unit, and by its index where the
label tells one.

`python tests/reference/news_score.py FOLDER` tells how well the texts of a folder with labels are read.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bhavhouse.news.extract import extract

Record = Mapping[str, Any]
_KEYS = {
    "rating_change": ("company", "from", "to", "direction", "date", "broker"),
    "technical_call_change": ("company", "from", "to", "direction", "date"),
    "financial_score_change": ("company", "from", "to", "direction", "date"),
    "result_scheduled": ("company", "date"),
    "index_return": ("index", "value", "value_range", "date"),
    "advance_decline": ("advances", "declines", "ratio", "date"),
    "mover": ("company", "value", "value_range", "date"),
    "flow": ("investor", "value", "date"),
    "price_level": ("company", "index", "role", "value", "date"),
    "segment_stat": ("value", "unit", "index", "date"),
    "target_price": ("company", "value", "broker", "date"),
    "sector_leadership": ("sector", "direction", "date"),
    "capital_rotation": ("from", "to", "date"),
}


@dataclass
class Score:
    """Counts by kind, with what was missed and what was claimed without a label."""

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    misses: list[Record] = field(default_factory=list)
    extras: list[Record] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        self.found.update(other.found)
        self.missed.update(other.missed)
        self.extra.update(other.extra)
        self.misses.extend(other.misses)
        self.extras.extend(other.extras)

    def precision(self, kind: str | None = None) -> float:
        claimed = _of(self.found, kind) + _of(self.extra, kind)
        return _of(self.found, kind) / claimed if claimed else 1.0

    def recall(self, kind: str | None = None) -> float:
        labelled = _of(self.found, kind) + _of(self.missed, kind)
        return _of(self.found, kind) / labelled if labelled else 1.0

    @property
    def labels(self) -> int:
        """How many facts are labelled."""
        return self.found.total() + self.missed.total()

    def table(self) -> str:
        kinds = sorted({*self.found, *self.missed, *self.extra})
        rows = [
            f"{kind or 'all':24} {_of(self.found, kind):4} found {_of(self.missed, kind):4} missed "
            f"{_of(self.extra, kind):4} extra  precision {self.precision(kind):.3f}  "
            f"recall {self.recall(kind):.3f}"
            for kind in (*kinds, None)
        ]
        return "\n".join(rows)


def score(labels: Sequence[Record], facts: Sequence[Record], *, quotes: bool = True) -> Score:
    """Each label is given the first fact that matches it."""
    made, free = Score(), list(facts)
    for label in labels:
        twin = next((fact for fact in free if matches(label, fact, quotes=quotes)), None)
        if twin is None:
            made.missed[label["kind"]] += 1
            made.misses.append(label)
        else:
            made.found[label["kind"]] += 1
            free.remove(twin)
    for fact in free:
        made.extra[fact["kind"]] += 1
        made.extras.append(fact)
    return made


def matches(label: Record, fact: Record, *, quotes: bool = True) -> bool:
    """Whether a fact says what a label says."""
    if label["kind"] != fact["kind"]:
        return False
    for key in _KEYS[label["kind"]]:
        if key in ("broker", "index", "company", "value_range") and key not in label:
            continue
        if key == "from" and label.get("direction") == "none" and label["kind"] == "rating_change":
            continue
        if not _agrees(key, label.get(key), fact.get(key)):
            return False
    return not quotes or (label["start"] < fact["end"] and fact["start"] < label["end"])


def _agrees(key: str, told: Any, claimed: Any) -> bool:
    if told is None or claimed is None:
        return told is None and claimed is None
    if isinstance(told, list) or isinstance(claimed, list):
        first, second = (
            told if isinstance(told, list) else [told],
            claimed if isinstance(claimed, list) else [claimed],
        )
        return len(first) == len(second) and all(
            _agrees(key, a, b) for a, b in zip(sorted(first, key=str), sorted(second, key=str), strict=True)
        )
    if isinstance(told, int | float) and isinstance(claimed, int | float):
        return abs(told - claimed) <= 0.005 * max(1.0, abs(told) ** 0.5)
    if key == "date":
        return str(told) == str(claimed)
    if key == "index":
        told, claimed = str(told).removeprefix("Indian "), str(claimed).removeprefix("Indian ")
    return _name(str(told)) == _name(str(claimed))


def _name(printed: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", " ", printed.lower().replace("’s", "").replace("'s", ""))
    plain = re.sub(r"\b(small|mid|large|micro) cap", r"\1cap", plain)
    return re.sub(r"\b(?:index|the|s p|ltd|limited)\b", "", plain).replace("  ", " ").strip().rstrip("s")


def _of(counts: Counter[str], kind: str | None) -> int:
    return counts[kind] if kind else counts.total()


def scored(folder: Path) -> Score:
    """Every text of a folder that has labels beside it."""
    made = Score()
    for labels in sorted(folder.glob("*.json")):
        facts = extract(labels.with_suffix(".txt").read_bytes())
        made.add(score(json.loads(labels.read_text()), [fact.as_json() for fact in facts]))
    return made


if __name__ == "__main__":
    print(scored(Path(sys.argv[1])).table())
