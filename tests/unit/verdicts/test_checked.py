"""Articles in, rows of the marts out: true claims, odd rows, many rows."""

import random
import time
from datetime import date, timedelta
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bhavhouse import checks as tables
from bhavhouse.contracts.news import KINDS
from bhavhouse.contracts.verdicts import CLAIM_CHECKS, CLAIM_CONFLICTS, CONFLICTS, VERDICTS
from bhavhouse.market.tables import table_of
from bhavhouse.verdicts.checked import Article, articles_of, checks, date_articles, wanted_of
from bhavhouse.verdicts.conflicts import Conflicts
from claimed import (
    DAY,
    HELD,
    SEEN,
    article,
    back,
    counts,
    fact,
    flows,
    levels,
    market,
    mover,
    movers,
    read_article,
    sectors,
    shares,
)  # fmt: skip

EVERYTHING = market(
    levels("nifty_50", 100, 102, low=99.0, high=103.0),
    shares("NSE:A", 100, 110),
    counts("nse_all", 10, 20, new_highs_52w_intraday=5, pct_above_200dma=60.0),
    flows("fii", 3, 4),
    sectors({"Realty": 1.0, "Power": 0.0, "Healthcare": -1.0}),
    movers("cap:small", "gainer", {"NSE:A": 10.0}),
)


def rows_of(articles: list[Article], made=EVERYTHING):
    """Rows of the articles' claims."""
    date_articles(articles, made)
    return sorted(checks(articles, made), key=lambda row: row["claim_id"])


def conflicts_of(articles: list[Article]):
    found = Conflicts(EVERYTHING)
    return [row for article in articles for row in found.of(article)]


def test_a_row_tells_what_was_claimed_what_was_found_and_why():
    (row,) = rows_of([read_article(fact(index_as_printed="Sensex", value=2.4, stated_on=DAY, quote="2.4%"))])
    assert (row["held_against"], row["basis"], row["session"], row["since_session"]) == (
        "index nifty_50", "proxy", DAY, back(1),
    )  # fmt: skip
    assert (row["computed_value"], row["difference"], row["verdict"]) == (
        2.0,
        pytest.approx(-0.4),
        "confirmed",
    )
    assert row["reason"].startswith("nifty 50 2026-02-12: +2.00% against +2.40%; proxy: thirty of the fifty")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"value": 2.0, "bound": "over"}, "against +2.00% or more"),
        ({"value": -2.0, "bound": "over"}, "against -2.00% or less"),
        ({"value_low": 1.0, "value_high": 3.0, "unit": "pct"}, "against +1.00% to +3.00%"),
        ({"value": 200.0, "unit": "points"}, "2 points against 200 points"),
    ],
)
def test_a_reason_says_what_the_words_allow(told, words):
    (row,) = rows_of([read_article(fact(index_as_printed="Nifty", stated_on=DAY, **told))])
    assert words in row["reason"]


def test_a_contradicted_figure_that_fits_an_earlier_session_is_told_of():
    made = market(levels("nifty_50", 100, 104, 104, 105))
    (row,) = rows_of([read_article(fact(index_as_printed="Nifty", value=4.0, stated_on=DAY))], made)
    assert row["verdict"] == "contradicted" and row["reason"].endswith(f"the figure fits {back(2)}")


def test_an_article_that_states_nothing_is_none():
    found = articles_of([mover("NSE:A", 10.0)], [article(), article("Fair weather.", article_id="b")])
    assert [c.fact["security_id"] for a in found for c in a.claims] == ["NSE:A"]


def test_a_market_is_asked_for_what_claims_name_and_for_what_may_be_compared():
    wanted = wanted_of(["NSE:A", None], ["BSE Telecom", "Nifty Unheard Of", None])
    assert wanted.securities == {"NSE:A"} and "HDFCSML250" in wanted.funds
    assert {"nifty_unheard_of", "ours_sector_telecommunication_cap", "nifty_50"} <= wanted.indices
    assert {"nse_all", "cap:small", "index:nifty_unheard_of"} <= wanted.universes


FUTURE, PAST = date(2090, 1, 1), date(1990, 1, 1)
ODD = {
    "value": [0.0, -0.0, 2.0, -2.0, 1e308, -1e308, inf, -inf, 5e-324],
    "value_low": [None, 1.0, inf],
    "value_high": [None, -1.0, 9.0],
    "unit": [None, "pct", "points", "x", "count", "inr_crore", "usd_mn"],
    "bound": [None, "over", "under", "about", "as much as", "up to", "who knows"],
    "horizon": [None, "1d", "5d", "9 sessions", "ytd", "2025", "2090", "1m", "january"],
    "index_as_printed": [None, "", "Nifty", "Sensex", "BSE Smallcap", "NSE", "((", "ж"],
    "company_as_printed": [None, "A", ""],
    "sector_as_printed": [None, "", "realty", "smallcap"],
    "security_id": [None, "NSE:A", "NSE:NONE"],
    "stated_on": [None, DAY, back(1), FUTURE, PAST, date.min, date.max],
    "quote": [None, "", "2", "9" * 400, "1,2,3", "\x00 over 2.00% this week"],
    "quote_start": [None, 0, 10**6],
    "quote_end": [None, 0, 5],
    "rank": [None, "top_gainer", "top_loser", "among_best"],
    "role": [None, "support", "resistance", "close", "last"],
    "investor": [None, "", "FIIs", "DIIs"],
    "side": [None, "net", "buy", "odd"],
    "direction": [None, "up", "down", "leading", "lagging"],
    "stat": [None, "", "best_month_since", "stocks_at_52w_high", "stocks_above_200dma"],
    "advances": [None, 0, 10, 2**62],
    "declines": [None, 0, 20, 2**62],
    "ratio": [None, 0.0, 0.5, inf],
}


PLAIN = {"index_as_printed": "Nifty", "security_id": "NSE:A", "stated_on": DAY, "unit": "pct"}


def odd_facts(chance: random.Random, size: int):
    """Plain facts, a few columns of each with any of their odd values."""
    for n in range(size):
        odd = {name: chance.choice(ODD[name]) for name in chance.sample(sorted(ODD), chance.randrange(9))}
        value = chance.choice([-9.0, 1.8, 2.0, 2.2, 9.0, 10.0])
        yield fact(chance.choice(KINDS), **{**PLAIN, "value": value, **odd}) | {"fact_id": str(n)}


def test_no_fact_however_odd_breaks_anything_or_the_contracts():
    """Eight to an article, as an article's facts tell of each other."""
    facts = list(odd_facts(random.Random(5), 4_000))
    text = "Midcaps beat the Nifty. \x00 2.00% this week"
    made = [
        read_article(*facts[n : n + 8], article_id=str(n), text=text, published_at=SEEN if n % 16 else None)
        for n in range(0, len(facts), 8)
    ]
    rows = rows_of(made)
    apart = conflicts_of(made)
    assert {row["verdict"] for row in rows} == set(VERDICTS)
    assert {row["kind"] for row in apart} == set(CONFLICTS)
    for contract, of in ((CLAIM_CHECKS, rows), (CLAIM_CONFLICTS, apart)):
        tables.require(contract, table_of(contract, of))


@given(st.integers(0, 10**6))
def test_the_order_of_facts_changes_no_row(seed):
    chance = random.Random(seed)
    facts = list(odd_facts(chance, 6))
    assert rows_of([read_article(*facts)]) == rows_of([read_article(*chance.sample(facts, len(facts)))])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(-0.19, 0.19), min_size=12, max_size=12),
    st.integers(0, 3),
    st.sampled_from(["1d", "5 sessions", "9 sessions", "wtd", "mtd"]),
)
def test_what_is_true_of_any_market_is_confirmed_at_any_number_of_digits(moves, digits, horizon):
    closes = [100.0]
    for move in moves:
        closes.append(closes[-1] * (1 + move))
    made = market(levels("nifty_50", *closes), shares("NSE:A", *closes))
    n = {"1d": 1, "5 sessions": 5, "9 sessions": 9, "wtd": 4, "mtd": 10}[horizon]
    true = 100 * (closes[-1] / closes[-1 - n] - 1)
    told = {
        "value": round(true, digits),
        "quote": f"{abs(true):.{digits}f}%",
        "horizon": horizon,
        "stated_on": DAY,
    }
    facts = [fact(index_as_printed="Nifty", **told), fact("mover", security_id="NSE:A", **told)]
    assert [row["verdict"] for row in rows_of([read_article(*facts)], made)] == ["confirmed"] * 2
    over = {**told, "value": true - 0.01 if true >= 0 else true + 0.01, "bound": "over"}
    if abs(true) > 0.02:
        (row,) = rows_of([read_article(fact(index_as_printed="Nifty", **over))], made)
        assert row["verdict"] == "confirmed"


def test_ten_thousand_articles_and_one_of_five_thousand_facts_take_seconds():
    chance = random.Random(7)
    made = []
    for n in range(10_000):
        day = HELD[-1 - n % 250]
        told = fact(index_as_printed="Nifty", stated_on=day, value=chance.uniform(-3, 3))
        made.append(read_article(told, article_id=str(n)))
    names = [fact(index_as_printed="Nifty", value=n / 100, fact_id=f"i{n}") for n in range(2_500)]
    up = [fact("advance_decline", advances=n + 1, declines=1, fact_id=f"a{n}") for n in range(2_500)]
    made.append(read_article(*names, *up, article_id="long", text="Midcaps beat the Nifty. " * 5_000))
    start = time.perf_counter()
    date_articles(made, EVERYTHING)
    assert len(list(checks(made, EVERYTHING))) >= 15_000
    assert conflicts_of(made)
    assert time.perf_counter() - start < 30


def test_days_beyond_the_calendar_tell_no_session():
    facts = [fact(index_as_printed="Nifty", value=2.0, stated_on=DAY + timedelta(365 * n)) for n in (-20, 20)]
    assert {row["verdict"] for row in rows_of([read_article(*facts)])} == {"not_checkable"}
