"""One symbol, several securities; and one that came back."""

import pytest

from identities import SESSIONS, START, decided, known, lines, master, queue, securities, seen

ONE, OTHER = "INE144J01019", "INE253B01015"


def test_a_symbol_with_isins_of_two_issuers_and_a_long_absence_between_is_two_securities():
    identity = known(seen("ABC", 0, 50, isin=ONE), seen("ABC", 80, 199, isin=OTHER))
    again = f"NSE:ABC@{SESSIONS[80]}"
    assert lines(identity) == {
        ("NSE:ABC", "ABC", START, SESSIONS[80]), (again, "ABC", SESSIONS[80], None),
    }  # fmt: skip
    listed = {r["security_id"]: r["listing_session"] for r in identity.lines.to_pylist()}
    assert listed == {"NSE:ABC": None, again: SESSIONS[80]} and identity.queue.num_rows == 0


def test_where_files_without_isin_lie_between_the_listing_date_cuts():
    identity = known(
        seen("ABC", 0, 50, isin=ONE), seen("ABC", 60, 119), seen("ABC", 120, 199, isin=OTHER),
        masters=[master("ABC", OTHER, SESSIONS[60])],
    )  # fmt: skip
    assert set(securities(identity)) == {"NSE:ABC", f"NSE:ABC@{SESSIONS[60]}"}
    assert identity.queue.num_rows == 0


def test_where_files_without_isin_lie_between_the_long_absence_cuts():
    identity = known(
        seen("ABC", 0, 30, isin=ONE), seen("ABC", 31, 50), seen("ABC", 90, 119),
        seen("ABC", 120, 199, isin=OTHER),
    )  # fmt: skip
    assert set(securities(identity)) == {"NSE:ABC", f"NSE:ABC@{SESSIONS[90]}"}


def test_a_master_alone_tells_that_the_symbol_is_another_companys_by_now():
    identity = known(seen("ABC", 0, 50, isin=ONE), seen("ABC", 100, 199),
                     masters=[master("ABC", OTHER, SESSIONS[100])])  # fmt: skip
    found = securities(identity)
    assert set(found) == {"NSE:ABC", f"NSE:ABC@{SESSIONS[100]}"}
    assert (found["NSE:ABC"]["isin"], found[f"NSE:ABC@{SESSIONS[100]}"]["isin"]) == (ONE, OTHER)


def test_a_master_of_a_company_listed_after_all_sessions_says_nothing_of_them():
    late = SESSIONS[-1].replace(year=2026)
    identity = known(seen("ABC", 0, 50, isin=ONE), masters=[master("ABC", OTHER, late, as_of=late)])
    assert lines(identity) == {("NSE:ABC", "ABC", START, late)}
    assert securities(identity)["NSE:ABC"]["isin"] == ONE


def test_a_short_absence_between_two_issuers_is_asked():
    identity = known(seen("ABC", 0, 50, isin=ONE, closes=90.0), seen("ABC", 56, 199, isin=OTHER, opens=100.0))
    (case,) = queue(identity).values()
    assert (case["case_id"], case["status"], case["provisional_verdict"]) == (
        f"ABC>ABC@{SESSIONS[56]}", "open", "different",
    )  # fmt: skip
    assert case["security_ids"] == f"NSE:ABC, NSE:ABC@{SESSIONS[56]}"
    assert "90.0" in case["evidence"] and ONE in case["evidence"] and "5 sessions" in case["evidence"]


def test_an_issuer_code_that_changes_while_it_trades_is_one_security_and_asked():
    identity = known(seen("ABC", 0, 50, isin=ONE, closes=90.0), seen("ABC", 51, 199, isin=OTHER, opens=90.0))
    assert set(securities(identity)) == {"NSE:ABC"}
    (case,) = queue(identity).values()
    assert (case["provisional_verdict"], case["session"]) == ("same", SESSIONS[51])


def test_an_issuer_code_that_changes_overnight_with_another_previous_close_cuts_and_is_asked():
    identity = known(seen("ABC", 0, 50, isin=ONE, closes=90.0), seen("ABC", 51, 199, isin=OTHER, opens=100.0))
    assert len(securities(identity)) == 2 and len(queue(identity)) == 1


def test_an_issuer_that_changes_within_files_not_held_cuts_and_is_asked():
    held = [*SESSIONS[:50], *SESSIONS[120:]]
    identity = known(seen("ABC", 0, 49, isin=ONE), seen("ABC", 120, 199, isin=OTHER), sessions=held)
    assert len(securities(identity)) == 2
    (case,) = queue(identity).values()
    assert "files of 44 sessions" in case["evidence"]


def unknown_return(**more):
    """A symbol without an ISIN before an absence, and with a listing on its return."""
    return known(
        seen("ABC", 0, 50, closes=90.0), seen("ABC", 80, 199, opens=100.0),
        masters=[master("ABC", OTHER, SESSIONS[80])], **more,
    )  # fmt: skip


def test_a_return_that_a_master_calls_a_listing_is_another_company_until_somebody_decides():
    identity = unknown_return()
    (case,) = queue(identity).values()
    assert (case["status"], case["provisional_verdict"]) == ("open", "different")
    assert set(securities(identity)) == {"NSE:ABC", f"NSE:ABC@{SESSIONS[80]}"}


@pytest.mark.parametrize(("verdict", "count"), [("same", 1), ("different", 2)])
def test_either_decision_settles_such_a_return(verdict, count):
    identity = unknown_return(decisions=decided("ABC", "ABC", SESSIONS[80], verdict))
    (case,) = queue(identity).values()
    assert (case["status"], case["verdict"], case["provisional_verdict"]) == ("settled", verdict, "different")
    assert case["reason"] and "no ISIN known before" in case["evidence"]
    assert len(securities(identity)) == count
    # Either way its first session back is compared with nothing.
    assert SESSIONS[80] in {r["listing_session"] for r in identity.lines.to_pylist()}


def test_a_relisting_of_the_same_issuer_is_the_same_security_with_a_second_listing_day():
    identity = known(
        seen("ABC", 0, 50, isin=ONE, closes=90.0), seen("ABC", 80, 199, opens=40.0),
        masters=[master("ABC", ONE, SESSIONS[80])],
    )  # fmt: skip
    assert lines(identity) == {
        ("NSE:ABC", "ABC", START, SESSIONS[80]), ("NSE:ABC", "ABC", SESSIONS[80], None),
    }  # fmt: skip
    listed = {r["valid_from"]: r["listing_session"] for r in identity.lines.to_pylist()}
    assert listed == {START: None, SESSIONS[80]: SESSIONS[80]} and identity.queue.num_rows == 0


def test_a_move_to_the_main_board_after_an_absence_carries_its_close_over_and_is_no_listing():
    """As SHIVAUM in November 2025."""
    identity = known(
        seen("ABC", 0, 50, series="SM", closes=300.0), seen("ABC", 80, 199, opens=300.0),
        masters=[master("ABC", OTHER, SESSIONS[80])],
    )  # fmt: skip
    assert lines(identity) == {("NSE:ABC", "ABC", START, None)} and identity.queue.num_rows == 0


def test_an_absence_that_no_list_speaks_of_changes_nothing():
    identity = known(seen("ABC", 0, 50, series="BZ"), seen("ABC", 120, 199, series="BZ"))
    assert lines(identity) == {("NSE:ABC", "ABC", START, None)} and identity.queue.num_rows == 0


def test_the_entitlements_of_two_rights_issues_are_two_securities():
    identity = known(seen("ABC-RE", 0, 6), seen("ABC-RE", 100, 106))
    assert set(securities(identity)) == {"NSE:ABC-RE", f"NSE:ABC-RE@{SESSIONS[100]}"}


def test_a_decision_cuts_where_no_rule_asks():
    identity = known(
        seen("ABC", 0, 199, isin=ONE), decisions=decided("ABC", "ABC", SESSIONS[60], "different")
    )
    assert set(securities(identity)) == {"NSE:ABC", f"NSE:ABC@{SESSIONS[60]}"}
    (case,) = queue(identity).values()
    assert case["status"] == "settled" and case["provisional_verdict"] is None


def test_a_decision_keeps_together_what_a_rule_cuts_silently():
    evidence = seen("ABC", 0, 50, isin=ONE), seen("ABC", 80, 199, isin=OTHER)
    identity = known(*evidence, decisions=decided("ABC", "ABC", SESSIONS[80], "same"))
    assert set(securities(identity)) == {"NSE:ABC"} and len(queue(identity)) == 1
