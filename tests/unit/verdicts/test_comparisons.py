"""Sentences that compare, those that only look like it, and what they are held against."""

from dataclasses import replace

import pytest

from bhavhouse.verdicts.comparisons import comparisons
from bhavhouse.verdicts.windows import Window
from claimed import DAY, SEEN, article, back, counts, fact, levels, market, told_of, verdict

BESIDE = [fact(index_as_printed="Nifty Smallcap 100", value=1.0)]


def read(text: str):
    return comparisons(article(text), BESIDE)


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(c.aspect, c.fact["index_as_printed"], c.fact["compared_with"]) for c in read(text)]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("BSE Smallcap rose 2.52%, outpacing the Sensex.", [("ahead", "BSE Smallcap", "Sensex")]),
        (
            "Midcaps outperformed the Nifty and the Sensex.",
            [("ahead", "Midcaps", "Nifty"), ("ahead", "Midcaps", "Sensex")],
        ),
        ("The BSE Midcap index underperformed the Sensex.", [("behind", "BSE Midcap index", "Sensex")]),
        ("Bank Nifty trailed the Nifty on Monday.", [("behind", "Bank Nifty", "Nifty")]),
        ("The index beat the Nifty 50.", [("ahead", "Nifty Smallcap 100", "Nifty 50")]),
        ("Small caps were the best-performing segment.", [("best", "Small caps", None)]),
        ("The worst-performing market cap segment was midcap.", [("worst", "midcap", None)]),
        ("Market breadth was positive.", [("breadth strong", None, None)]),
        ("Breadth in the midcap segment was weak.", [("breadth weak", "midcap segment", None)]),
        ("Market breadth has improved.", [("breadth better", None, None)]),
        ("Breadth deteriorated.\nBreadth deteriorated.", [("breadth worse", None, None)]),
    ],
)
def test_a_sentence_that_compares_is_read(text, claims):
    assert told(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "Midcaps could outperform the Sensex.",
        "Midcaps may have outperformed the Sensex.",
        "If midcaps outperformed the Nifty, breadth was strong.",
        "Midcaps did not outperform the Nifty.",
        "Midcaps haven’t outperformed the Nifty.",
        "Historically midcaps outperformed the Nifty.",
        "Midcaps had outperformed the Nifty.",
        "Midcaps outperformed the Nifty last year.",
        "Have midcaps outperformed the Nifty?",
        "Small caps outperformed large caps on Wall Street.",
        "US small caps beat large caps.",
        "The stock outperformed the Sensex.",
        "Man Industries, a smallcap stock, outperformed the Sensex.",
        "Reliance outperformed the Sensex.",
        "Sensex constituent Reliance outperformed the Nifty.",
        "The Sensex fell but the midcap index outperformed the Nifty.",
        "The midcap index trades at a trailing P/E of 30 against the Nifty.",
        "Midcap firms beat estimates as the Nifty fell.",
        "The best-performing stock in the smallcap index rose 9%.",
        "The top performing sector of the Nifty index was IT.",
        "IT stocks outperformed.",
        "Breadth was weak despite positive global cues.",
        "Breadth was positive this week.",
        "The mixed breadth profile was weak.",
        "CLSA cuts Nifty Bank to Hold from Outperform.",
        "x" * 1001 + " breadth was weak",
        "",
    ],
)
def test_conditions_forecasts_history_other_markets_and_other_subjects_are_not(text):
    assert told(text) == []


def test_a_sentence_has_its_own_time_else_that_of_the_index_returns_beside_it():
    (own,) = read("Midcaps outperformed the Nifty in the past three months.")
    assert own.window == Window("months", 3)
    beside = [fact(index_as_printed="Nifty", value=1.0, horizon="5 sessions")]
    (other,) = comparisons(article("Midcaps outperformed the Nifty."), beside)
    assert other.window == Window("sessions", 5)


@pytest.mark.parametrize("at", [SEEN, None])
def test_its_claim_is_known_since_publication_else_since_it_was_seen(at):
    (found,) = comparisons(article("Breadth was weak.", published_at=at), [])
    assert found.fact["known_at"] == SEEN and found.kind == "comparison"


@pytest.mark.parametrize("text", ["The PMI rose to 57.", "GDP grew 7.8%.", "CPI inflation eased to 2%."])
def test_what_no_exchange_tells_is_kept_with_what_it_needs(text):
    (found,) = read(text)
    assert (found.kind, told_of(found, market())[2]) == ("unmeasured", "not_checkable")


SIZES = [
    *levels("ours_cap_large_cap", 100, 101),
    *levels("ours_cap_mid_cap", 100, 102),
    *levels("ours_cap_small_cap", 100, 103),
]


@pytest.mark.parametrize(
    ("text", "basis", "verdict_"),
    [
        ("Small caps were the best-performing segment.", "own_index", "confirmed"),
        ("Mid caps were the best-performing segment.", "own_index", "close"),
        ("Large caps were the best-performing segment.", "own_index", "contradicted"),
        ("Large caps were the worst-performing segment.", "own_index", "confirmed"),
        ("Bank Nifty outperformed the Nifty.", "exact", "confirmed"),
        ("The Nifty outperformed Bank Nifty.", "exact", "contradicted"),
        ("Midcaps outperformed the Nifty.", "own_index", "confirmed"),
        ("Midcaps underperformed the Nifty.", "own_index", "contradicted"),
        ("The Nifty outperformed large caps.", "own_index", "close"),
        ("The Nifty outperformed the Sensex.", "only stand-ins that are one", "not_checkable"),
        ("Microcaps were the best-performing segment.", "only large", "not_checkable"),
        ("Bank Nifty outperformed the Nifty in the past three months.", "no levels of", "not_checkable"),
    ],
)
def test_an_order_or_a_gap_is_held_against_returns(text, basis, verdict_):
    held = market(SIZES, levels("nifty_50", 100, 100.8), levels("nifty_bank", 100, 101))
    found = told_of(read(text)[0], held)
    assert found[2] == verdict_ and (verdict_ == "not_checkable" or found[1] == basis)
    assert verdict(read(text)[0], held, None) == "not_checkable"


def test_sizes_are_ranked_only_where_each_has_a_return():
    assert (
        verdict(read("Small caps were the best-performing segment.")[0], market(SIZES[2:])) == "not_checkable"
    )


@pytest.mark.parametrize(
    ("text", "last", "verdict_"),
    [
        ("Breadth was positive.", (60, 40), "confirmed"),
        ("Breadth was positive.", (48, 50), "close"),
        ("Breadth was weak.", (80, 40), "contradicted"),
        ("Breadth has improved.", (60, 40), "confirmed"),
        ("Breadth has deteriorated.", (60, 40), "contradicted"),
        ("Breadth was positive.", (60, 0), "not_checkable"),
    ],
)
def test_breadth_is_held_against_the_session_and_its_course_against_five_sessions_before(
    text, last, verdict_
):
    before = [row for n in range(1, 10) for row in counts("nse_all", 40, 60, back(n))]
    held = market(counts("nse_all", *last), before)
    (asked,) = read(text)
    assert verdict(asked, held) == verdict_
    assert (
        verdict(replace(asked, aspect="breadth better"), market(counts("nse_all", 6, 4))) == "not_checkable"
    )
    assert verdict(asked, market(), DAY) == "not_checkable"
