"""Purposes of board meetings: which are about results, and what each print tells of its meeting."""

import pytest

from bhavhouse.market.meetings import is_results, new_day, what_is_told

MOVED = (
    "Financial Results ACME : 18-Dec-2025 : The Company has informed the Exchange that a Board meeting to be "
    "held on December 17, 2025 has been re-scheduled. Further, the Company has informed the Exchange that "
    "the meeting of the Board of Directors of the Company will be held on December 18, 2025"
)


@pytest.mark.parametrize(
    "purpose",
    [
        "Financial Results To consider and approve the financial results for the period ended June 30, 2025",
        "Financial Results/Dividend To consider the accounts and dividend",
        "Board Meeting Intimation To consider the quarterly Un-Audited results and dividend",
        "Other business matters To take on record the Unaudited Standalone and Consolidated RESULTS",
        "Outcome of Board Meeting for dissemination of Un-Audited Financial Results (Standalone)",
        "Others To approve the financial result of the half year",
        "Results/Dividend",
        "ToResults consider inter alia the accounts",  # as files of about 2015 print it
        "To iResultsinter alia consider",
        MOVED,
        "Financial Results and voting results of the postal ballot",
    ],
)
def test_a_purpose_that_speaks_of_results_is_a_results_meeting(purpose):
    assert is_results(purpose)


@pytest.mark.parametrize(
    "purpose",
    [
        "Dividend To consider declaration of interim dividend",
        "Fund Raising/Other business matters To consider Fund Raising and other business matters",
        "Other business matters To consider other business matters",
        "Bonus To consider issue of bonus shares",
        "Outcome of Board Meeting ACME : Acme Limited has informed the Exchange regarding Board meeting",
        "AGM voting results and postal ballot",
        "Others To declare the results of the postal ballot",
        "To note the results of the remote e-voting",
        "Voting Results of the Extra Ordinary General Meeting",
        "Others Scrutinizer's report and results of voting",
        "Fund Raising as a result of which the capital rises",
        "Scheme which results in a change of control",
    ],
)
def test_dividends_fund_raising_and_votes_alone_are_no_results(purpose):
    assert not is_results(purpose)


@pytest.mark.parametrize(
    ("purpose", "told"),
    [
        ("Financial Results To consider and approve the financial results", "notice"),
        ("Fund Raising To consider Fund Raising at the meeting to be held on Monday", "notice"),
        ("Buyback To consider the postponed buyback, withdrawn in May", "notice"),
        (MOVED, "moved"),
        ("Dividend The meeting of the Board scheduled on May 2 stands postponed to a later day", "moved"),
        (
            "Financial Results The Board Meeting due on 9 September was adjourned for want of a quorum",
            "moved",
        ),
        ("Financial Results ACME : Board meeting to be held on May 2, 2025 has been cancelled.", "withdrawn"),
        ("Others The meeting called for May 2 stands called off", "withdrawn"),
        ("Outcome of Board Meeting ACME : Board meeting held on May 2, 2025.", "outcome"),
        ("Outcome of Board Meeting The meeting was adjourned and concluded on May 3", "outcome"),
        (
            "Dividend ACME : Board of Directors at its meeting held on May 2, 2025, declared a dividend",
            "outcome",
        ),
    ],
)
def test_what_a_print_tells_follows_from_its_words(purpose, told):
    assert what_is_told(purpose) == told


def test_the_new_day_of_a_moved_meeting_stands_between_two_colons():
    assert new_day(MOVED) == "18-Dec-2025"
    assert new_day("Dividend The meeting stands postponed to 18-Dec-2025") is None
