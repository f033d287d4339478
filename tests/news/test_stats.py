"""The names of segment figures: each that a sentence yields is in the list of stats."""

import csv
import re
from pathlib import Path

import pytest

from bhavhouse.news import lexicon
from bhavhouse.news.extract import extract_text

LISTED = Path(lexicon.__file__).parent / "lexicon" / "stats.csv"
EXAMPLES = Path(__file__).parent / "examples" / "segment_stat.txt"


def _patterns() -> list[re.Pattern[str]]:
    with LISTED.open(newline="") as file:
        return [re.compile(re.sub(r"<\w+>", r"\\w+", row["stat"])) for row in csv.DictReader(file)]


def _named(name: str) -> bool:
    return any(pattern.fullmatch(name) for pattern in _patterns())


@pytest.mark.parametrize("text", [b for b in EXAMPLES.read_text().split("\n\n") if b.strip()])
def test_a_segment_figure_has_a_name_that_the_list_explains(text: str):
    for fact in extract_text(text):
        if fact.kind == "segment_stat":
            assert _named(str(fact.fields["stat"])), fact.fields["stat"]


def test_a_name_that_is_not_listed_is_told():
    assert not _named("stocks_in_favour")
