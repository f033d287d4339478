"""Articles with known true and false claims about the simulated exchange, and the verdicts on them."""

import pandas as pd
import pytest

import claims_truth
from bhavhouse.pipelines.articles import ingest_articles
from bhavhouse.pipelines.build import build
from bhavhouse.pipelines.publish import publish
from houses import copy_of, select


@pytest.fixture(scope="module")
def read(simulated, tmp_path_factory):
    """The simulated house, which has read the articles too."""
    house = copy_of(simulated.house, tmp_path_factory.mktemp("claims"), simulated.summary.out)
    assert not ingest_articles(house, [simulated.summary.out / "news"]).failures
    build(house)
    publish(house)
    return house


@pytest.fixture(scope="module")
def judged(simulated, read) -> pd.DataFrame:
    """The truth about each claim, with the verdict on it."""
    tables = (
        select(read, f"select * from marts.{name}").to_pandas() for name in ("claim_checks", "articles")
    )
    return claims_truth.joined(claims_truth.read(simulated.summary.out), *tables)


def test_at_least_99_verdicts_of_100_are_right(judged):
    wrong = judged[judged["verdict"] != judged["expected"]]
    assert len(judged) > 400
    assert len(wrong) <= len(judged) / 100, wrong[
        ["kind", "subject", "session", "expected", "verdict", "reason"]
    ]


def test_no_verdict_is_missing_for_lack_of_data(judged):
    lacking = judged[(judged["verdict"] == "not_checkable") & (judged["expected"] != "not_checkable")]
    assert lacking.empty and judged["verdict"].notna().all()


def test_figures_are_those_of_the_truth(judged):
    exact = judged[judged["kind"].isin(["index_return", "mover", "price_level"]) & judged["true"].notna()]
    # Of places the first twenty are held.
    true = exact["true"].where(exact["aspect"] != "rank", exact["true"].clip(upper=21))
    apart = (exact["computed_value"] - true).abs() > 0.01 + 1e-4 * true.abs()
    assert apart.mean() <= 0.01, exact[apart][["kind", "subject", "session", "true", "computed_value"]]


def test_every_undated_article_is_placed_in_its_session(judged):
    undated = judged[judged["published_at"] == ""]
    assert undated["article_id"].nunique() > 8
    placed = pd.to_datetime(undated["session_checked"])
    assert (placed == pd.to_datetime(undated["session"])).all()
    assert set(undated["session_basis"]) == {"inferred"}


def test_the_record_of_each_source_is_as_honest_as_it_is(read, judged):
    record = (
        select(read, "select * from marts.source_record where kind = 'all'")
        .to_pandas()
        .set_index("publisher")
    )
    checkable = judged[(judged["expected"] != "not_checkable") & (judged["publisher"] != "")]
    true = checkable.groupby("publisher")["expected"].apply(lambda e: 100 * (e == "confirmed").mean())
    for publisher, share in true.items():
        assert record.loc[publisher, "confirmed_pct"] == pytest.approx(share, abs=6)
