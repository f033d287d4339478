"""The periods and days that words of time name, and what only sounds like one."""

from datetime import date

import pytest

from bhavhouse.news.article import Article
from bhavhouse.news.mentions import mentions
from bhavhouse.news.periods import Scope, periods
from bhavhouse.news.text import repair


@pytest.mark.parametrize(
    ("text", "name", "scope"),
    [
        ("over the past nine sessions", "9 sessions", Scope.TRAILING),
        ("in the last one month", "1m", Scope.TRAILING),
        ("last month", "1m", Scope.CLOSED),
        ("so far this year", "ytd", Scope.TO_DATE),
        ("november so far", "mtd", Scope.TO_DATE),
        ("for the week so far", "wtd", Scope.TO_DATE),
        ("in the holiday-shortened week", "5d", Scope.WEEK),
        ("in the month of october", "october", Scope.CLOSED),
        ("since july 2020", "since july 2020", Scope.CLOSED),
        ("from its march low", "from its march low", Scope.CLOSED),
        ("since the budget", "since the budget", Scope.CLOSED),
        ("in 2024", "2024", Scope.CLOSED),
        ("in fy26 so far", "fytd", Scope.TO_DATE),
        ("cy25 so far", "ytd", Scope.TO_DATE),
        ("on a calendar year-to-date basis", "ytd", Scope.TO_DATE),
        ("the best performing sectors of 2025", "2025", Scope.CLOSED),
        ("on friday", "1d", Scope.SESSION),
    ],
)
def test_periods_have_a_name_and_a_scope(text: str, name: str, scope: Scope):
    (period,) = periods(text)
    assert (period.name, period.scope) == (name, scope)


@pytest.mark.parametrize(
    "text",
    [
        "its biggest gain since july 2020",
        "at a three-month high",
        "quarterly profit",
        "since 12 march",
        "the board",
    ],
)
def test_what_only_sounds_like_a_period_is_none(text: str):
    assert not periods(text)


@pytest.mark.parametrize(
    "text",
    [
        "The index is up since 2 February 2026.",
        "The board met on 2 February 2026.",
        "Nifty (Friday: 25,000) rose.",
        "It extended Monday's gains.",
        "Results will be out on 5 February 2026.",
    ],
)
def test_a_day_that_dates_nothing_is_no_mention(text: str):
    article = Article(repair(text))
    found = mentions(article.sentences[0], date(2026, 2, 3), None)
    assert [m for m in found if not m.is_since] == []
