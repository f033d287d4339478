"""The market activity report: its figures by their labels, and what is wrong with one that lacks them."""

from datetime import date

import pytest

from bhavhouse.errors import MalformedFile, TruncatedFile, WrongSession
from bhavhouse.sources import FEEDS
from bhavhouse.sources.feed import Asked, Parsed
from exchange import market_activity

DAY = date(2025, 12, 16)
FEED = FEEDS["nse_market_activity"]
GOOD = market_activity(DAY, 1131, 2175, 86)


def parse(payload: bytes, day: date = DAY) -> Parsed:
    return FEED.parse(payload, Asked(f"MA{day:%d%m%y}.csv", day))


def test_the_name_says_which_session_was_asked_for():
    assert FEED.names.fullmatch("MA161225.csv") and FEED.names.fullmatch("ma161225.CSV")
    assert not FEED.names.fullmatch("MARKET161225.csv")
    assert FEED.day_in("MA161225.csv") == DAY
    with pytest.raises(MalformedFile, match="311325 is no date"):
        FEED.day_in("MA311325.csv")


def test_a_report_is_one_row_on_the_line_of_its_date():
    assert parse(GOOD).table.to_pylist() == [
        {
            "session": DAY,
            "reported_advances": 1131,
            "reported_declines": 2175,
            "reported_unchanged": 86,
            "traded_value_inr_crore": 83984.54,
            "traded_quantity_lakh": 39374.81,
            "trades": 28265852,
            "market_cap_inr_crore": 46532655.59,
            "line": 1,
        }
    ]
    assert parse(GOOD).breaches == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"\n", b"\n\n"),
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b",ADVANCES,1131", b" , Advances ,  1131 ,,"),
        lambda text: text.replace(b"witnessed", b"witness\xe9d"),
    ],
)
def test_blanks_line_ends_and_the_case_of_a_label_do_not_matter(change):
    assert parse(change(GOOD)).table.equals(parse(GOOD).table)


def test_a_report_of_another_day_is_stale():
    with pytest.raises(WrongSession, match="of 2025-12-16, not of 2025-12-17"):
        parse(GOOD, date(2025, 12, 17))


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ((b",16-Dec-2025", b"16-Dec-2025,Tuesday"), MalformedFile, "line 1: '16-Dec-2025,Tuesday'"),
        (
            (b",16-Dec-2025", b",2025-12-16"),
            MalformedFile,
            "line 1: '2025-12-16': no date of the form 31-Jan",
        ),
        ((b",ADVANCES,1131\n", b""), MalformedFile, "no line ADVANCES"),
        ((b",ADVANCES,1131", b",ADVANCES,"), MalformedFile, "ADVANCES '': not a whole number"),
        ((b",ADVANCES,1131", b",ADVANCES"), MalformedFile, "ADVANCES '': not a whole number"),
        ((b",ADVANCES,1131", b",ADVANCES,1131.0"), MalformedFile, "ADVANCES '1131.0': not a whole number"),
        ((b",ADVANCES,1131", b",ADVANCES,1,131"), MalformedFile, "ADVANCES '1,131': not a whole number"),
        ((b",ADVANCES,", b",ADVANCES,1\n,Advances,"), MalformedFile, "line 12: ADVANCES is printed twice"),
        ((b"83984.54", b"8.4e4"), MalformedFile, r"line 4: TRADED VALUE .* '8.4e4': not a number"),
        ((b",UNCHANGED,86\n", b""), TruncatedFile, "the report ends before UNCHANGED"),
    ],
)
def test_what_is_wrong_with_a_report_is_named(change, error, says):
    assert change[0] in GOOD
    with pytest.raises(error, match=says):
        parse(GOOD.replace(*change))


def test_a_report_cut_anywhere_before_its_last_figures_is_refused():
    end = GOOD.index(b",UNCHANGED,86\n") + len(b",UNCHANGED,86")
    parse(GOOD[: end + 1])
    for cut in range(end + 1):
        with pytest.raises((MalformedFile, TruncatedFile)):
            parse(GOOD[:cut])
