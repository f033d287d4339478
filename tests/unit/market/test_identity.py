"""Who is who: chains of symbols, symbols used again, changes listed late."""

from datetime import date, timedelta

from bhavhouse.market.identity import Change, Evidence, Identity, identify

START = date(2025, 1, 1)
SESSIONS = [START + timedelta(n) for n in range(200)]
SPRING, SUMMER = SESSIONS[60], SESSIONS[120]


def seen(symbol: str, first: int, last: int, series: str = "EQ", isin: str = "", name: str = "") -> Evidence:
    return Evidence(symbol, series, isin, name, SESSIONS[first], SESSIONS[last])


def known(*evidence: Evidence, changes: tuple[Change, ...] = (), masters=(), funds=()) -> Identity:
    return identify(list(evidence), changes, list(masters), set(funds), SESSIONS)


def master(symbol: str, isin: str, listed_on: date | None = None, kind: str = "equity") -> dict[str, object]:
    return {"as_of": SESSIONS[-1], "list": kind, "symbol": symbol, "series": "EQ", "name": symbol,
            "listed_on": listed_on, "isin": isin, "face_value_inr": 10.0}  # fmt: skip


def securities(identity: Identity) -> dict[str, dict[str, object]]:
    return {row["security_id"]: row for row in identity.securities.to_pylist()}


def lines(identity: Identity) -> set[tuple[str, str, date, date | None]]:
    return {
        (r["security_id"], r["symbol"], r["valid_from"], r["valid_to"]) for r in identity.lines.to_pylist()
    }


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
        seen("SILVERBEES", 0, 9), seen("ABC-RE", 0, 9, isin="INE144J20012"), seen("WHO", 0, 9),
        masters=[master("LISTED", "INF000000001", kind="etf")], funds=["BUNDLED"],
    )  # fmt: skip
    told = {k: (r["instrument"], r["instrument_evidence"]) for k, r in securities(identity).items()}
    assert told == {
        "NSE:FUND": ("etf", "isin"), "NSE:NEWGOLDETF": ("common", "isin"), "NSE:SHAREDVR": ("dvr", "isin"),
        "NSE:LISTED": ("etf", "isin"), "NSE:BUNDLED": ("etf", "bundle"), "NSE:SILVERBEES": ("etf", "name"),
        "NSE:ABC-RE": ("rights_entitlement", "name"), "NSE:WHO": ("common", "undecided"),
    }  # fmt: skip


def test_an_isin_of_any_day_tells_what_the_security_is_on_every_day():
    identity = known(seen("GOLDSHARE", 0, 99), seen("GOLDSHARE", 100, 120, isin="INF204KB14I2"))
    assert [r["instrument"] for r in identity.lines.to_pylist()] == ["etf"]


def test_an_isin_holds_until_the_next_one():
    old, new = "INE144J01019", "INE144J01027"
    identity = known(seen("ABC", 0, 60, isin=old), seen("ABC", 61, 199, isin=new))
    isins = [r for r in identity.identifiers.to_pylist() if r["scheme"] == "isin"]
    assert [(r["value"], r["valid_from"], r["valid_to"]) for r in isins] == [
        (old, START, SESSIONS[61]), (new, SESSIONS[61], None),
    ]  # fmt: skip
    assert securities(identity)["NSE:ABC"]["isin"] == new


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
