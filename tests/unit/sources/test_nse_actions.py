"""The exchange's action list, as it is printed: byte order mark, every cell quoted, free text."""

from datetime import date

import pytest

from bhavhouse.errors import MalformedFile
from bhavhouse.sources import FEEDS
from bhavhouse.sources.feed import Asked, Parsed

HEADER = (
    '"SYMBOL","COMPANY NAME","SERIES","PURPOSE","FACE VALUE","EX-DATE","RECORD DATE",'
    '"BOOK CLOSURE START DATE","BOOK CLOSURE END DATE"'
)


def parse(*rows: tuple[str, str, str]) -> Parsed:
    lines = [HEADER, *(f'"{s}","{s} Limited","EQ","{p}","10","{d}","-","-","-"' for s, p, d in rows)]
    payload = "\n".join(lines).encode("utf-8-sig")
    return FEEDS["nse_official_action"].parse(payload, Asked("CF-CA-equities.csv", date(2025, 7, 18)))


def test_a_purpose_with_two_actions_gives_two_rows_of_one_line():
    both = "Bonus 4:1/Face Value Split (Sub-Division) - From Rs 10/- Per Share To Rs 5/- Per Share"
    parsed = parse(("KOTHARIPRO", " Bonus 1:2", "05-Jan-2016"), ("TWICE", both, "06-Jan-2016"))
    rows = [(r["at_line"], r["symbol"], r["kind"], r["price_factor"]) for r in parsed.table.to_pylist()]
    assert rows == [
        (2, "KOTHARIPRO", "bonus", pytest.approx(2 / 3)),
        (3, "TWICE", "bonus", 0.2),
        (3, "TWICE", "split", 0.5),
    ]
    assert parsed.table["ex_date"].to_pylist()[1:] == [date(2016, 1, 6)] * 2


def test_an_action_without_an_ex_date_is_kept_and_one_with_a_bad_date_held_back():
    parsed = parse(("NODATE", "Bonus 1:1", "-"), ("BAD", "Bonus 1:1", "32-Jan-2016"))
    assert parsed.table.select(["symbol", "ex_date"]).to_pylist() == [{"symbol": "NODATE", "ex_date": None}]
    (breach,) = parsed.breaches
    assert (breach.line, breach.value) == (3, "32-Jan-2016")


def test_a_split_that_cannot_be_read_says_so_and_has_no_factor():
    (row,) = parse(("ODD", "Face Value Split As Per Scheme", "05-Jan-2016")).table.to_pylist()
    assert row["kind"] == "split" and row["price_factor"] is None and "no face values" in row["unread"]


@pytest.mark.parametrize("payload", [b"", b"<html>", HEADER.replace("PURPOSE", "WHY").encode()])
def test_what_is_no_action_list_is_malformed(payload):
    with pytest.raises(MalformedFile):
        FEEDS["nse_official_action"].parse(payload, Asked("CF-CA-equities.csv", date(2025, 7, 18)))
