"""The session of an article: stated, published, inferred, or none."""

from datetime import date, datetime, timedelta

import pytest

from bhavhouse.clock import IST
from bhavhouse.verdicts.checked import checks, date_articles
from bhavhouse.verdicts.dating import LEAST_MARGIN, dated
from claimed import CALENDAR, DAY, HELD, back, fact, levels, market, mover, read_article, shares

FRIDAY, MONDAY = date(2026, 2, 6), date(2026, 2, 9)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=IST)


def found(made, *facts, **told):
    article = read_article(*facts, **told)
    return dated(article.facts, article.claims, article.published_at, made)


def on(*days: date):
    return [fact(index_as_printed="Nifty", value=float(n), stated_on=day) for n, day in enumerate(days)]


@pytest.mark.parametrize(
    ("days", "session"),
    [
        ([DAY], DAY),
        ([FRIDAY, FRIDAY, DAY], FRIDAY),
        ([FRIDAY, DAY], DAY),
        ([FRIDAY + timedelta(1)], FRIDAY),
        ([CALENDAR[0] - timedelta(1)], None),
        ([date(2062, 2, 12)], None),
    ],
)
def test_the_day_that_most_facts_tell_is_the_articles(days, session):
    told = found(market(), *on(*days))
    assert (told.session, told.basis) == (session, "stated")


@pytest.mark.parametrize(
    ("published_at", "session", "is_intraday"),
    [
        (at(MONDAY, 8), FRIDAY, False),
        (at(MONDAY, 9, 15), MONDAY, True),
        (at(MONDAY, 15, 29), MONDAY, True),
        (at(MONDAY, 15, 30), MONDAY, False),
        (at(MONDAY, 0), MONDAY, False),
        (at(FRIDAY + timedelta(1), 11), FRIDAY, False),
        (at(date(2026, 1, 26), 11), date(2026, 1, 23), False),
        (at(date(2026, 2, 1), 11), date(2026, 2, 1), True),
    ],
)
def test_an_article_without_a_day_is_of_the_session_of_its_publication(published_at, session, is_intraday):
    told = found(market(), fact(index_as_printed="Nifty", value=5.0), published_at=published_at)
    assert (told.session, told.basis, told.is_intraday) == (session, "published", is_intraday)


def test_one_published_within_a_session_is_of_the_one_before_if_most_of_its_claims_are_true_of_that():
    held = market(levels("nifty_50", 100, 105, 105, end=MONDAY))
    told = found(held, fact(index_as_printed="Nifty", value=5.0), published_at=at(MONDAY, 11))
    assert (told.session, told.is_intraday) == (FRIDAY, False)


def test_what_is_told_within_a_session_is_no_close_but_a_level_may_lie_in_the_range():
    held = market(levels("nifty_50", 100, 105, low=99.0, high=106.0))
    article = read_article(
        fact(index_as_printed="Nifty", value=3.0, stated_on=DAY),
        fact(index_as_printed="Nifty", value=5.0, stated_on=back(1)),
        fact("price_level", index_as_printed="Nifty", value=103.0, unit="points", role="last", stated_on=DAY),
        published_at=at(DAY, 11),
    )
    date_articles([article], held)
    rows = {(row["kind"], row["claimed_value"]): row for row in checks([article], held)}
    assert rows["index_return", 3.0]["reason"].startswith("it was written before the close")
    assert rows["index_return", 5.0]["verdict"] == "not_checkable"
    assert rows["price_level", 103.0]["verdict"] == "confirmed"


# A share that moves by another figure each session, so that one claim tells the session.
MOVES = [float(n % 37 - 18) for n in range(1, len(HELD))]
CLOSES = [100.0]
for move in MOVES:
    CLOSES.append(CLOSES[-1] * (1 + move / 100))
STEADY = shares("NSE:S", *[100.0 * 1.1**n for n in range(60)])
WALK = shares("NSE:A", *CLOSES)
A_MOVE = MOVES[-1]


def test_claims_that_few_sessions_bear_out_tell_the_session_with_score_and_margin():
    other = shares("NSE:B", *[None] * 3, *(100 + 7 * (n % 11) for n in range(40)))
    b = 100 * (other[-2][1]["close_inr"] / other[-4][1]["close_inr"] - 1)
    told = found(market(WALK, other), mover("NSE:A", A_MOVE), mover("NSE:B", round(b, 2)))
    assert (told.session, told.basis, told.likeliest) == (DAY, "inferred", DAY)
    assert told.score > 4 and told.margin > LEAST_MARGIN and told.tried == len(HELD)
    assert {e.session for e in told.evidence} == {told.likeliest, told.runner_up}
    assert sum(e.weight for e in told.evidence if e.session == DAY) == pytest.approx(told.score)


@pytest.mark.parametrize(
    "facts",
    [
        [mover("NSE:A", A_MOVE)],
        [mover("NSE:S", 10.0)],
        [mover("NSE:A", None, direction="up")],
        [fact("price_level", index_as_printed="Nifty", value=100.0, role="support")],
        [mover("NSE:UNHEARD", 5.0)],
        [],
    ],
)
def test_claims_that_hold_on_many_sessions_or_none_leave_an_article_undated(facts):
    told = found(market(WALK, STEADY), *facts, text="Breadth was weak.")
    assert (told.session, told.basis) == (None, "undated")


def test_an_undated_article_keeps_its_claims_and_tells_the_likeliest_sessions():
    held = market(WALK)
    article = read_article(mover("NSE:A", A_MOVE))
    assert not date_articles([article], held)
    (row,) = checks([article], held)
    assert (row["session"], row["session_basis"], row["verdict"]) == (None, "undated", "not_checkable")
    assert f"{article.dated.likeliest} fits best, yet not by enough over" in row["reason"]


def test_results_that_are_due_bound_the_sessions_and_the_nearer_are_likelier():
    scheduled = fact("result_scheduled", stated_on=DAY)
    told = found(market(STEADY), mover("NSE:S", 10.0), scheduled)
    assert told.tried == 10 and told.likeliest == back(1) and told.runner_up == back(2)
    assert told.score - told.margin < told.score and told.basis == "undated"


def test_no_session_after_the_day_it_was_first_seen_is_tried():
    seen = at(back(5), 20)
    told = found(market(WALK), mover("NSE:A", A_MOVE, known_at=seen))
    assert told.likeliest is not None and told.likeliest <= back(5) and told.tried == len(HELD) - 5


def test_over_has_an_end_when_it_tells_a_session():
    """More than 18% is true of each such rise, more than 9% hardly of one of 18%."""
    closes = [100.0, *[100.0 if n % 2 else 118.0 for n in range(40)], 109.3]
    told = found(market(shares("NSE:A", *closes)), mover("NSE:A", 9.0, bound="over"))
    assert told.likeliest == DAY


def test_a_mere_direction_tells_no_session():
    """Tightened as "over" is, it would be a move by 0, which the true session does not show."""
    facts = [mover("NSE:A", A_MOVE), mover("NSE:A", None, direction="up" if A_MOVE > 0 else "down")]
    alone, both = (found(market(WALK), *part) for part in (facts[:1], facts))
    assert alone == both and alone.score > 0


def test_facts_in_another_order_date_an_article_alike():
    facts = [mover("NSE:A", A_MOVE), mover("NSE:S", 10.0), fact("result_scheduled", stated_on=DAY)]
    held = market(WALK, STEADY)
    assert found(held, *facts) == found(held, *reversed(facts))
