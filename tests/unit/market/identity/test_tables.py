"""Who is who: chains of symbols, changes listed late, what each security is, and its identifiers."""

from datetime import date

from bhavhouse.market.identity import Change
from identities import SESSIONS, START, carried_back, known, lines, master, securities, seen, windows

SPRING, SUMMER = SESSIONS[60], SESSIONS[120]


def action(symbol: str, day: date) -> dict[str, object]:
    return {"symbol": symbol, "series": "EQ", "ex_date": day, "kind": "split", "as_of": SESSIONS[-1]}


def test_a_chain_of_two_changes_is_one_security_under_its_oldest_symbol():
    identity = known(
        seen("OLD", 0, 59), seen("MID", 60, 119), seen("NEW", 120, 199),
        changes=(Change("OLD", "MID", SPRING), Change("MID", "NEW", SUMMER)),
    )  # fmt: skip
    assert lines(identity) == {
        ("NSE:OLD", "OLD", START, SPRING), ("NSE:OLD", "MID", SPRING, SUMMER),
        ("NSE:OLD", "NEW", SUMMER, None),
    }  # fmt: skip
    (row,) = securities(identity).values()
    assert (row["symbol"], row["first_session"], row["last_session"]) == ("NEW", START, SESSIONS[199])


def test_a_symbol_means_only_what_it_meant_on_the_day():
    identity = known(seen("OLD", 0, 59), seen("NEW", 60, 199), changes=(Change("OLD", "NEW", SPRING),))
    of = identity.registry.security_id
    assert of("OLD", SESSIONS[10]) == of("NEW", SUMMER) == "NSE:OLD"
    assert of("OLD", SUMMER) != "NSE:OLD" and of("NEW", SESSIONS[10]) != "NSE:OLD"


def test_a_symbol_given_up_and_given_to_another_company_is_another_security():
    identity = known(
        seen("ABC", 0, 59), seen("XYZ", 60, 199), seen("ABC", 120, 199),
        changes=(Change("ABC", "XYZ", SPRING),),
    )  # fmt: skip
    found = securities(identity)
    assert set(found) == {"NSE:ABC", f"NSE:ABC@{SPRING}"}
    assert found["NSE:ABC"]["symbol"] == "XYZ" and found[f"NSE:ABC@{SPRING}"]["first_session"] == SUMMER


def test_a_symbol_that_passes_to_another_company_within_a_month_is_cut_on_the_day():
    identity = known(seen("ABC", 0, 199), seen("XYZ", 60, 199), changes=(Change("ABC", "XYZ", SPRING),))
    assert lines(identity) >= {("NSE:ABC", "ABC", START, SPRING), (f"NSE:ABC@{SPRING}", "ABC", SPRING, None)}


def test_a_symbol_that_two_companies_bore_one_after_the_other_tells_them_apart():
    identity = known(
        seen("TAKEN", 0, 50), seen("OTHER", 0, 59), seen("TAKEN", 60, 199),
        changes=(Change("OTHER", "TAKEN", SPRING),),
    )  # fmt: skip
    assert lines(identity) == {
        ("NSE:TAKEN", "TAKEN", START, SPRING), ("NSE:OTHER", "OTHER", START, SPRING),
        ("NSE:OTHER", "TAKEN", SPRING, None),
    }  # fmt: skip


def test_a_change_whose_new_symbol_traded_before_it_and_its_old_one_never_was_listed_late():
    identity = known(seen("NEW", 0, 199), changes=(Change("OLD", "NEW", SPRING),))
    assert lines(identity) == {("NSE:NEW", "NEW", START, None)}


def test_changes_that_run_in_a_circle_end():
    identity = known(
        seen("A", 0, 59), seen("B", 60, 119), seen("A", 120, 199),
        changes=(Change("A", "B", SPRING), Change("B", "A", SUMMER)),
    )  # fmt: skip
    assert {row[0] for row in lines(identity)} == {"NSE:A"}
    (row,) = securities(identity).values()
    assert row["symbol"] == "A"


def test_a_change_of_a_symbol_into_itself_is_none():
    identity = known(seen("A", 0, 199), changes=(Change("A", "A", SPRING),))
    assert lines(identity) == {("NSE:A", "A", START, None)}


def test_a_change_listed_twice_counts_once():
    change = Change("OLD", "NEW", SPRING)
    identity = known(seen("OLD", 0, 59), seen("NEW", 60, 199), changes=(change, change))
    assert len(lines(identity)) == 2 and len(securities(identity)) == 1


def test_an_isin_decides_what_a_security_is_before_list_and_name():
    identity = known(
        seen("FUND", 0, 9, isin="INF204KB14I2"), seen("NEWGOLDETF", 0, 9, isin="INE144J01027"),
        seen("SHAREDVR", 0, 9, isin="IN9155A01020"), seen("LISTED", 0, 9), seen("BUNDLED", 0, 9),
        seen("SILVERBEES", 0, 9), seen("LICNETFN50", 0, 9), seen("JETFREIGHT", 0, 9),
        seen("ABC-RE", 0, 9, isin="INE144J20012"), seen("WHO", 0, 9),
        masters=[master("LISTED", "INF000000001", kind="etf")], funds=["BUNDLED"],
    )  # fmt: skip
    told = {k: (r["instrument"], r["instrument_evidence"]) for k, r in securities(identity).items()}
    assert told == {
        "NSE:FUND": ("etf", "isin"), "NSE:NEWGOLDETF": ("common", "isin"), "NSE:SHAREDVR": ("dvr", "isin"),
        "NSE:LISTED": ("etf", "isin"), "NSE:BUNDLED": ("etf", "bundle"), "NSE:SILVERBEES": ("etf", "name"),
        "NSE:LICNETFN50": ("etf", "name"), "NSE:JETFREIGHT": ("common", "undecided"),
        "NSE:ABC-RE": ("rights_entitlement", "name"), "NSE:WHO": ("common", "undecided"),
    }  # fmt: skip


def test_an_isin_of_any_day_tells_what_the_security_is_on_every_day():
    identity = known(seen("GOLDSHARE", 0, 99), seen("GOLDSHARE", 100, 120, isin="INF204KB14I2"))
    assert [r["instrument"] for r in identity.lines.to_pylist()] == ["etf"]


def test_an_isin_holds_until_the_next_one():
    old, new = "INE144J01019", "INE144J01027"
    identity = known(seen("ABC", 0, 60, isin=old), seen("ABC", 61, 199, isin=new))
    assert windows(identity, "isin") == [(old, START, SESSIONS[61]), (new, SESSIONS[61], None)]
    assert securities(identity)["NSE:ABC"]["isin"] == new


def test_an_isin_that_a_split_changes_late_leaves_one_security_with_two_windows():
    """As EICHERMOT in August 2020: split on the 24th, the new ISIN on the 25th."""
    old, new = "INE066A01013", "INE066A01021"
    identity = known(
        seen("EICHERMOT", 0, 35, isin=old, closes=21_700.0),
        seen("EICHERMOT", 36, 60, isin=new, opens=2_170.0),
        actions=[action("EICHERMOT", SESSIONS[35])],
    )
    assert set(securities(identity)) == {"NSE:EICHERMOT"} and identity.queue.num_rows == 0
    assert windows(identity, "isin") == [(old, START, SESSIONS[36]), (new, SESSIONS[36], None)]
    assert carried_back(identity, "isin") == []


def test_an_isin_of_a_later_master_is_carried_back_but_never_over_a_split():
    split = action("ABC", SPRING)
    identity = known(
        seen("ABC", 0, 199), seen("XYZ", 5, 199), actions=[split],
        masters=[master("ABC", "INE144J01027"), master("XYZ", "INE253B01015")],
    )  # fmt: skip
    day = SESSIONS[-1]
    assert sorted(carried_back(identity, "isin")) == [
        ("INE144J01027", SESSIONS[61], day), ("INE253B01015", SESSIONS[5], day),
    ]  # fmt: skip
    assert sorted(windows(identity, "isin")) == [("INE144J01027", day, None), ("INE253B01015", day, None)]


def test_an_isin_between_two_known_ones_is_carried_back_to_the_split_alone():
    old, new = "INE144J01019", "INE144J01027"
    identity = known(
        seen("ABC", 0, 20, isin=old), seen("ABC", 21, 199), actions=[action("ABC", SPRING)],
        masters=[master("ABC", new)],
    )  # fmt: skip
    assert windows(identity, "isin") == [(old, START, SESSIONS[61]), (new, SESSIONS[-1], None)]
    assert carried_back(identity, "isin") == [(new, SESSIONS[61], SESSIONS[-1])]


def test_a_list_behind_the_files_brings_no_old_isin_back():
    old, new = "INE144J01019", "INE144J01027"
    identity = known(seen("ABC", 0, 199, isin=new), masters=[master("ABC", old)])
    assert [value for value, *_ in windows(identity, "isin")] == [new]


def test_a_blank_isin_makes_no_new_security():
    isin = "INE144J01027"
    identity = known(seen("ABC", 0, 9, isin=isin), seen("ABC", 10, 10), seen("ABC", 11, 199, isin=isin))
    assert lines(identity) == {("NSE:ABC", "ABC", START, None)}
    assert windows(identity, "isin") == [(isin, START, None)] and identity.queue.num_rows == 0


def test_a_company_that_moves_from_the_sme_board_is_one_security_with_dated_series():
    identity = known(
        seen("ABC", 0, 30, series="SM"), seen("ABC", 31, 59, series="ST"),
        seen("ABC", 60, 119), seen("ABC", 120, 199, series="BE"),
        masters=[master("ABC", "INE144J01027", SPRING)],
    )  # fmt: skip
    assert set(securities(identity)) == {"NSE:ABC"}
    assert windows(identity, "nse_series") == [
        ("SM", START, SESSIONS[31]), ("ST", SESSIONS[31], SPRING), ("EQ", SPRING, SUMMER),
        ("BE", SUMMER, None),
    ]  # fmt: skip


def test_series_that_overlap_within_a_month_are_told_as_far_as_they_are_certain():
    identity = known(seen("ABC", 0, 30), seen("ABC", 10, 12, series="BE"), seen("ABC", 20, 40, series="BE"))
    assert windows(identity, "nse_series") == [
        ("EQ", START, SESSIONS[10]), ("BE", SESSIONS[10], SESSIONS[13]), ("EQ", SESSIONS[13], SESSIONS[31]),
        ("BE", SESSIONS[31], None),
    ]  # fmt: skip


def test_company_names_are_dated_by_the_list_of_name_changes():
    change = {"as_of": SESSIONS[-1], "symbol": "ABC", "previous_name": "Alpha Limited",
              "new_name": "Beta Limited", "changed_on": SPRING}  # fmt: skip
    identity = known(
        seen("ABC", 0, 59, name="ALPHA LTD"), seen("ABC", 60, 199, name="BETA LTD"),
        masters=[{**master("ABC", "INE144J01027"), "name": "BETA LIMITED"}], name_changes=[change],
    )  # fmt: skip
    assert set(windows(identity, "name")) == {
        ("Alpha Limited", START, SPRING), ("Beta Limited", SPRING, None),
        ("ALPHA LTD", START, SPRING), ("BETA LTD", SPRING, None),
    }  # fmt: skip


def test_a_name_of_a_later_master_is_carried_back_and_says_so():
    identity = known(seen("ABC", 0, 199), masters=[master("ABC", "INE144J01027")])
    assert carried_back(identity, "name") == [("ABC", START, SESSIONS[-1])]


def bse(code: str, isin: str, as_of: date) -> dict[str, object]:
    return {"as_of": as_of, "scrip_code": code, "isin": isin}


def test_a_scrip_code_joins_by_the_isin_of_the_lists_day():
    old, new = "INE144J01019", "INE144J01027"
    identity = known(
        seen("ABC", 0, 59, isin=old), seen("ABC", 60, 199, isin=new), seen("XYZ", 0, 199),
        bse=[bse("500001", old, SESSIONS[30]), bse("500002", "INE253B01015", SESSIONS[30])],
    )  # fmt: skip
    assert windows(identity, "bse_scrip_code") == [("500001", SESSIONS[30], None)]
    assert carried_back(identity, "bse_scrip_code") == [("500001", START, SESSIONS[30])]


def test_a_scrip_code_of_an_earlier_isin_joins_the_issuers_only_share():
    old, new = "INE144J01019", "INE144J01027"
    identity = known(
        seen("ABC", 0, 199), masters=[master("ABC", new)], bse=[bse("500001", old, SESSIONS[30])]
    )
    assert windows(identity, "bse_scrip_code") == [("500001", SESSIONS[30], None)]
    assert windows(identity, "isin") == [(old, SESSIONS[30], SESSIONS[-1]), (new, SESSIONS[-1], None)]


def test_a_listing_is_a_first_session_on_the_masters_date_or_after_a_long_absence():
    identity = known(
        seen("DATED", 50, 199), seen("OLDER", 50, 199), seen("EARLY", 5, 199), seen("UNKNOWN", 50, 199),
        masters=[master("DATED", "INE144J01027", SESSIONS[50]),
                 master("OLDER", "INE253B01015", date(2010, 1, 1))],
    )  # fmt: skip
    listed = {r["symbol"]: r["listing_session"] for r in identity.lines.to_pylist()}
    assert listed == {"DATED": SESSIONS[50], "UNKNOWN": SESSIONS[50], "OLDER": None, "EARLY": None}


def test_a_renamed_security_is_not_newly_listed():
    identity = known(seen("OLD", 0, 59), seen("NEW", 60, 199), changes=(Change("OLD", "NEW", SPRING),))
    assert {r["listing_session"] for r in identity.lines.to_pylist()} == {None}


def test_debt_lines_make_no_security():
    assert known(seen("718GS2033", 0, 9, series="GS")).securities.num_rows == 0
