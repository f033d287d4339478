"""The operator's file of decisions."""

from datetime import date

import pytest

from bhavhouse.errors import UsageError
from bhavhouse.market.identity import Case, read_decisions
from bhavhouse.settings import DECISIONS

HEAD = "former_symbol,symbol,session,verdict,reason\n"


def test_the_file_that_ships_can_be_read():
    assert all(decision.reason for decision in read_decisions(DECISIONS).values())


def test_a_decision_is_read_with_its_reason(tmp_path):
    path = tmp_path / "decisions.csv"
    path.write_text(HEAD + 'OLD,NEW,2025-03-02,same,"circular of 1 March, page 2"\n\n')
    (decision,) = read_decisions(path).values()
    assert decision.case == Case("OLD", "NEW", date(2025, 3, 2))
    assert (decision.verdict, decision.reason) == ("same", "circular of 1 March, page 2")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: the header is"),
        ("old,new\n", "line 1: the header is"),
        (
            HEAD + "OLD,NEW,2025-03-02,perhaps,seen\n",
            "line 2: verdict 'perhaps' is neither",
        ),
        (HEAD + "OLD,NEW,2025-03-02,same,\n", "line 2: the reason is empty"),
        (HEAD + "OLD,NEW,2025-03-02,same, \n", "line 2: the reason is empty"),
        (HEAD + "OLD,NEW,02-03-2025,same,seen\n", "line 2: session '02-03-2025' is no date"),
        (HEAD + "OLD,,2025-03-02,same,seen\n", "line 2: a symbol is empty"),
        (HEAD + "OLD,NEW,2025-03-02,same\n", "line 2: 4 values, not 5"),
        (HEAD + "A,B,2025-03-02,same,x\nA,B,2025-03-02,different,y\n", "line 3: A>B@2025-03-02 is decided"),
    ],
)
def test_a_malformed_file_names_file_and_line(tmp_path, text, says):
    path = tmp_path / "decisions.csv"
    path.write_text(text)
    with pytest.raises(UsageError) as told:
        read_decisions(path)
    assert str(path) in str(told.value) and says in str(told.value)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_decisions(tmp_path / "none.csv")
