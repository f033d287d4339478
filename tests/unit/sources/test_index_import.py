"""Index levels from a file of one's own."""

from datetime import date

import pytest

from bhavhouse.errors import MalformedFile
from bhavhouse.sources import FEEDS, Cadence
from bhavhouse.sources.feed import Asked, Parsed

FEED = FEEDS["index_import"]
DAY = date(2026, 2, 12)
WHOLE = (
    b"session,index_name,close,open,high,low,pe_ratio,pb_ratio,dividend_yield_pct\n"
    b"2026-02-11,S&P BSE SENSEX,84233.64,84000,84500.5,83900,22.9,3.4,1.2\n"
    b"2026-02-12,Nifty Smlcap 250,16328.25,-,,,-,,\n"
)
SHORT = b"session,index_name,close\n2026-02-12,S&P BSE Smallcap,49000.1\n"


def parse(payload: bytes) -> Parsed:
    return FEED.parse(payload, Asked("index_history_bse.csv", DAY))


def test_any_index_is_taken_under_the_name_it_goes_by():
    first, second = parse(WHOLE).table.to_pylist()
    assert (first["index_name"], first["printed_name"]) == ("s_p_bse_sensex", "S&P BSE SENSEX")
    assert (first["session"], first["as_of"], first["source"]) == (
        date(2026, 2, 11),
        DAY,
        "index_history_bse",
    )
    assert (first["close_points"], first["high_points"], first["pe_ratio"]) == (84233.64, 84500.5, 22.9)
    assert (second["index_name"], second["open_points"], second["pb_ratio"]) == (
        "nifty_smallcap_250",
        None,
        None,
    )


def test_a_close_is_enough():
    (row,) = parse(SHORT).table.to_pylist()
    assert (row["close_points"], row["low_points"], row["dividend_yield_pct"]) == (49000.1, None, None)


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (b"12-02-2026,A,5", "printed_on", "no date of the form 2025-01-31"),
        (b"2026-02-13,A,5", "printed_on", "later than the file's own day, 2026-02-12"),
        (b",A,5", "printed_on", "empty"),
        (b"2026-02-12,,5", "printed_name", "empty"),
        (b"2026-02-12,A,-", "close_points", "empty"),
        (b'2026-02-12,A,"49,000.10"', "close_points", "not a number"),
    ],
)
def test_a_line_that_says_no_level_is_held_back_alone(line, column, reason):
    parsed = parse(SHORT + line + b"\n")
    (breach,) = parsed.breaches
    assert (breach.line, breach.column, breach.reason) == (3, column, reason) and parsed.table.num_rows == 1


@pytest.mark.parametrize(
    ("payload", "says"),
    [(b"", "empty"), (b"session,index_name\n", "no column close"), (SHORT[:25], "a header and no rows")],
)
def test_what_is_no_file_of_levels_is_malformed(payload, says):
    with pytest.raises(MalformedFile, match=says):
        parse(payload)


def test_a_file_is_known_by_its_name_and_counts_whatever_the_interval():
    assert FEED.names.fullmatch("index_history.csv") and FEED.names.fullmatch("index_history_bse-2010.csv")
    assert not FEED.names.fullmatch("my_index_history.csv") and FEED.cadence is Cadence.REFERENCE
