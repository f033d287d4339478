"""A printed name means the security that bore it then; what may be several means none."""

from datetime import date

import pytest

from bhavhouse.market.membership.companies import Companies
from bhavhouse.market.names.aliases import Alias
from bhavhouse.market.names.known import Known, NameSources
from bhavhouse.market.names.spelling import squeezed

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
    return {**name(security_id, symbol, start, end), "scheme": "nse_symbol"}


def change(symbol, before, after, on="2010-01-01"):
    return {
        "symbol": symbol,
        "previous_name": before,
        "new_name": after,
        "changed_on": date.fromisoformat(on),
    }


def companies(identifiers=(), changes=(), lines=(), reviewed=None):
    known = Known(NameSources([*identifiers, *lines], name_changes=changes))
    aliases = [Alias(n, date.min, date.max, s, "so") for n, s in (reviewed or {}).items()]
    return Companies(known, aliases)


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
    changes = [change("C", "Alpha Ltd", "Beta Ltd"), change("C", "Beta Ltd", "Gamma Ltd", "2012-01-01")]
    assert companies([name("NSE:A", "Gamma Ltd")], changes).find("Alpha", ON).security_id == "NSE:A"
    assert companies([], changes, [line("C", "NSE:A")]).find("Alpha", ON).security_id == "NSE:A"
    nobody = companies([], changes)
    assert {nobody.find(n, ON).member for n in ("Alpha", "Beta", "Gamma")} == {"name alpha"}


def test_a_reviewed_spelling_stands_above_all_and_means_the_holder_of_its_symbol():
    known = companies(
        [name("NSE:OTHER", "Tata Ltd")],
        lines=[line("TATA", "NSE:TELCO", end="2025-10-01"), line("TATA", "NSE:OTHER", "2025-10-01")],
        reviewed={"Tata Ltd": "TATA", "Gone Ltd": "NOWHERE"},
    )
    assert known.find("Tata Ltd.", ON).security_id == "NSE:TELCO"
    assert known.find("Gone Ltd.", ON).security_id is None


def test_a_change_of_the_day_on_which_a_name_was_given_up_is_of_its_old_bearer():
    known = companies(
        [name("NSE:HOLDING", "Holdings Ltd", "2009-01-01"), name("NSE:AUTO", "Auto Ltd", "2009-01-01")],
        [change("HOLDING", "Auto Ltd", "Holdings Ltd", "2008-03-14")],
        [line("HOLDING", "NSE:HOLDING"), line("AUTO", "NSE:AUTO")],
    )
    found = [
        known.find("Auto Ltd.", date(*day)).security_id
        for day in ((2001, 1, 1), (2008, 3, 14), (2008, 9, 10))
    ]
    assert found == ["NSE:HOLDING", "NSE:HOLDING", "NSE:AUTO"]
