"""A fact: what an article states, where it states it, and which rule read it."""

from dataclasses import dataclass, field
from typing import Any

GRADE_CHANGES = ("rating_change", "technical_call_change", "financial_score_change")


@dataclass
class Fact:
    """A stated fact. `start` and `end` point to the repaired text while facts are read, then to the raw."""

    kind: str
    rule: str
    version: int
    start: int
    end: int
    fields: dict[str, Any]
    confidence: float = 0.9
    quote: str = ""
    is_title: bool = field(default=False, compare=False)
    has_day: bool = field(default=False, compare=False)
    # How well a sentence tells it: 0 in full, 1 as the head of an item, 2 by what stands around it.
    rank: int = field(default=0, compare=False)

    def as_json(self) -> dict[str, Any]:
        """The fact as the command line prints it; what is unknown is null only where the kind asks for it."""
        return {
            "kind": self.kind,
            **self.fields,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "rule": self.rule,
            "rule_version": self.version,
            "confidence": self.confidence,
        }


def plain_number(value: float | None) -> float | int | None:
    """Whole values without a decimal point, as people print them."""
    if value is None:
        return None
    value = round(value, 6)
    return int(value) if value == int(value) else value
