"""Claims that do not go together."""

from datetime import datetime

import pytest

from bhavhouse.clock import IST
from bhavhouse.contracts.verdicts import CONFLICTS
from bhavhouse.verdicts.checked import date_articles
from bhavhouse.verdicts.conflicts import Conflicts, against_themselves
from claimed import DAY, back, fact, market, mover, read_article


def told(*articles, **first) -> list[tuple[str, str, str]]:
    """Articles, each by its facts, and more of the first -> kind and the articles of each conflict."""
    made = [
        read_article(*facts, article_id=str(n), **({} if n else first)) for n, facts in enumerate(articles)
    ]
    held = market()
    date_articles(made, held)
    conflicts = Conflicts(held)
    found = [row for article in made for row in conflicts.of(article)]
    assert {row["kind"] for row in found} <= set(CONFLICTS)
    assert len({(r["claim_id"], r["other_claim_id"], r["kind"]) for r in found}) == len(found)
    return [(r["kind"], r["article_id"], r["other_article_id"]) for r in found]


def nifty(value: float | None, day=DAY, **more):
    return fact(index_as_printed="Nifty", value=value, stated_on=day, **more)


def breadth(up: int, down: int, index: str | None = "Nifty", day=DAY):
    return fact("advance_decline", index_as_printed=index, advances=up, declines=down, stated_on=day)


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ([nifty(2.52), breadth(384, 818)], 1),
        ([nifty(-2.52), breadth(818, 384)], 1),
        ([nifty(2.52), breadth(384, 818), breadth(385, 818)], 1),
        ([nifty(2.52, None), breadth(384, 818, day=None)], 1),
        ([nifty(2.52), breadth(818, 384)], 0),
        ([nifty(0.2), breadth(384, 818)], 0),
        ([nifty(2.52), breadth(450, 550)], 0),
        ([nifty(2.52), breadth(384, 818, "BSE Smallcap")], 0),
        ([nifty(2.52), breadth(384, 818, day=back(1))], 0),
        ([nifty(2.52, horizon="5d"), breadth(384, 818)], 0),
        ([nifty(252.0, unit="points"), breadth(384, 818)], 0),
        ([nifty(2.52), breadth(384, 0)], 0),
        ([nifty(None), breadth(384, 818)], 0),
    ],
)
def test_a_headline_stands_against_its_own_count_of_the_same_session_and_index(facts, count):
    assert [kind for kind, *_ in told(facts)].count("headline_against_count") == count


def test_a_contradiction_within_an_article_is_told_in_its_words():
    article = read_article(nifty(2.52), breadth(384, 818))
    (row,) = Conflicts(market()).of(article)
    assert against_themselves([row]) == {
        row["claim_id"]: "Nifty 2.52%, yet 0.47 names rise for each that falls"
    }
    assert not against_themselves([{**row, "kind": "different_figures"}])


def share(value: float, **more):
    return mover("NSE:A", value, stated_on=DAY, **more)


@pytest.mark.parametrize(
    ("one", "other", "is_conflict"),
    [
        (nifty(1.50), nifty(1.80), True),
        (nifty(1.50), nifty(1.50), False),
        (nifty(1.5, quote="1.5%"), nifty(1.54), False),
        (nifty(1.5, quote="1.5%"), nifty(1.56), True),
        (nifty(1.5, bound="over"), nifty(1.9), False),
        (nifty(1.5, bound="over"), nifty(1.2), True),
        (nifty(1.5, direction="up"), nifty(None, direction="up"), False),
        (nifty(1.5), nifty(None, direction="down"), True),
        (nifty(1.5), nifty(1.8, back(1)), False),
        (nifty(1.5), nifty(1.8, horizon="5d"), False),
        (nifty(1.5), nifty(150.0, unit="points"), False),
        (nifty(-1.5, bound="as much as"), nifty(-0.5), False),
        (fact(value=1.5, stated_on=DAY), fact(value=1.8, stated_on=DAY), False),
        (share(15.4), share(15.31), True),
        (share(15.4, quote="15.40 on BSE"), share(15.31, quote="15.31 on NSE"), False),
        (breadth(384, 818), breadth(818, 384), True),
        (breadth(384, 818, None), breadth(818, 384, None), False),
        (breadth(384, 818, "BSE"), breadth(818, 384, "BSE"), True),
    ],
)
def test_two_figures_of_one_thing_and_session_conflict_beyond_rounding(one, other, is_conflict):
    assert told([one], [other]) == ([("different_figures", "1", "0")] if is_conflict else [])


def test_levels_conflict_where_both_are_closes():
    close = {"index_as_printed": "Nifty", "stated_on": DAY, "unit": "points"}
    one, other = (fact("price_level", value=v, role="close", **close) for v in (100.0, 101.0))
    assert told([one], [other]) == [("different_figures", "1", "0")]
    assert told([one], [{**other, "role": "support"}]) == []


def test_a_figure_from_within_the_session_is_none_against_the_close():
    noon, evening = (datetime(DAY.year, DAY.month, DAY.day, hour, tzinfo=IST) for hour in (12, 18))
    assert told([nifty(1.5)], [nifty(1.8)], published_at=noon) == []
    assert len(told([nifty(1.5)], [nifty(1.8)], published_at=evening)) == 1


@pytest.mark.parametrize(
    ("one", "other", "is_conflict"),
    [
        (nifty(2.52, back(1)), nifty(2.52), True),
        (nifty(2.52, back(11)), nifty(2.52), False),
        (nifty(2.5, back(1), quote="2.5%"), nifty(2.5, quote="2.5%"), False),
        (share(9.99), {**share(9.99), "stated_on": back(1)}, False),
    ],
)
def test_the_same_digits_of_two_near_sessions_are_told_of(one, other, is_conflict):
    assert told([one], [other]) == ([("repeated_figure", "1", "0")] if is_conflict else [])
    assert told([one, other]) == []


def test_conflicts_of_a_late_session_are_found_after_many_others():
    days = [[nifty(1.0 + n / 100, back(n))] for n in range(60, 0, -1)]
    assert ("different_figures", "61", "60") in told(*days, [nifty(1.5)], [nifty(-1.5)])
