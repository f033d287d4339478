"""The daily bundle's market capitalisation and corporate actions, as printed: padded, terse."""

from datetime import date

import pytest

from bhavhouse.errors import MalformedFile, WrongSession
from bhavhouse.sources import FEEDS
from bhavhouse.sources.feed import Asked, Parsed

DAY = date(2025, 12, 16)
MARKET_CAP = (
    b"Trade Date,Symbol,Series,Security Name,Category,Last Trade Date,Face Value(Rs.),Issue Size,"
    b"Close Price/Paid up value(Rs.),Market Cap(Rs.)              \n"
    b"16 DEC 2025,20MICRONS,EQ,20 MICRONS LTD           ,Listed    ,16 DEC 2025,               5.00,  "
    b"        35286502,            195.90,     6913331471.85 \n"
    b"16 DEC 2025,ABNINT,IT,A B N INTERCORP LIMITED  ,Listed    ,Not Traded ,              10.00,            "
    b"419532,            200.00,       83906400.00\n"
    b"16 DEC 2025,Listed    ,  ,                         ,          ,           ,               0.00,        "
    b"         0,              0.00,464004783022548.78\n"
    b"16 DEC 2025,Total     ,  ,                         ,          ,           ,               0.00,        "
    b"         0,              0.00,465326555872223.75\n"
)
ACTIONS = (
    b"SERIES,SYMBOL,SECURITY,RECORD_DT,BC_STRT_DT,BC_END_DT,EX_DT,ND_STRT_DT,ND_END_DT,PURPOSE\n"
    b"BE,KMEW,KNOWLEDGE MARINE,2025-12-22,,,2025-12-22,,,FVSPLT FRM RS 10 TO RS 5\n"
    b"EQ,KMEW,KNOWLEDGE MARINE,2025-12-22,,,2025-12-22,,,FVSPLT FRM RS 10 TO RS 5\n"
    b"EQ,KRISHIVAL,KRISHIVAL FOODS,2025-12-17,,,2025-12-17,,,RIGHTS 45:301@PRM RS 290\n"
    b"EQ,IOC,INDIAN OIL CORP,2025-12-18,,,2025-12-18,,,INTDIV - RS 5 PER SH\n"
    b",850IIFL27,Sec Re NCD,2025-12-19,,,2025-12-19,,,INTEREST PAYMENT\n"
    b"TB,182D181225,GOI TBILL,,,,,,,REDEMPTION\n"
)


def market_cap(payload: bytes = MARKET_CAP, day: date = DAY) -> Parsed:
    return FEEDS["nse_market_cap"].parse(payload, Asked(f"mcap{day:%d%m%Y}.csv", day))


def actions(payload: bytes = ACTIONS) -> Parsed:
    return FEEDS["nse_bundle_action"].parse(payload, Asked("bc16122025.csv", DAY))


def test_the_bundles_names_ask_for_their_session():
    for feed, name in (
        ("nse_market_cap", "mcap16122025.csv"), ("nse_bundle_action", "bc16122025.csv"),
        ("nse_bundle_etf", "etf16122025.csv"), ("nse_bundle_etf", "etf161225.csv"),
        ("nse_bundle_action", "Bc161225.csv"), ("nse_bundle_index", "Pr161225.csv"),
    ):  # fmt: skip
        assert FEEDS[feed].day_in(name) == DAY


def test_the_days_of_older_bundles_are_read_too():
    older = ACTIONS.replace(b"2025-12-22,,,2025-12-22,,,", b"22/12/2025, , ,22/12/2025, , ,")
    assert actions(older).table.equals(actions().table) and b"22/12/2025" in older


def test_a_market_capitalisation_is_read_without_its_padding_and_its_totals():
    parsed = market_cap()
    assert parsed.breaches == [] and parsed.table.num_rows == 2
    first, untraded = parsed.table.to_pylist()
    assert (first["session"], first["symbol"], first["series"], first["category"]) == (
        DAY, "20MICRONS", "EQ", "Listed",
    )  # fmt: skip
    assert (first["face_value_inr"], first["issue_size_shares"], first["close_inr"]) == (5, 35286502, 195.9)
    assert first["market_cap_inr"] == 6913331471.85 and first["last_trade_date"] == DAY
    assert untraded["last_trade_date"] is None and untraded["face_value_inr"] == 10


def test_a_market_capitalisation_of_another_day_is_stale():
    with pytest.raises(WrongSession, match="of 2025-12-16, not of 2025-12-17"):
        market_cap(day=date(2025, 12, 17))


@pytest.mark.parametrize(
    ("before", "after", "column"),
    [
        (b"          35286502", b"          3528650.2", "issue_size_shares"),
        (b"               5.00", b"               five", "face_value_inr"),
        (b"               5.00", b"                   ", "face_value_inr"),
        (b"Listed    ,16 DEC 2025", b"Listed    ,32 DEC 2025", "traded_on"),
        (b"20MICRONS,EQ", b"20MICRONS,  ", "series"),
    ],
)
def test_a_row_that_cannot_be_read_is_told(before, after, column):
    parsed = market_cap(MARKET_CAP.replace(before, after, 1))
    assert parsed.table["symbol"].to_pylist() == ["ABNINT"]
    assert [(b.line, b.column) for b in parsed.breaches] == [(2, column)]


def test_the_bundles_actions_are_read_line_by_line_with_the_bundles_day():
    rows = actions().table.to_pylist()
    assert {(r["list"], r["as_of"]) for r in rows} == {("bundle", DAY)}
    assert [(r["at_line"], r["series"], r["symbol"], r["kind"]) for r in rows] == [
        (2, "BE", "KMEW", "split"), (3, "EQ", "KMEW", "split"), (4, "EQ", "KRISHIVAL", "rights"),
        (5, "EQ", "IOC", "dividend"), (6, "", "850IIFL27", "other"), (7, "TB", "182D181225", "other"),
    ]  # fmt: skip
    assert rows[0]["price_factor"] == 0.5 and rows[0]["ex_date"] == date(2025, 12, 22)
    assert (rows[2]["new_shares"], rows[2]["held_shares"], rows[2]["premium_inr"]) == (45, 301, 290)
    assert rows[3]["dividend_inr"] == 5 and rows[5]["ex_date"] is None
    assert {r["face_value_inr"] for r in rows} == {None}


@pytest.mark.parametrize("read", [market_cap, actions])
@pytest.mark.parametrize("payload", [b"", b"<html></html>", b"A,B\n1,2\n"])
def test_what_is_no_part_of_a_bundle_is_malformed(read, payload):
    with pytest.raises(MalformedFile):
        read(payload)


@pytest.mark.real_data
def test_the_real_bundles_are_read_whole(real_data):
    for day in (date(2025, 12, 16), date(2025, 12, 17)):
        folder = real_data / f"nse/pr/PR{day:%d%m%y}"
        caps = market_cap((folder / f"mcap{day:%d%m%Y}.csv").read_bytes(), day)
        told = actions((folder / f"bc{day:%d%m%Y}.csv").read_bytes())
        assert caps.breaches == [] == told.breaches and caps.table.num_rows == 2766
        assert {r["unread"] for r in told.table.to_pylist()} == {""} and told.table.num_rows > 190
