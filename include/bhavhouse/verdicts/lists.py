"""The reviewed lists that verdicts go by."""

import csv
from pathlib import Path


def lines_of(path: Path) -> list[dict[str, str]]:
    """The lines of a list with a header."""
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
