"""One security, several symbols, of which the exchange's list does not tell."""

import logging

from bhavhouse.market.identity import Change
from identities import SESSIONS, START, decided, known, lines, master, queue, securities, seen

ONE, NEXT, OTHER = "INE144J01019", "INE144J01027", "INE253B01015"
SPRING = SESSIONS[60]
JOINED = {("NSE:OLD", "OLD", START, SPRING), ("NSE:OLD", "NEW", SPRING, None)}


def test_one_isin_under_two_symbols_one_after_the_other_is_one_security():
    identity = known(seen("OLD", 0, 59, isin=ONE), seen("NEW", 75, 199, isin=ONE))
    assert lines(identity) == {
        ("NSE:OLD", "OLD", START, SESSIONS[75]), ("NSE:OLD", "NEW", SESSIONS[75], None),
    }  # fmt: skip
    assert identity.queue.num_rows == 0


def test_one_isin_under_two_symbols_at_once_is_never_joined_and_asked():
    identity = known(seen("OLD", 0, 100, isin=ONE), seen("NEW", 60, 199, isin=ONE))
    assert set(securities(identity)) == {"NSE:OLD", "NSE:NEW"}
    (case,) = queue(identity).values()
    assert (case["case_id"], case["provisional_verdict"]) == (f"OLD>NEW@{SPRING}", "different")
    assert ONE in case["question"]


def renamed(**more):
    return known(seen("OLD", 0, 59, closes=81.35), seen("NEW", 60, 199, opens=81.35), **more)


def test_a_rename_that_the_list_misses_is_joined_by_the_close_carried_over():
    identity = renamed()
    assert lines(identity) == JOINED and identity.queue.num_rows == 0
    assert {r["listing_session"] for r in identity.lines.to_pylist()} == {None}


def test_a_decision_parts_what_the_close_joins_and_what_the_list_joins():
    apart = decided("OLD", "NEW", SPRING, "different")
    assert set(securities(renamed(decisions=apart))) == {"NSE:OLD", "NSE:NEW"}
    listed = renamed(decisions=apart, changes=(Change("OLD", "NEW", SPRING),))
    assert set(securities(listed)) == {"NSE:OLD", "NSE:NEW"}
    assert [case["status"] for case in queue(listed).values()] == ["settled"]


def test_a_decision_joins_what_no_rule_would():
    identity = known(
        seen("OLD", 0, 40, closes=81.35), seen("NEW", 60, 199, opens=20.0),
        decisions=decided("OLD", "NEW", SPRING, "same"),
    )  # fmt: skip
    assert lines(identity) == JOINED


def test_two_symbols_that_end_on_one_close_are_not_joined_but_asked():
    identity = known(
        seen("OLD", 0, 59, closes=100.0), seen("ALSO", 0, 59, closes=100.0), seen("NEW", 60, 199, opens=100.0)
    )
    assert len(securities(identity)) == 3
    assert set(queue(identity)) == {f"ALSO>NEW@{SPRING}", f"OLD>NEW@{SPRING}"}
    assert {case["provisional_verdict"] for case in queue(identity).values()} == {"different"}


def test_two_symbols_that_begin_on_one_close_are_not_joined_but_asked():
    identity = known(
        seen("OLD", 0, 59, closes=100.0), seen("ALSO", 60, 199, opens=100.0),
        seen("NEW", 60, 199, opens=100.0),
    )  # fmt: skip
    assert len(securities(identity)) == 3 and len(queue(identity)) == 2


def test_a_listing_at_the_close_of_a_name_that_ended_is_no_rename():
    identity = renamed(masters=[master("NEW", OTHER, SPRING)])
    assert set(securities(identity)) == {"NSE:OLD", "NSE:NEW"} and identity.queue.num_rows == 0


def test_shares_of_two_issuers_are_never_joined_by_a_close():
    identity = known(
        seen("OLD", 0, 59, isin=ONE, closes=81.35), seen("NEW", 60, 199, isin=OTHER, opens=81.35)
    )
    assert set(securities(identity)) == {"NSE:OLD", "NSE:NEW"} and identity.queue.num_rows == 0


def test_a_close_carried_over_to_the_other_board_is_asked():
    identity = known(seen("OLD", 0, 59, series="SM", closes=81.35), seen("NEW", 60, 199, opens=81.35))
    assert len(securities(identity)) == 2 and len(queue(identity)) == 1


def test_a_close_carried_over_some_silent_sessions_is_asked():
    identity = known(seen("OLD", 0, 55, closes=81.35), seen("NEW", 60, 199, opens=81.35))
    assert len(securities(identity)) == 2
    (case,) = queue(identity).values()
    assert "4 sessions between" in case["evidence"]


def test_a_close_carried_over_a_hole_of_the_files_is_asked():
    held = [*SESSIONS[:61], *SESSIONS[62:]]  # without a Monday
    identity = known(seen("OLD", 0, 60, closes=81.35), seen("NEW", 62, 199, opens=81.35), sessions=held)
    assert len(securities(identity)) == 2 and len(queue(identity)) == 1


def test_what_ends_on_the_last_session_held_or_begins_on_the_first_is_no_rename():
    identity = known(seen("OLD", 0, 199, closes=81.35), seen("NEW", 0, 199, opens=81.35))
    assert len(securities(identity)) == 2 and identity.queue.num_rows == 0


def test_shares_of_one_issuer_under_two_symbols_are_joined_and_asked():
    """A consolidation or scheme on the day of the rename: another previous close, a new serial."""
    identity = known(seen("OLD", 0, 59, isin=ONE, closes=81.35), seen("NEW", 60, 199, isin=NEXT, opens=813.5))
    assert lines(identity) == JOINED
    (case,) = queue(identity).values()
    assert (case["status"], case["provisional_verdict"]) == ("open", "same")


def test_shares_with_differential_rights_are_another_line_of_the_issuer():
    identity = known(
        seen("OLD", 0, 59, isin="IN9144A01015", closes=81.35), seen("NEW", 60, 199, isin=ONE, opens=813.5)
    )
    assert len(securities(identity)) == 2 and identity.queue.num_rows == 0


def test_a_change_that_the_list_dates_early_takes_effect_when_the_new_symbol_begins():
    """As QUALITY to QUALITY30: listed for 18 July 2025, the new symbol traded from the 21st."""
    identity = known(seen("OLD", 0, 59), seen("NEW", 60, 199), changes=(Change("OLD", "NEW", SESSIONS[59]),))
    assert lines(identity) == JOINED


def test_a_decision_that_concerns_nothing_is_told_and_harms_nothing(caplog):
    with caplog.at_level(logging.WARNING, "bhavhouse"):
        identity = renamed(decisions=decided("WHO", "NEW", SPRING, "same"))
    assert lines(identity) == JOINED and identity.queue.num_rows == 0
    assert f"WHO>NEW@{SPRING} concerns nothing" in caplog.text
