"""The reviewed list is read or its bad line named, and each line says something."""

from datetime import date

import pytest

from bhavhouse.errors import BhavhouseError
from bhavhouse.market.names.aliases import Alias, by_name, read_aliases
from bhavhouse.market.names.spelling import squeezed

HEAD = "printed,valid_from,valid_to,symbol,reason\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("printed,symbol,reason\n", "line 1: not printed,valid_from"),
        (HEAD + "X,,,A\n", "line 2: not a name"),
        (HEAD + ",,,A,so\n", "line 2: not a name"),
        (HEAD + "X,,,A,\n", "line 2: not a name"),
        (HEAD + "X,,,A,so,more\n", "line 2: not a name"),
        (HEAD + "X,1.1.2025,,A,so\n", "line 2: '1.1.2025' is no day"),
        (HEAD + "X,2025-01-02,2025-01-02,A,so\n", "line 2: 'X' holds on no day"),
        (HEAD + "Ltd.,,,A,so\n", "line 2: 'Ltd.' holds on no day"),
        (HEAD + "X,,2025-01-02,A,so\nx ltd,2025-01-01,,B,so\n", "line 3: x ltd has a meaning for these days"),
    ],
)
def test_a_bad_line_is_named(tmp_path, text, told):
    path = tmp_path / "list.csv"
    path.write_text(text)
    with pytest.raises(BhavhouseError, match=told):
        read_aliases(path)


def test_windows_of_one_name_follow_each_other(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(HEAD + "X,,2025-01-02,A,so\nX,2025-01-02,,,two companies\n")
    first, second = read_aliases(path)
    assert first.says("X", date(2025, 1, 1)) and not first.says("X", date(2025, 1, 2))
    assert second.says("X", date(2025, 1, 2)) and second.symbol == ""


def test_a_short_form_says_nothing_of_a_name_printed_with_ltd():
    short, full = (Alias(p, date.min, date.max, "EICHERMOT", "so") for p in ("Eicher", "Eicher Ltd."))
    assert short.says("Eicher", date(2025, 1, 1)) and not short.says("Eicher Ltd", date(2025, 1, 1))
    assert full.says("Eicher", date(2025, 1, 1)) and full.says("EICHER LIMITED", date(2025, 1, 1))


def test_the_list_that_ships_is_read_and_has_the_commonest_names():
    aliases = by_name(read_aliases())
    assert len(aliases) > 150
    now = {
        name: next((a.symbol for a in aliases[squeezed(name)] if a.says(name, date(2026, 2, 12))), None)
        for name in ("RIL", "SBI", "L&T", "HUL", "Infy", "IndiGo", "Zomato", "HDFC", "Tata Motors")
    }
    assert now == {
        "RIL": "RELIANCE",
        "SBI": "SBIN",
        "L&T": "LT",
        "HUL": "HINDUNILVR",
        "Infy": "INFY",
        "IndiGo": "INDIGO",
        "Zomato": "ETERNAL",
        "HDFC": None,
        "Tata Motors": "",
    }
    before = next(a for a in aliases["hdfc"] if a.says("HDFC", date(2023, 6, 30)))
    assert before.symbol == "HDFC"
