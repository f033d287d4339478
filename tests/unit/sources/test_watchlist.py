"""A user's list of securities."""

from datetime import date

import pytest

from bhavhouse.errors import MalformedFile
from bhavhouse.sources import FEEDS, Cadence
from bhavhouse.sources.feed import Asked, Parsed

FEED = FEEDS["watchlist"]
DAY = date(2025, 3, 31)


def parse(payload: bytes, name: str = "watch_mine_2025-03-31.csv") -> Parsed:
    return FEED.parse(payload, Asked(name, DAY))


def test_a_symbol_is_enough():
    first, second = parse(b"symbol\nRELIANCE\nM&M\n").table.to_pylist()
    assert (first["watchlist"], first["source"], first["as_of"]) == ("mine", "watch_mine_2025-03-31", DAY)
    assert (second["symbol"], second["at_line"]) == ("M&M", 3)
    assert first["isin"] is first["valid_from"] is first["valid_to"] is None


def test_an_isin_will_do_and_a_line_may_tell_its_window():
    (row,) = parse(b"isin,valid_to,valid_from,note\nINE002A01018,2025-02-01,2025-01-01,x\n").table.to_pylist()
    assert (row["isin"], row["symbol"]) == ("INE002A01018", None)
    assert (row["valid_from"], row["valid_to"]) == (date(2025, 1, 1), date(2025, 2, 1))


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("watch_banks.csv", "banks"),
        ("WATCH_Banks_2025-03-31.CSV", "banks"),
        ("watch_my-own__list_2.csv", "my_own_list_2"),
        ("watch_b_2025-03-31.csv", "b"),
    ],
)
def test_the_name_of_the_file_is_that_of_the_list(name, listed):
    assert FEED.names.fullmatch(name) and FEED.cadence is Cadence.REFERENCE
    assert parse(b"symbol\nA\n", name).table["watchlist"].to_pylist() == [listed]


@pytest.mark.parametrize(
    "name",
    ["watch_.csv", "watch_2025-03-31.csv", "watchlist.csv", "my_watch_a.csv", f"watch_{'a' * 41}.csv"],
)
def test_what_is_called_otherwise_is_no_list(name):
    assert not FEED.names.fullmatch(name)


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (b",INE002A01018,31-01-2025,", "printed_from", "no date of the form 2025-01-31"),
        (b"A,,,x", "printed_to", "no date of the form 2025-01-31"),
        (b",,2025-01-01,", "symbol or isin", "empty"),
    ],
)
def test_a_line_that_cannot_be_read_is_held_back_alone(line, column, reason):
    parsed = parse(b"symbol,isin,valid_from,valid_to\nA,,2025-01-01,\n" + line + b"\n")
    (breach,) = parsed.breaches
    assert (breach.line, breach.column, breach.reason) == (3, column, reason) and parsed.table.num_rows == 1


@pytest.mark.parametrize(
    ("payload", "says"),
    [(b"", "empty"), (b"name\nA\n", "no column symbol"), (b"symbol\n", "a header and no rows")],
)
def test_what_is_no_list_is_malformed(payload, says):
    with pytest.raises(MalformedFile, match=says):
        parse(payload)
