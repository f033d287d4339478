"""One unit of a sentence: a word, or a thing with its items."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """One member of a unit, where it stands in the repaired text."""

    text: str
    start: int
    end: int
    value: Any = None


@dataclass(slots=True)
class Unit:
    """A word (its symbol is the word in lower case) or a thing (its symbol is a capital letter or #)."""

    symbol: str
    start: int
    end: int
    items: list[Item] = field(default_factory=list)

    @property
    def is_word(self) -> bool:
        """Whether it is a word, no thing."""
        return not self.items
