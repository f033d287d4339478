"""BSE's list of securities."""

from datetime import date

import pytest

from bhavhouse.errors import MalformedFile
from bhavhouse.sources import FEEDS
from bhavhouse.sources.feed import Asked

HEAD = (
    b"Security Code,Issuer Name,Security Id,Security Name,Status,Group,Face Value,ISIN No,Industry,"
    b"Instrument,Sector Name,Industry New Name,Igroup Name,ISubgroup Name\n"
)
ABB = (
    b"500002,ABB India Limited,ABB,ABB India Ltd,Active,A ,2.00,INE117A01022,Heavy Electrical Equipment,"
    b"Equity,Industrials,Capital Goods,Electrical Equipment,Heavy Electrical Equipment\n"
)
FUND = b"590103,Kotak Fund,KOTAKX,Kotak X,Active,B ,10.00,NA          , ,Equity,-,-,-,-\n"


def rows(payload: bytes):
    return FEEDS["bse_master"].parse(payload, Asked("Equity.csv", date(2025, 7, 18))).table.to_pylist()


def test_a_line_gives_code_isin_and_four_levels():
    (row,) = rows(HEAD + ABB)
    assert (row["scrip_code"], row["isin"], row["bse_group"]) == ("500002", "INE117A01022", "A")
    assert [row[level] for level in ("macro_sector", "sector", "industry", "basic_industry")] == [
        "Industrials", "Capital Goods", "Electrical Equipment", "Heavy Electrical Equipment",
    ]  # fmt: skip
    assert row["face_value_inr"] == 2.0 and row["as_of"] == date(2025, 7, 18)


def test_na_is_no_isin_and_a_dash_no_sector():
    (row,) = rows(HEAD + FUND)
    assert row["isin"] is row["macro_sector"] is row["basic_industry"] is None


def test_a_list_without_codes_is_refused():
    with pytest.raises(MalformedFile, match="no column Security Code"):
        rows(HEAD.replace(b"Security Code", b"Code") + ABB)
