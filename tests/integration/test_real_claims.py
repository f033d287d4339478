"""What the five articles claim, held against the exchange's own files."""

from datetime import date

import pytest

from bhavhouse.pipelines.articles import ingest_articles
from bhavhouse.pipelines.build import build
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.publish import publish
from houses import copy_of, select

pytestmark = pytest.mark.real_data

FIRST, SECOND, FALL = date(2026, 2, 11), date(2026, 2, 12), date(2026, 1, 21)


@pytest.fixture(scope="module")
def read(real_house, real_data, tmp_path_factory) -> House:
    """The house of the real sessions, which has read the articles too."""
    house = copy_of(real_house[0], tmp_path_factory.mktemp("claims"), real_data)
    assert not ingest_articles(house, [real_data.parent / "news" / "articles"]).failures
    build(house)
    publish(house)
    return house


def checks(house: House, where: str) -> list[dict]:
    sql = f"select * from marts.claim_checks where {where} order by session, kind, claimed_value, quote"
    return select(house, sql).to_pylist()


def test_the_first_article_is_of_11_february_by_its_claims_and_the_second_of_the_12th_by_its_text(read):
    found = select(
        read, "select * from marts.article_sessions where session >= date '2026-02-01'"
    ).to_pylist()
    assert sorted((r["session"], r["basis"]) for r in found) == [(FIRST, "inferred"), (SECOND, "stated")]
    (first,) = (r for r in found if r["session"] == FIRST)
    assert first["score"] > 6 and first["margin"] > 2 and first["sessions_tried"] == 10
    told = select(read, "select * from marts.article_session_evidence where weight > 4").to_pylist()
    assert [
        (r["session"], round(r["computed_value"], 2)) for r in told if r["article_id"] == first["article_id"]
    ] == [(FIRST, 15.31)]


def test_a_year_to_date_of_five_shares_dates_the_fifth_article(read):
    shares = checks(read, "kind = 'mover' and claimed_high < -20 and verdict <> 'not_checkable'")
    assert [(r["session"], r["verdict"]) for r in shares] == [(FALL, "confirmed")] * 5


def test_both_rises_of_the_small_cap_index_are_contradicted_by_a_proxy_and_by_their_own_breadth(read):
    rises = checks(read, "claimed_value = 2.52")
    assert [(r["session"], r["verdict"], r["basis"]) for r in rises] == [
        (FIRST, "contradicted", "proxy"),
        (SECOND, "contradicted", "proxy"),
    ]
    assert [round(r["computed_value"], 2) for r in rises] == [0.02, -0.64]
    for row, ratio in zip(rises, ("0.56", "0.47"), strict=True):
        assert (
            f"its own article: BSE Smallcap 2.52%, yet {ratio} names rise for each that falls"
            in row["reason"]
        )
        assert "the figure fits 2026-02-09" in row["reason"]


@pytest.mark.parametrize(
    ("claimed", "computed", "verdict"),
    [
        (15.40, 15.31, "confirmed"),
        (20.00, 19.99, "confirmed"),
        (-7.58, -6.86, "close"),
        (-12.44, -15.53, "contradicted"),
    ],
)
def test_movers_are_held_against_the_closes_of_the_exchange_held(read, claimed, computed, verdict):
    (row,) = checks(read, f"kind = 'mover' and aspect = 'figure' and claimed_value = {claimed}")
    assert (round(row["computed_value"], 2), row["verdict"], row["basis"]) == (
        computed,
        verdict,
        "other_exchange",
    )


def test_what_the_files_cannot_tell_is_kept_with_what_it_needs(read):
    found = {
        (r["stat"], r["verdict"]): r["needs"]
        for r in select(
            read,
            "select f.stat, c.verdict, c.needs from marts.claim_checks as c "
            "inner join core.article_fact as f on c.fact_id = f.fact_id and c.assertion = f.assertion "
            "where c.kind = 'segment_stat'",
        ).to_pylist()
    }
    assert (
        found[("forward_valuation", "not_checkable")]
        == "forward earnings estimates of the segment's companies"
    )
    assert found[("earnings_growth", "not_checkable")] == "quarterly results of the segment's companies"
    assert "monthly levels" in found[("best_month_since", "not_checkable")]
    assert ("stocks_down_double_digit", "confirmed") in found


def test_the_same_figures_of_two_sessions_are_told_of(read):
    found = select(read, "select kind, told from marts.claim_conflicts order by kind, told").to_pylist()
    assert [r["kind"] for r in found] == ["headline_against_count"] * 2 + ["repeated_figure"] * 2
    assert "2.52% on 2026-02-12 as on 2026-02-11" in found[-1]["told"]
