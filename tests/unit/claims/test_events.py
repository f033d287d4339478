"""Claims in, events and their versions out."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bhavhouse.claims.events import Claim, Event, Events, untold
from bhavhouse.contracts.ratings import WHAT
from bhavhouse.news.grades import ordinal

SESSIONS = [
    date(2026, 2, 2) + timedelta(n) for n in range(40) if (date(2026, 2, 2) + timedelta(n)).weekday() < 5
]
NOON = datetime(2026, 2, 12, 6, tzinfo=UTC)
HEG = {
    "security_id": "NSE:HEG",
    "company_as_printed": "HEG",
    "rater": "model",
    "scale_id": "model_call",
    "kind": "rating_change",
    "from_grade": "Hold",
    "to_grade": "Buy",
    "direction": "upgrade",
    "effective_session": date(2026, 2, 12),
}


def claim(
    n: int,
    origin: str = "article",
    *,
    story: str = "",
    day: int = 0,
    is_retraction: bool = False,
    **told: Any,
) -> Claim:
    """The n-th claim received, `day` days after noon of 12 Feb 2026."""
    columns = {column.name: None for column in WHAT} | HEG | told
    at = NOON + timedelta(days=day)
    return Claim(
        told.get("claim_id", f"c{n}"),
        origin,
        (n, 1),
        at,
        at,
        columns,
        story or f"s{n}",
        f"p{n}",
        f"u{n}",
        is_retraction,
    )


def events(*claims: Claim) -> list[Event]:
    return Events(SESSIONS, ordinal).take(claims).all


def versions(*claims: Claim) -> list[list[tuple[str, int, int]]]:
    """Status, evidence and publishers of each version of each event."""
    told = ("status", "evidence_count", "publisher_count")
    return [[tuple(row[name] for name in told) for row in event.history] for event in events(*claims)]


def retracted(n: int, of: int) -> Claim:
    before = claim(of)
    return Claim(
        before.claim_id,
        "article",
        (n, -1),
        NOON + timedelta(1),
        None,
        before.told,
        before.story,
        "p",
        "u",
        True,
    )


def test_a_second_story_confirms_the_event_and_a_copy_of_the_first_does_not():
    assert versions(claim(1), claim(2), claim(3, story="s1")) == [[("active", 1, 1), ("confirmed", 2, 2)]]


@pytest.mark.parametrize(
    "other",
    [
        {"security_id": "NSE:ADOR"},
        {"to_grade": "Strong Buy"},
        {"scale_id": "broker_five", "rater": "broker"},
        {"kind": "technical_call_change"},
        {"effective_session": date(2026, 2, 20)},
    ],
)
def test_another_security_grade_scale_kind_or_week_is_another_event(other):
    assert len(events(claim(1), claim(2, **other))) == 2


def test_five_sessions_apart_is_one_event_and_the_earliest_session_counts():
    (event,) = events(claim(1, effective_session=date(2026, 2, 19)), claim(2))
    assert [row["effective_session"] for row in event.history] == [date(2026, 2, 19), date(2026, 2, 12)]
    assert event.told["status"] == "confirmed"


def test_synonyms_of_one_grade_are_one_change_and_two_houses_are_two():
    told = {"scale_id": "broker_five", "rater": "broker", "firm": "Citi"}
    assert len(events(claim(1, **told), claim(2, **{**told, "to_grade": "Outperform"}))) == 1
    assert len(events(claim(1, **told), claim(2, **{**told, "firm": "CLSA"}))) == 2


def test_a_claim_without_a_house_joins_one_event_and_none_of_two():
    told = {"scale_id": "broker_five", "rater": "broker"}
    assert len(events(claim(1, firm="Citi", **told), claim(2, **told))) == 1
    assert len(events(claim(1, firm="Citi", **told), claim(2, firm="CLSA", **told), claim(3, **told))) == 3


def test_an_undated_claim_joins_what_was_learnt_of_in_its_week_alone():
    undated = {"effective_session": None}
    (event,) = events(claim(1, **undated), claim(2, day=3))
    assert event.told["effective_session"] == date(2026, 2, 12)
    assert len(events(claim(1, **undated), claim(2, day=9))) == 2


def test_a_vendor_and_an_article_meet_in_one_event_and_the_vendor_is_believed():
    vendor = {"scale_id": "broker_five", "rater": "broker", "firm": "Citi", "analyst": "A. Rao"}
    article = {**vendor, "analyst": None, "from_grade": None}
    (event,) = events(claim(1, **article), claim(2, "vendor", **vendor))
    assert (event.told["analyst"], event.told["from_grade"], event.told["evidence_count"]) == (
        "A. Rao",
        "Hold",
        2,
    )


def test_an_article_that_takes_its_claim_back_withdraws_what_it_alone_told():
    assert versions(claim(1), retracted(2, 1))[0][-1] == ("withdrawn", 0, 0)
    assert versions(claim(1), claim(2), retracted(3, 1)) == [
        [("active", 1, 1), ("confirmed", 2, 2), ("corrected", 1, 1)]
    ]


def test_the_opposite_of_the_same_session_contradicts_both_until_one_is_withdrawn():
    down = {"from_grade": None, "to_grade": "Sell", "direction": "downgrade"}
    one, two = events(claim(1, from_grade=None), claim(2, **down))
    assert one.told["status"] == two.told["status"] == "contradicted"
    assert (one.told["contradicts"], two.told["contradicts"]) == (two.event_id, one.event_id)
    one, two = events(claim(1, from_grade=None), claim(2, **down), retracted(3, 1))
    assert (one.told["status"], two.told["status"], two.told["contradicts"]) == (
        "withdrawn",
        "corrected",
        None,
    )


def test_a_grade_that_goes_up_and_then_down_contradicts_nothing():
    back = {"from_grade": "Buy", "to_grade": "Hold", "direction": "downgrade"}
    assert [event.told["status"] for event in events(claim(1), claim(2, **back))] == ["active", "active"]


def logged(log: list[dict[str, Any]], *claims: Claim) -> list[dict[str, Any]]:
    """The log after a build that knows these claims."""
    return log + list(untold(events(*claims), log))


def test_what_is_told_twice_adds_nothing_and_what_is_new_follows():
    log = logged([], claim(1))
    assert logged(log, claim(1)) == log
    after = logged(log, claim(1), claim(2))
    assert after[: len(log)] == log
    assert [(row["feed_seq"], row["version"], row["status"]) for row in after] == [
        (1, 1, "active"),
        (2, 2, "confirmed"),
    ]


def test_a_name_that_is_resolved_later_is_a_correction_of_the_same_event():
    log = logged([], claim(1, security_id=None))
    after = logged(log, claim(1))
    assert after[0] == log[0] and len(after) == 2
    assert (after[1]["event_id"], after[1]["status"]) == (log[0]["event_id"], "corrected")
    assert after[1]["security_id"] == "NSE:HEG"


def test_two_events_that_turn_out_to_be_one_leave_one_withdrawn():
    apart = claim(2, security_id=None, company_as_printed="HEG Ltd")
    log = logged([], claim(1), apart)
    after = logged(log, claim(1), claim(2))
    last = {row["event_id"]: row["status"] for row in after}
    assert sorted(last.values()) == ["confirmed", "withdrawn"] and after[: len(log)] == log


CLAIMS = st.lists(
    st.builds(
        lambda n, sec, up, day, back: (n, sec, up, day, back),
        st.integers(1, 6),
        st.sampled_from(["NSE:A", "NSE:B"]),
        st.booleans(),
        st.sampled_from([None, *SESSIONS[:12]]),
        st.booleans(),
    ),
    max_size=12,
)


@given(CLAIMS, st.integers(0, 12))
def test_whatever_comes_what_was_told_stays_and_the_numbers_have_no_gap(drawn, cut):
    claims = []
    for order, (n, security, is_up, day, back) in enumerate(drawn, 1):
        told = {"security_id": security, "effective_session": day, "claim_id": f"{n}{security}{is_up}{day}"}
        told |= {} if is_up else {"from_grade": "Buy", "to_grade": "Sell", "direction": "downgrade"}
        claims.append(claim(order, is_retraction=back, **told))
    first = logged([], *claims[:cut])
    second = logged(first, *claims)
    assert second[: len(first)] == first and logged(second, *claims) == second
    assert [row["feed_seq"] for row in second] == list(range(1, len(second) + 1))
    for event_id in {row["event_id"] for row in second}:
        own = [row["version"] for row in second if row["event_id"] == event_id]
        assert own == list(range(1, len(own) + 1))
