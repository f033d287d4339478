"""The three cash formats, each from bytes as the exchange writes them."""

from datetime import date

import pytest

from bhavhouse.errors import MalformedFile, TruncatedFile, WrongSession
from bhavhouse.sources import FEEDS
from bhavhouse.sources.feed import Asked, Parsed
from exchange import FULL_HEADER, full, full_row, legacy, udiff

DAY = date(2025, 6, 18)
ROWS = [("20MICRONS", "EQ", 236.99, 232.98), ("ABCLTD", "BE", 10.0, 10.5), ("718GS2033", "GS", 101.0, 101.2)]
WITH_ISIN = [
    ("INE144J01027", "20MICRONS", "EQ", 236.99, 232.98),
    ("INE253B01015", "21STCENMGM", "BE", 10.9, 11.1),
]
FORMATS = {
    "nse_full": lambda day=DAY, n=0: full(day, ROWS[n:]),
    "nse_udiff": lambda day=DAY, n=0: udiff(day, WITH_ISIN[n:]),
    "nse_legacy": lambda day=DAY, n=0: legacy(day, WITH_ISIN[n:]),
}


def parse(feed: str, payload: bytes, minimum: int = 1, day: date = DAY) -> Parsed:
    return FEEDS[feed].parse(payload, Asked("name.csv", day, minimum))


def test_a_full_file_keeps_every_series_its_delivery_and_turnover_in_rupees():
    parsed = parse("nse_full", FORMATS["nse_full"]())
    rows = parsed.table.to_pylist()
    assert not parsed.breaches and [r["series"] for r in rows] == ["EQ", "BE", "GS"]
    first = rows[0]
    assert first["symbol"] == "20MICRONS" and first["session"] == DAY and first["line"] == 2
    assert (first["prev_close_inr"], first["open_inr"], first["close_inr"]) == (236.99, 236.99, 232.98)
    assert first["turnover_inr"] == pytest.approx(233_000.0)  # printed 2.33 lakhs
    assert (first["delivered_shares"], first["delivered_pct"], first["isin"]) == (600, 60.0, None)
    assert (rows[1]["delivered_shares"], rows[1]["delivered_pct"]) == (None, None)  # printed -


def test_the_full_file_of_a_budget_sunday_has_no_space_in_its_header():
    payload = full(DAY, ROWS).replace(b", ", b",").replace(b",18-Jun", b", 18-Jun")
    assert payload.startswith(b"SYMBOL,SERIES,DATE1")
    assert parse("nse_full", payload).table.equals(parse("nse_full", full(DAY, ROWS)).table)


def test_a_blank_last_price_is_null_and_keeps_its_row():
    payload = full(DAY, ROWS).replace(b"232.98, 232.98, 232.98, 1000", b"         , 232.98, 232.98, 1000")
    rows = parse("nse_full", payload).table.to_pylist()
    assert len(rows) == 3 and rows[0]["last_inr"] is None and rows[0]["close_inr"] == 232.98


def test_a_udiff_file_gives_isin_name_and_rupees():
    row = parse("nse_udiff", FORMATS["nse_udiff"]()).table.to_pylist()[0]
    assert (row["isin"], row["name"], row["feed"]) == ("INE144J01027", "20MICRONS LTD", "nse_udiff")
    assert row["turnover_inr"] == 232_980.0 and row["delivered_shares"] is None and row["trades"] == 10


def test_a_legacy_file_ends_every_line_in_a_comma_and_writes_its_month_in_capitals():
    payload = FORMATS["nse_legacy"](date(2020, 7, 1))
    assert b"01-JUL-2020" in payload and payload.splitlines()[0].endswith(b"ISIN,")
    row = parse("nse_legacy", payload, day=date(2020, 7, 1)).table.to_pylist()[0]
    assert (row["isin"], row["close_inr"], row["turnover_inr"]) == ("INE144J01027", 232.98, 232_980.0)


@pytest.mark.parametrize("feed", FORMATS)
def test_a_file_of_another_day_is_stale(feed):
    with pytest.raises(WrongSession, match="of 2025-06-17, not of 2025-06-18"):
        parse(feed, FORMATS[feed](date(2025, 6, 17)))


@pytest.mark.parametrize("feed", FORMATS)
def test_a_file_of_several_days_is_malformed(feed):
    other = FORMATS[feed](date(2025, 6, 17), 1).splitlines(keepends=True)[1:]
    with pytest.raises(MalformedFile, match="several days"):
        parse(feed, FORMATS[feed]() + b"".join(other))


@pytest.mark.parametrize("feed", FORMATS)
@pytest.mark.parametrize("column", ["SYMBOL", "SERIES"])
def test_a_missing_column_is_named(feed, column):
    printed = {"nse_udiff": {"SYMBOL": "TckrSymb", "SERIES": "SctySrs"}}.get(feed, {}).get(column, column)
    payload = FORMATS[feed]().replace(printed.encode(), b"SOMETHING", 1)
    with pytest.raises(MalformedFile, match=f"no column {printed}"):
        parse(feed, payload)


@pytest.mark.parametrize("feed", FORMATS)
@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf\r\n", "the file is empty"),
        (b"<!DOCTYPE html><html><body>Access Denied</body></html>", "a web page"),
        (b"\n\n  <HTML><head></head></HTML>", "a web page"),
        (b"PK\x03\x04\x00\x00\x00", "binary bytes"),
        (b"SYMBOL,\xff\xfe\n", "not utf-8"),
    ],
)
def test_what_is_no_data_file_is_malformed(feed, payload, says):
    with pytest.raises(MalformedFile, match=says):
        parse(feed, payload)


@pytest.mark.parametrize("feed", FORMATS)
def test_a_header_alone_is_malformed(feed):
    with pytest.raises(MalformedFile, match="a header and no rows"):
        parse(feed, FORMATS[feed]().splitlines(keepends=True)[0])


@pytest.mark.parametrize("feed", FORMATS)
def test_a_byte_order_mark_changes_nothing(feed):
    plain = FORMATS[feed]()
    assert parse(feed, b"\xef\xbb\xbf" + plain).table.equals(parse(feed, plain).table)


@pytest.mark.parametrize("feed", FORMATS)
def test_under_its_floor_of_eq_rows_a_file_is_truncated(feed):
    assert parse(feed, FORMATS[feed](), minimum=1).table.num_rows
    with pytest.raises(TruncatedFile, match="1 of them in series EQ, where a whole file has 2 or more"):
        parse(feed, FORMATS[feed](), minimum=2)


@pytest.mark.parametrize("feed", FORMATS)
def test_a_value_that_is_no_number_holds_back_its_row_alone(feed):
    payload = FORMATS[feed]().replace(b"236.99", b"2E6.9x", 1)
    parsed = parse(feed, payload, minimum=0)
    (breach,) = parsed.breaches
    assert (breach.line, breach.value, breach.reason) == (2, "2E6.9x", "not a number")
    assert breach.column in ("prev_close_inr", "open_inr")
    assert parsed.table.num_rows == FORMATS[feed]().count(b"\n") - 2
    assert parsed.table["line"].to_pylist() == list(range(3, 3 + parsed.table.num_rows))


@pytest.mark.parametrize("value", ["1e3", "1_000", "9" * 25, "١٠٠٠", "12.5"])
def test_a_volume_that_is_no_plain_whole_number_holds_back_its_row(value):
    parsed = parse("nse_full", full(DAY, ROWS).replace(b", 1000, ", f", {value}, ".encode(), 1), minimum=0)
    (breach,) = parsed.breaches
    assert (breach.line, breach.column, breach.reason) == (2, "volume_shares", "not a whole number")
    assert breach.value == value and parsed.table["symbol"].to_pylist() == ["ABCLTD", "718GS2033"]


@pytest.mark.parametrize("value", ["nan", "NaN", "inf", "-Infinity"])
@pytest.mark.parametrize("feed", FORMATS)
def test_a_price_that_is_not_finite_is_no_number(feed, value):
    parsed = parse(feed, FORMATS[feed]().replace(b"236.99", value.encode(), 1), minimum=0)
    (breach,) = parsed.breaches
    assert (breach.line, breach.value, breach.reason) == (2, value, "not a number")


def test_a_line_with_a_value_too_few_is_held_back_with_its_text():
    rows = [full_row(*ROWS[0][:2], DAY, *ROWS[0][2:]), "ABCLTD, BE, 18-Jun-2025, 10.00"]
    parsed = parse("nse_full", "\n".join([FULL_HEADER, *rows, ""]).encode())
    (breach,) = parsed.breaches
    assert breach.line == 3 and breach.reason == "4 values, not 15" and breach.value.startswith("ABCLTD")
    assert parsed.table["symbol"].to_pylist() == ["20MICRONS"]


def test_a_row_that_stands_twice_is_left_for_the_checks_to_find():
    payload = full(DAY, [*ROWS, ROWS[0]])
    assert parse("nse_full", payload).table["symbol"].to_pylist().count("20MICRONS") == 2


def test_a_column_name_that_stands_twice_is_malformed():
    with pytest.raises(MalformedFile, match="occurs twice"):
        parse("nse_legacy", FORMATS["nse_legacy"]().replace(b"TOTALTRADES", b"CLOSE", 1))


def test_a_date_that_is_none_makes_the_file_malformed():
    with pytest.raises(MalformedFile, match=r"31-Feb-2025.*no date"):
        parse("nse_full", full(DAY, ROWS).replace(b"18-Jun-2025", b"31-Feb-2025", 1))


@pytest.mark.parametrize(
    ("feed", "name", "day"),
    [
        ("nse_full", "sec_bhavdata_full_18062025.csv", DAY),
        ("nse_full", "SEC_BHAVDATA_FULL_18062025.CSV", DAY),
        ("nse_udiff", "BhavCopy_NSE_CM_0_0_0_20250618_F_0000.csv", DAY),
        ("nse_legacy", "cm01JUL2020bhav.csv", date(2020, 7, 1)),
        ("nse_full", "sec_bhavdata_full_18062025 (1).csv", None),
        ("nse_udiff", "BhavCopy_BSE_CM_0_0_0_20250618_F_0000.CSV", None),
    ],
)
def test_a_name_says_which_session_is_asked_for(feed, name, day):
    assert FEEDS[feed].day_in(name) == day


def test_a_name_whose_day_is_no_date_is_malformed():
    with pytest.raises(MalformedFile, match="99132025 is no date"):
        FEEDS["nse_full"].day_in("sec_bhavdata_full_99132025.csv")
