"""The reviewed file of reference days: what it says, and what a row that is wrong is told."""

from datetime import date
from pathlib import Path

import pytest

from bhavhouse.errors import BhavhouseError
from bhavhouse.market.tables import reference_days

HEADER = "reference,day,reason\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "reference_days.csv"
    path.write_text(text)
    return path


def test_both_budget_sessions_are_reference_days():
    days = {row["reference"]: row["day"] for row in reference_days().to_pylist()}
    assert days["budget_2025"] == date(2025, 2, 1) and days["budget_2026"] == date(2026, 2, 1)


def test_a_file_without_rows_is_an_empty_table(tmp_path):
    assert reference_days(written(tmp_path, HEADER)).num_rows == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: not reference,day,reason"),
        ("name,day,reason\n", "line 1: not reference,day,reason"),
        (HEADER + "budget,2025-02-30,why\n", r"line 2: .*day"),
        (HEADER + "budget,1 Feb 2025,why\n", r"line 2: .*1 Feb 2025"),
        (HEADER + "a,2025-02-01,why\nBudget,2025-02-01,why\n", "line 3: 'Budget' is no name"),
        (HEADER + ",2025-02-01,why\n", "line 2: '' is no name"),
        (HEADER + "a,2025-02-01,why\na,2025-02-02,why\n", "line 3: a stands twice"),
        (HEADER + "a,2025-02-01\n", "line 2: a row is a reference, a day and a reason"),
        (HEADER + "a,2025-02-01,why, oh why\n", "line 2: a row is a reference, a day and a reason"),
    ],
)
def test_a_row_that_is_wrong_is_named_with_its_line(tmp_path, text, says):
    with pytest.raises(BhavhouseError, match=says):
        reference_days(written(tmp_path, text))
