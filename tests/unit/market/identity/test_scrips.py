"""BSE's scrip codes: whose they are, and what is left to ask."""

from datetime import date

import pytest

from bhavhouse.market.identity import Identity, Lists, ScripSeen, identify
from identities import SESSIONS, decided, queue, securities, seen, windows

A1, A2, B1 = "INE144J01019", "INE144J01027", "INE253B01015"
ALONE = "INE117A01022"


def code(
    number: str, first: int, last: int, isin: str = "", group: str = "A", symbol: str = "", name: str = "",
    previous: float = 10.0,
) -> ScripSeen:  # fmt: skip
    return ScripSeen(number, group, isin, symbol, name, SESSIONS[first], SESSIONS[last], previous)


def master(number: str, isin: str | None, as_of: date = SESSIONS[-1]) -> dict[str, object]:
    return {"as_of": as_of, "scrip_code": number, "bse_symbol": "SHORT", "company": "A Company Ltd",
            "isin": isin}  # fmt: skip


def known(*scrips: ScripSeen, nse=(), bse=(), masters=(), decisions=None) -> Identity:
    lists = Lists(bse=list(bse), masters=list(masters), decisions=decisions or {})
    return identify(nse, lists, SESSIONS if nse else [], scrips)


def whose(identity: Identity) -> list[tuple[str, str, date, date | None]]:
    return [
        (r["scrip_code"], r["security_id"], r["valid_from"], r["valid_to"])
        for r in identity.scrips.to_pylist()
    ]


def test_a_code_is_the_security_that_has_its_isin_on_nse():
    found = known(code("500001", 0, 199, A1, symbol="ALPHA"), nse=[seen("ALPHA", 0, 199, isin=A1)])
    assert whose(found) == [("500001", "NSE:ALPHA", SESSIONS[0], None)]
    assert list(securities(found)) == ["NSE:ALPHA"]
    assert windows(found, "bse_scrip_code") == [("500001", SESSIONS[0], None)]
    assert windows(found, "bse_symbol") == [("ALPHA", SESSIONS[0], None)]


def test_an_isin_that_a_split_changes_earlier_or_later_than_on_nse_makes_no_second_security():
    nse = [seen("ALPHA", 0, 99, isin=A1), seen("ALPHA", 100, 199, isin=A2)]
    for turn in (97, 98, 101, 102):
        found = known(code("500001", 0, turn, A1), code("500001", turn + 1, 199, A2), nse=nse)
        assert whose(found) == [("500001", "NSE:ALPHA", SESSIONS[0], None)]
        assert queue(found) == {} and len(securities(found)) == 1


def test_what_bse_alone_lists_is_a_security_of_its_own_by_its_code():
    found = known(
        code("500009", 3, 50, ALONE, "XT", "OLDNAME", "Alone Ltd", previous=0.0),
        code("500009", 51, 90, ALONE, "X", "NEWNAME", "Alone Ltd"),
        nse=[seen("ALPHA", 0, 199, isin=A1)],
    )  # fmt: skip
    row = securities(found)["BSE:500009"]
    assert (row["exchange"], row["symbol"], row["series"], row["isin"], row["instrument"]) == (
        "BSE", "NEWNAME", "X", ALONE, "common"
    )  # fmt: skip
    assert (row["first_session"], row["last_session"]) == (SESSIONS[3], SESSIONS[90])
    (line,) = [r for r in found.scrips.to_pylist() if r["scrip_code"] == "500009"]
    assert line["listing_session"] == SESSIONS[3] and line["has_isin"]
    assert windows(found, "bse_symbol") == [
        ("OLDNAME", SESSIONS[3], SESSIONS[51]), ("NEWNAME", SESSIONS[51], None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("isin", "name", "what", "told"),
    [
        ("IN9117A01020", "", "dvr", "isin"),
        ("INF204KB14I2", "", "etf", "isin"),
        ("INE117A20014", "", "rights_entitlement", "isin"),
        ("INE117A07011", "", "other", "isin"),
        ("", "SOME GOLD ETF", "etf", "name"),
        ("", "ABB LTD.", "common", "undecided"),
    ],
)
def test_isin_and_name_tell_what_a_code_is(isin, name, what, told):
    row = securities(known(code("500009", 0, 1, isin, "B", name=name)))["BSE:500009"]
    assert (row["instrument"], row["instrument_evidence"]) == (what, told)


def test_a_master_of_later_is_carried_back_to_files_that_print_no_isin_and_marked():
    nse = [seen("ALPHA", 10, 199, isin=A2)]
    found = known(code("500001", 0, 20), nse=nse, bse=[master("500001", A2), master("500002", B1)])
    assert whose(found) == [("500001", "NSE:ALPHA", SESSIONS[0], None)]
    rows = [r for r in found.identifiers.to_pylist() if r["scheme"] == "bse_scrip_code"]
    assert [(r["valid_from"], r["valid_to"], r["is_carried_back"]) for r in rows] == [
        (SESSIONS[0], SESSIONS[-1], True), (SESSIONS[-1], None, False)
    ]  # fmt: skip
    # The ISIN itself is another one before a split, and is not carried back.
    assert not [
        r for r in found.identifiers.to_pylist() if r["scheme"] == "isin" and r["valid_from"] < SESSIONS[10]
    ]


def test_without_an_isin_anywhere_nothing_says_that_a_code_is_on_nse():
    found = known(code("500001", 0, 20), nse=[seen("ALPHA", 0, 199, isin=A1)], bse=[master("500001", None)])
    (line,) = found.scrips.to_pylist()
    assert line["security_id"] == "BSE:500001" and not line["has_isin"]


def test_a_listing_on_nse_after_years_on_bse_leaves_the_id_of_the_first_line():
    nse = [seen("ALPHA", 0, 199, isin=A1), seen("LATE", 60, 199, isin=B1)]
    found = known(code("500007", 0, 199, B1), nse=nse)
    assert set(securities(found)) == {"NSE:ALPHA", "BSE:500007"}
    assert {r["security_id"] for r in found.lines.to_pylist() if r["symbol"] == "LATE"} == {"BSE:500007"}
    assert found.registry.security_id("LATE", SESSIONS[70]) == "BSE:500007"
    assert securities(found)["BSE:500007"]["first_session"] == SESSIONS[0]
    assert (B1, SESSIONS[0], SESSIONS[60]) in windows(found, "isin")


def test_a_security_whose_first_session_on_nse_was_no_listing_keeps_nses_id():
    found = known(code("500007", 0, 199, B1), nse=[seen("ALPHA", 0, 199), seen("ILLIQUID", 3, 199, isin=B1)])
    assert "NSE:ILLIQUID" in securities(found)


def test_two_codes_one_after_the_other_are_one_security_on_either_exchange():
    found = known(
        code("500001", 0, 50, A1), code("500002", 51, 99, A1),
        code("500003", 0, 50, ALONE), code("500004", 51, 99, ALONE),
        nse=[seen("ALPHA", 0, 199, isin=A1)],
    )  # fmt: skip
    assert {(c, who) for c, who, *_ in whose(found)} == {
        ("500001", "NSE:ALPHA"), ("500002", "NSE:ALPHA"), ("500003", "BSE:500003"), ("500004", "BSE:500003")
    }  # fmt: skip
    assert ("500001", SESSIONS[0], SESSIONS[51]) in windows(found, "bse_scrip_code")


def test_two_codes_of_one_security_at_once_are_asked_and_a_decision_settles_it():
    scrips = [code("500001", 0, 99, A1), code("500002", 50, 99, A2)]
    nse = [seen("ALPHA", 0, 199, isin=A1)]
    found = known(*scrips, nse=nse)
    assert [who for _, who, *_ in whose(found)] == ["NSE:ALPHA", "BSE:500002"]
    (case,) = queue(found).values()
    assert (case["case_id"], case["provisional_verdict"], case["status"]) == (
        f"BSE:500001>BSE:500002@{SESSIONS[50]}", "different", "open"
    )  # fmt: skip
    decision = decided("BSE:500001", "BSE:500002", SESSIONS[50], "same")
    settled = known(*scrips, nse=nse, decisions=decision)
    assert [who for _, who, *_ in whose(settled)] == ["NSE:ALPHA", "NSE:ALPHA"]
    assert [row["status"] for row in queue(settled).values()] == ["settled"]


def test_a_code_with_isins_of_two_securities_is_cut_and_asked():
    scrips = [code("500001", 0, 99, A1), code("500001", 100, 199, B1)]
    nse = [seen("ALPHA", 0, 199, isin=A1), seen("BETA", 0, 199, isin=B1)]
    found = known(*scrips, nse=nse)
    assert whose(found) == [
        ("500001", "NSE:ALPHA", SESSIONS[0], SESSIONS[100]), ("500001", "NSE:BETA", SESSIONS[100], None)
    ]  # fmt: skip
    (case,) = queue(found).values()
    assert case["security_ids"] == "NSE:ALPHA, NSE:BETA" and case["status"] == "open"
    decision = decided("BSE:500001", "BSE:500001", SESSIONS[100], "same")
    assert whose(known(*scrips, nse=nse, decisions=decision)) == [("500001", "NSE:ALPHA", SESSIONS[0], None)]


def test_a_short_name_that_another_company_takes_is_no_longer_that_of_the_one_that_ended():
    found = known(code("500001", 0, 50, A1, symbol="NAME"), code("500002", 90, 99, B1, symbol="NAME"))
    assert windows(found, "bse_symbol") == [("NAME", SESSIONS[0], SESSIONS[90]), ("NAME", SESSIONS[90], None)]


def test_without_files_of_bse_its_list_changes_nothing():
    nse = [seen("ALPHA", 0, 199, isin=A1)]
    plain, listed = known(nse=nse), known(nse=nse, bse=[master("500002", B1)])
    assert listed.identifiers.equals(plain.identifiers) and listed.securities.equals(plain.securities)
    assert listed.scrips.num_rows == 0
