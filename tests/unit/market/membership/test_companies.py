"""A printed name means the security that bore it then; what may be several means none."""

from datetime import date

import pytest

from bhavhouse.errors import BhavhouseError
from bhavhouse.market.membership.companies import Companies, Holders, read_reviewed, squeezed

ON = date(2020, 6, 1)


def name(security_id, value, start="2000-01-01", end=None):
    return {
        "scheme": "name",
        "value": value,
        "security_id": security_id,
        "valid_from": date.fromisoformat(start),
        "valid_to": end and date.fromisoformat(end),
    }


def line(symbol, security_id, start="2000-01-01", end=None):
    return {
        "symbol": symbol,
        "security_id": security_id,
        "valid_from": date.fromisoformat(start),
        "valid_to": end and date.fromisoformat(end),
    }


def change(symbol, before, after):
    return {"symbol": symbol, "previous_name": before, "new_name": after}


def companies(identifiers=(), changes=(), lines=(), reviewed=None):
    return Companies(identifiers, changes, Holders(lines), reviewed or {}, ON)


@pytest.mark.parametrize("printed", ["I T C Ltd.", "ITC Limited", "The ITC Company Ltd"])
def test_spelling_does_not_matter_where_no_letter_differs(printed):
    assert squeezed(printed) == "itc"
    assert companies([name("NSE:ITC", "ITC LTD.")]).find(printed, ON).security_id == "NSE:ITC"


def test_an_ampersand_is_an_and_but_another_letter_is_another_name():
    known = companies([name("NSE:M&M", "Mahindra & Mahindra Ltd")])
    assert known.find("Mahindra and Mahindra", ON).security_id == "NSE:M&M"
    found = known.find("Mahindra & Mahindras", ON)
    assert found.security_id is None and found.candidates == ()


def test_a_name_that_two_securities_bore_counts_by_its_day():
    known = companies(
        [
            name("NSE:OLD", "Retail Ltd", "2010-01-01", "2016-05-01"),
            name("NSE:NEW", "Retail Ltd", "2016-05-01"),
        ]
    )
    assert known.find("Retail Ltd", date(2016, 4, 30)).security_id == "NSE:OLD"
    assert known.find("Retail Ltd", date(2016, 5, 1)).security_id == "NSE:NEW"
    unsettled = known.find("Retail Ltd", date(2009, 1, 1))
    assert unsettled.security_id is None and unsettled.candidates == ("NSE:NEW", "NSE:OLD")


def test_a_former_name_is_joined_by_the_changes_and_else_by_their_symbol():
    changes = [change("C", "Alpha Ltd", "Beta Ltd"), change("C", "Beta Ltd", "Gamma Ltd")]
    assert companies([name("NSE:A", "Gamma Ltd")], changes).find("Alpha", ON).security_id == "NSE:A"
    assert companies([], changes, [line("C", "NSE:A")]).find("Alpha", ON).security_id == "NSE:A"
    nobody = companies([], changes)
    assert {nobody.find(n, ON).member for n in ("Alpha", "Beta", "Gamma")} == {"name alpha"}


def test_a_reviewed_spelling_stands_above_all_and_means_the_holder_of_its_symbol():
    known = companies(
        [name("NSE:OTHER", "Tata Ltd")],
        lines=[line("TATA", "NSE:TELCO", end="2025-10-01"), line("TATA", "NSE:OTHER", "2025-10-01")],
        reviewed={"tata": "TATA", "gone": "NOWHERE"},
    )
    assert known.find("Tata Ltd.", ON).security_id == "NSE:TELCO"
    assert known.find("Gone Ltd.", ON).security_id is None


def test_the_reviewed_list_is_read_and_a_bad_one_is_named(tmp_path):
    assert read_reviewed()["housingdevelopmentfinancecorporation"] == "HDFC"
    path = tmp_path / "list.csv"
    for text, told in (
        ("a,b,c\n", "line 1"),
        ("printed,symbol,reason\nX Ltd,X\n", "line 2"),
        ("printed,symbol,reason\nX Ltd,X,so\nX Limited,Y,so\n", "line 3: X Limited stands twice"),
    ):
        path.write_text(text)
        with pytest.raises(BhavhouseError, match=told):
            read_reviewed(path)
