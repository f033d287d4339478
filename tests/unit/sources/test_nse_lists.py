"""Masters, symbol changes, industries, holidays, fund lists and index closes, from bytes as published."""

from datetime import date

import pytest

from bhavhouse.errors import MalformedFile, WrongSession
from bhavhouse.sources import FEEDS
from bhavhouse.sources.feed import Asked, Parsed

DAY = date(2026, 5, 25)
EQUITY = (
    b"SYMBOL,NAME OF COMPANY, SERIES, DATE OF LISTING, PAID UP VALUE, MARKET LOT, ISIN NUMBER, FACE VALUE\n"
    b"20MICRONS,20 Microns Limited,EQ,06-OCT-2008,5,1,INE144J01027,5\n"
)
SME = (
    b"SYMBOL,NAME_OF_COMPANY,SERIES,DATE_OF_LISTING,PAID_UP_VALUE,ISIN_NUMBER,FACE_VALUE,\n"
    b"SIMCA,Simca Advertising Limited,ST,15-May-26,10,INE1K4J01018,10,\n"
)
FUNDS = (
    b"Symbol,Underlying,SecurityName,DateofListing,MarketLot,ISINNumber,FaceValue\n"
    b"NIFTYBEES,Nifty50,NIPINDETFNIFTYBEES,08-Jan-02,1,INF204KB14I2,1\n"
)
CHANGES = b" NIPPON INDIA MF,RDAXEDG,NDAXEDG,30-OCT-2019\nAmi Organics Limited,AMIORG,ACUTAAS,05-JUN-2025\n"
CONSTITUENTS = (
    b"Company Name,Industry,Symbol,Series,ISIN Code\n"
    b"Adani Enterprises Ltd.,Metals & Mining,ADANIENT,EQ,INE423A01024\n"
)
INDEX = (
    b"Index Name,Index Date,Open Index Value,High Index Value,Low Index Value,Closing Index Value,"
    b"Points Change,Change(%),Volume,Turnover (Rs. Cr.),P/E,P/B,Div Yield\n"
    b"Nifty Smallcap 100,25-05-2026,16445.30,16493.45,16186.75,16419.35,-,-,460333132,-,29.57,3.55,0.77\n"
)
FUND_DAY = (
    b"MARKET,SERIES,SYMBOL,SECURITY,PREVIOUS CLOSE PRICE\nN,EQ,ABGSEC,BIRLASLAMC - ABGSEC,       110.66\n"
    b"N,BE,ABGSEC,BIRLASLAMC - ABGSEC,       110.66\n"
)
CASES = {
    "EQUITY_L.csv": ("nse_master", EQUITY),
    "SME_EQUITY_L.csv": ("nse_master", SME),
    "eq_etfseclist.csv": ("nse_master", FUNDS),
    "ind_nifty50list.csv": ("nse_industry", CONSTITUENTS),
    "symbol_industry_2026-05-25.csv": ("nse_industry", b"symbol,industry\n360ONE,Financial Services\n"),
    "ind_close_all_25052026.csv": ("nse_index_close", INDEX),
    "etf25052026.csv": ("nse_bundle_etf", FUND_DAY),
}


def parse(name: str, payload: bytes | None = None, feed: str = "") -> Parsed:
    feed = feed or CASES[name][0]
    return FEEDS[feed].parse(CASES[name][1] if payload is None else payload, Asked(name, DAY))


def test_the_masters_agree_on_what_they_say_under_three_different_headers():
    share, sme, fund = (parse(name).table.to_pylist()[0] for name in list(CASES)[:3])
    assert (share["list"], share["symbol"], share["series"]) == ("equity", "20MICRONS", "EQ")
    assert (share["isin"], share["listed_on"], share["as_of"]) == ("INE144J01027", date(2008, 10, 6), DAY)
    assert (sme["list"], sme["listed_on"], sme["face_value_inr"]) == ("sme", date(2026, 5, 15), 10)
    assert (fund["list"], fund["series"], fund["name"]) == ("etf", "", "NIPINDETFNIFTYBEES")
    assert fund["listed_on"] == date(2002, 1, 8)


def test_a_master_in_an_old_encoding_is_read():
    row = parse("EQUITY_L.csv", EQUITY.replace(b"20 Microns", b"Caf\xe9 Microns")).table.to_pylist()[0]
    assert row["name"] == "Café Microns Limited"


def test_symbol_changes_have_no_header_and_spaces_before_names():
    table = parse("symbolchange.csv", CHANGES, "nse_symbol_change").table.to_pylist()
    assert [(r["old_symbol"], r["new_symbol"], r["changed_on"]) for r in table] == [
        ("RDAXEDG", "NDAXEDG", date(2019, 10, 30)),
        ("AMIORG", "ACUTAAS", date(2025, 6, 5)),
    ]
    assert table[0]["company"] == "NIPPON INDIA MF"


def test_a_symbol_change_without_a_date_is_held_back():
    parsed = parse("symbolchange.csv", CHANGES + b"Some Name,OLD,NEW,-\n", "nse_symbol_change")
    (breach,) = parsed.breaches
    assert (breach.line, breach.column, breach.reason) == (3, "printed_on", "empty")
    assert parsed.table.num_rows == 2


def test_a_listing_date_that_is_none_holds_back_its_row_alone():
    parsed = parse("EQUITY_L.csv", EQUITY + b"BADDATE,Bad Limited,EQ,06-OKT-2008,5,1,INE144J01035,5\n")
    (breach,) = parsed.breaches
    assert (breach.line, breach.value) == (3, "06-OKT-2008") and parsed.table.num_rows == 1


def test_industries_come_from_constituent_lists_and_from_the_plain_classification():
    listed = parse("ind_nifty50list.csv").table.to_pylist()[0]
    plain = parse("symbol_industry_2026-05-25.csv").table.to_pylist()[0]
    assert (listed["source"], listed["industry"], listed["isin"]) == (
        "ind_nifty50list",
        "Metals & Mining",
        "INE423A01024",
    )
    assert (plain["symbol"], plain["industry"], plain["isin"]) == ("360ONE", "Financial Services", None)


def test_an_index_file_reads_dashes_as_nothing():
    row = parse("ind_close_all_25052026.csv").table.to_pylist()[0]
    assert (row["index_name"], row["close_points"], row["change_points"]) == (
        "Nifty Smallcap 100",
        16419.35,
        None,
    )
    assert (row["turnover_inr_crore"], row["volume_shares"], row["session"]) == (None, 460333132, DAY)


def test_an_index_file_of_another_day_is_stale_and_of_two_days_malformed():
    stale = INDEX.replace(b"25-05-2026", b"22-05-2026")
    with pytest.raises(WrongSession, match="2026-05-22, not of 2026-05-25"):
        parse("ind_close_all_25052026.csv", stale)
    with pytest.raises(MalformedFile, match="several days"):
        parse("ind_close_all_25052026.csv", INDEX + stale.splitlines(keepends=True)[1])


def test_an_index_without_a_close_is_held_back():
    parsed = parse("ind_close_all_25052026.csv", INDEX + b"Nifty New,25-05-2026" + b",-" * 11 + b"\n")
    (breach,) = parsed.breaches
    assert (breach.line, breach.column, breach.reason) == (3, "close_points", "empty")


def test_a_fund_on_two_lines_of_the_bundle_is_one_fund():
    assert parse("etf25052026.csv").table.select(["session", "symbol"]).to_pylist() == [
        {"session": DAY, "symbol": "ABGSEC"}
    ]


def test_holidays_are_read_and_what_is_no_list_of_them_is_malformed():
    payload = b'{"holidays": [["2026-01-26", "Republic Day"]]}'
    (row,) = parse("holidays.json", payload, "nse_holiday").table.to_pylist()
    assert (row["day"], row["reason"]) == (date(2026, 1, 26), "Republic Day")
    for bad in (b"", b"[]", b'{"holidays": [["2026-02-30", "None"]]}', b'{"holidays": [1]}', b"\xff"):
        with pytest.raises(MalformedFile, match="holidays"):
            parse("holidays.json", bad, "nse_holiday")


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(
    ("payload", "says"), [(b"", "empty"), (b"<html></html>", "web page"), (b"A,B\n1,2\n", "no column")]
)
def test_what_is_no_list_is_malformed(name, payload, says):
    with pytest.raises(MalformedFile, match=says):
        parse(name, payload)


@pytest.mark.parametrize("name", CASES)
def test_a_byte_order_mark_before_a_list_changes_nothing(name):
    assert parse(name, b"\xef\xbb\xbf" + CASES[name][1]).table.equals(parse(name).table)


@pytest.mark.parametrize("name", CASES)
def test_a_list_of_a_header_alone_is_malformed(name):
    with pytest.raises(MalformedFile, match="a header and no rows"):
        parse(name, CASES[name][1].splitlines(keepends=True)[0])


def test_a_change_of_name_that_stands_twice_is_two_rows():
    payload = (
        b"NCH_SYMBOL, NCH_PREV_NAME, NCH_NEW_NAME, NCH_DT\n"
        b"ZUARIIND,Zuari Global Limited,ZUARI INDUSTRIES LIMITED,04-JUL-2022\n"
        b"ZUARIIND,Zuari Global Limited,ZUARI INDUSTRIES LIMITED,04-JUL-2022\n"
    )
    found = FEEDS["nse_name_change"].parse(payload, Asked("namechange.csv", date(2026, 5, 25)))
    first, second = found.table.to_pylist()
    assert (first["symbol"], first["previous_name"]) == ("ZUARIIND", "Zuari Global Limited")
    assert (first["new_name"], first["changed_on"]) == ("ZUARI INDUSTRIES LIMITED", date(2022, 7, 4))
    assert (first["at_line"], second["at_line"]) == (2, 3) and found.breaches == []
