"""The simulated articles: what they claim can be read, is as true as their publisher, and is in the truth."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import claims_truth
from bhavhouse.archive import offers
from bhavhouse.news.files import facts_of
from bhavhouse.simulate import simulate

MEANT = {"Kestrel Street Wire": 0.95, "Lantern Ticker": 0.60, "Rumour Mill Daily": 0.30, "": 0.65}
BASES = {"1d": 1, "5d": 5}


@dataclass(frozen=True)
class Printed:
    """The articles of a simulated exchange, their facts, and the truth."""

    archive: Path
    claims: pd.DataFrame
    texts: dict[str, str]
    facts: dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module", params=[7, 1, 2, 3, 4])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    archive = simulate(tmp_path_factory.mktemp("exchange") / "x", 300, 160, request.param).out
    texts, facts = {}, {}
    for path in sorted((archive / "news").iterdir()):
        told = path.read_text()
        article = json.loads(told) if path.suffix == ".jsonl" else {"url": path.name, "text": told}
        texts[article["url"]], facts[article["url"]] = article["text"], list(facts_of(path))
    return Printed(archive, claims_truth.read(archive), texts, facts)


def test_nearly_every_claim_is_read_as_it_is_meant_and_nothing_else_is(printed):
    left = {
        article: [fact for fact in facts if fact["kind"] != "result_scheduled"]
        for article, facts in printed.facts.items()
    }
    read, missed = defaultdict(list), []
    for claim in printed.claims.itertuples():
        assert claim.quote in printed.texts[claim.article]
        found = [fact for fact in left[claim.article] if claims_truth.is_stated(claim, fact)]
        if found:
            read[claim.article].append(found[0])
        else:
            missed.append(f"{claim.kind} {claim.claimed}: {claim.quote}")
    strays = [fact for article, facts in left.items() for fact in facts if fact not in read[article]]
    assert len(printed.claims) > 500
    assert len(missed) <= 0.03 * len(printed.claims), missed
    assert len(strays) <= 0.01 * len(printed.claims), strays


def test_a_publishers_claims_are_as_true_as_it_is_honest(printed):
    checkable = printed.claims[printed.claims["expected"] != "not_checkable"]
    is_true = checkable["expected"] == "confirmed"
    shares = is_true.groupby(checkable["publisher"]).agg(["mean", "size"])
    assert set(shares.index) == set(MEANT) and (shares["size"] > 60).all()
    for publisher, meant in MEANT.items():
        assert shares.loc[publisher, "mean"] == pytest.approx(meant, abs=0.05), publisher
    assert 0.45 < is_true.mean() < 0.65
    assert {"confirmed", "contradicted", "not_checkable"} == set(printed.claims["expected"])


def test_true_figures_are_rounded_truths_and_false_ones_are_far_from_them(printed):
    claims = printed.claims[printed.claims["unit"].eq("pct") & printed.claims["true"].notna()]
    claims = claims[claims["claimed"].notna()]
    off = (claims["claimed"] - claims["true"]).abs()
    is_true, is_bound = claims["expected"] == "confirmed", claims["bound"] != ""
    assert (off[is_true & ~is_bound] <= 0.0051).all() and (is_true & is_bound).sum() > 10
    assert not (is_bound & ~is_true).any()
    size = claims["true"].abs() - claims["claimed"].abs()
    assert size[claims["bound"] == "over"].between(0, 0.206).all()
    assert size[claims["bound"] == "nearly"].between(-0.106, 0).all()
    is_share = claims["kind"] == "mover"
    assert off[~is_true & is_share].min() >= 3 and off[~is_true & ~is_share].min() >= 1.5
    counts = printed.claims[printed.claims["unit"] == "count"]
    same = (counts["claimed"] == counts["true"]) & (
        counts["claimed_second"].fillna(0) == counts["true_second"].fillna(0)
    )
    assert (same == (counts["expected"] == "confirmed")).all() and same.any() and not same.all()
    false = counts[~same]
    ratio = (false["claimed"] / false["true"].clip(lower=1)).combine(
        false["claimed_second"] / false["true_second"],
        lambda a, b: max(x for x in (a, 1 / a, b, 1 / b) if x > 0),
    )
    assert (ratio >= 1.3).all()


def test_the_truth_about_indices_is_what_the_exchange_prints(printed):
    tables = [pd.read_csv(path) for path in (printed.archive / "nse/ind_close_all").iterdir()]
    table = pd.concat(tables)
    table["session"] = pd.to_datetime(table["Index Date"], format="%d-%m-%Y").dt.strftime("%Y-%m-%d")
    close = table.pivot(index="session", columns="Index Name", values="Closing Index Value").astype(float)
    claims = printed.claims[printed.claims["kind"].isin(["index_return", "price_level"])]
    assert len(claims) > 150 and {"1d", "5d", "mtd", "ytd"} <= set(claims["horizon"])
    for claim in claims.itertuples():
        levels = close.loc[: claim.session, claim.subject]
        if claim.kind == "price_level":
            assert levels.iloc[-1] == claim.true
        else:
            before = base_of(levels, claim.session, claim.horizon)
            assert 100 * (levels.iloc[-1] / before - 1) == pytest.approx(claim.true, abs=1e-4), claim


def base_of(closes: pd.Series, session: str, horizon: str) -> float:
    if horizon in BASES:
        return closes.iloc[-1 - BASES[horizon]]
    return closes[closes.index < session[: 7 if horizon == "mtd" else 4]].iloc[-1]


def test_the_truth_about_shares_is_on_one_basis(printed):
    daily = pd.read_csv(printed.archive / "truth/daily.csv", keep_default_na=False, na_values=[""])
    closes = daily.pivot(index="session", columns="truth_id", values="adjusted_close")
    movers = printed.claims[(printed.claims["kind"] == "mover") & (printed.claims["truth_id"] != "")]
    figures, ranks = movers[movers["aspect"] == "figure"], movers[movers["aspect"] == "rank"]
    assert len(figures) > 150 and {"1d", "mtd", "ytd"} == set(figures["horizon"])
    for claim in figures.itertuples():
        own = closes.loc[: claim.session, claim.truth_id]
        assert own.iloc[-1] / base_of(own, claim.session, claim.horizon) == pytest.approx(
            1 + claim.true / 100, abs=2e-5 if own.iloc[-1] > 20 else 1e-3
        ), claim
    assert ((ranks["true"] == 1) == (ranks["expected"] == "confirmed")).all() and len(ranks) > 10
    shares = daily[(daily["universe"] != "none") & daily["comparable"]]
    change = shares["close"] / shares["prior_close_on_same_basis"]
    top = shares.loc[change.groupby(shares["session"]).idxmax()].set_index("session")["truth_id"]
    for claim in ranks.itertuples():
        assert (top[claim.session] == claim.truth_id) == (claim.expected == "confirmed")


def test_two_of_three_articles_are_dated_after_the_close_and_the_third_tells_no_day(printed):
    days = r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|today|yesterday|\bon the day\b"
    articles = printed.claims.groupby("article").first()
    is_dated = articles["published_at"] != ""
    assert len(printed.texts) == len(articles) == 40 and is_dated.sum() == 27
    at = pd.to_datetime(articles["published_at"][is_dated])
    assert (at.dt.strftime("%Y-%m-%d") == articles["session"][is_dated]).all()
    assert (at.dt.strftime("%H:%M") >= "15:30").all() and articles["title"].is_unique
    for article, text in printed.texts.items():
        assert 750 < len(text) < 2500
        if not is_dated[article]:
            told = re.sub(r"(?m)^.*quarterly results.*$", "", text)
            assert not re.search(rf"\b20\d\d\b|{days}", told), told
            due = [fact["date"] for fact in printed.facts[article] if fact["kind"] == "result_scheduled"]
            assert all(day > articles["session"][article] for day in due)
    assert any(fact["kind"] == "result_scheduled" for facts in printed.facts.values() for fact in facts)


def test_articles_are_no_files_of_the_exchange(printed):
    found = offers([printed.archive], date(2025, 1, 1), date(2027, 1, 1))
    assert found and not [o for o in found if {"news", "truth"} & set(o.path.parts)]


def test_an_exchange_of_few_days_is_not_written_about(tmp_path):
    archive = simulate(tmp_path / "exchange", 5, 20, 1).out
    assert not (archive / "news").exists() and claims_truth.read(archive).empty
    assert len(list((simulate(tmp_path / "exchange", 16, 20, 1).out / "news").iterdir())) == 10
