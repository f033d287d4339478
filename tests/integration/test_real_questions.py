"""Every answer that the docs print is what its query gives on the exchange's own files."""

import re
from pathlib import Path

import pyarrow.csv as csv
import pytest

from houses import select

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "questions.md"
ASKED = re.findall(r"^## (.+?)$.*?^```sql\n(.*?)^```\n+^```csv\n(.*?)^```", PAGE.read_text(), re.M | re.S)


_ANSWERED = re.compile(r"^```sql\n([^`]*?)^```\n+^```csv\n(.*?)^```", re.M | re.S)
CLAIMS = [("claims", *found) for found in _ANSWERED.findall((DOCS / "claims.md").read_text())]


def test_each_question_of_the_page_has_a_query_and_an_answer():
    assert len(ASKED) == PAGE.read_text().count("\n## ") > 6


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("sql", "answer"), [q[1:] for q in (*ASKED, *CLAIMS)], ids=[q[0] for q in (*ASKED, *CLAIMS)]
)
def test_the_printed_answer_is_the_one_given(sql, answer, real_house, tmp_path):
    house, _ = real_house
    found = select(house, sql)
    assert found.num_rows
    csv.write_csv(found, tmp_path / "rows.csv", csv.WriteOptions(include_header=False, quoting_style="none"))
    assert f"{','.join(found.column_names)}\n{(tmp_path / 'rows.csv').read_text()}" == answer
