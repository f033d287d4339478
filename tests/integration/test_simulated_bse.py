"""BSE beside the simulated exchange: names and counts against its truth, and against plain pandas."""

import numpy as np
import pandas as pd
import pytest

from bhavhouse.pipelines.resolve import resolve
from houses import select
from reference import bse

COUNTS = ["advances", "declines", "unchanged", "not_comparable", "not_traded", "traded", "universe_size"]


@pytest.fixture(scope="module")
def truth(simulated) -> pd.DataFrame:
    daily = simulated.truth("bse_daily")
    way = daily["direction"].map({1: "advance", -1: "decline", 0: "unchanged"})
    ratio = daily["open"] / daily["prior_close_on_same_basis"]
    # A fresh gap that nothing explains is not comparable; whether it was genuine, later sessions tell.
    return daily.assign(
        bucket=np.where(daily["comparable"], way, "not_comparable"),
        is_gap=daily["comparable"] & ((ratio < 0.78) | (ratio > 1.30)),
    )


@pytest.fixture(scope="module")
def prices(simulated) -> pd.DataFrame:
    sql = """
        select cast(c.session as varchar) as session, cast(p.scrip_code as bigint) as scrip_code,
            c.security_id, c.is_comparable, c.not_comparable_reason as reason, c.direction, c.prior_price_inr
        from core.bse_price_change as c
        inner join core.bse_daily_price as p on c.session = p.session and c.security_id = p.security_id
    """
    return select(simulated.house, sql).to_pandas()


@pytest.fixture(scope="module")
def compared(truth, prices) -> pd.DataFrame:
    return truth.merge(prices, on=["session", "scrip_code"], how="outer", indicator=True, validate="1:1",
                       suffixes=("_true", ""))  # fmt: skip


def breadth(simulated, universe: str) -> pd.DataFrame:
    sql = f"select cast(session as varchar) as session, {', '.join(COUNTS)} from marts.breadth_history"
    rows = select(simulated.house, f"{sql} where universe = '{universe}'").to_pandas()
    return rows.set_index("session").sort_index()


def true_counts(simulated, name: str, universe: str) -> pd.DataFrame:
    rows = simulated.truth(name)
    return rows[rows["universe"] == universe].set_index("session").sort_index()


def test_every_line_of_bse_is_in_its_true_bucket_but_for_gaps_that_nothing_explains(compared):
    assert len(compared) > 15_000 and compared["_merge"].eq("both").all()
    gaps = compared[compared["is_gap"]]
    assert 1 <= len(gaps) <= 10 and gaps["reason"].eq("unexplained_gap").all()
    rest = compared[~compared["is_gap"]]
    assert (rest["is_comparable"] == rest["comparable"]).all()
    moved = rest[rest["comparable"]]
    assert (moved["direction"] == moved["direction_true"]).all()
    assert (moved["prior_price_inr"] / moved["prior_close_on_same_basis"] - 1).abs().max() < 0.001


def test_first_days_on_bse_are_listings_and_none_of_them_rises(compared):
    first = compared[compared["reason"] == "listing_day"]
    assert len(first) >= 2 and not first["comparable"].any()


def test_each_security_of_either_exchange_has_one_id_and_each_id_one_security(compared, simulated):
    pairs = compared[["truth_id", "security_id"]].drop_duplicates()
    assert pairs["truth_id"].is_unique and pairs["security_id"].is_unique
    lines = select(
        simulated.house, "select distinct symbol, security_id from core.fact_daily_price"
    ).to_pandas()
    windows = simulated.truth("securities").drop_duplicates(["symbol"], keep=False)
    there = windows.merge(lines, on="symbol").drop_duplicates("truth_id")[["truth_id", "security_id"]]
    both = pairs.merge(there, on="truth_id", suffixes=("", "_there"))
    assert len(both) > 30 and (both["security_id"] == both["security_id_there"]).all()


def test_who_traded_on_bse_before_a_listing_on_nse_keeps_its_first_id(simulated):
    sql = """
        select security_id, symbol from core.dim_security
        where exchange = 'NSE' and security_id like 'BSE:%'
    """
    ((who, symbol),) = [(r["security_id"], r["symbol"]) for r in select(simulated.house, sql).to_pylist()]
    last = simulated.summary.last_session
    for name in (symbol, who.removeprefix("BSE:"), who):
        assert [row["security_id"] for row in resolve(simulated.house, name, last).rows] == [who]
    (row,) = resolve(simulated.house, who.removeprefix("BSE:"), simulated.summary.first_session).rows
    assert (row["security_id"], row["method"], row["is_carried_back"]) == (who, "bse_scrip_code", False)


def test_bse_all_counts_what_the_truth_counts(simulated, truth):
    found, true = breadth(simulated, "bse_all"), true_counts(simulated, "bse_breadth", "bse_all")
    assert len(found) == 289 and found.index.equals(true.index)
    gaps = set(truth.loc[truth["is_gap"], "session"])
    assert set(found.index[(found[COUNTS] != true[COUNTS]).any(axis=1)]) == gaps
    for column in ("not_traded", "traded", "universe_size"):
        assert found[column].equals(true[column]), column
    assert found["not_traded"].sum() > 500


def test_india_all_counts_each_name_once(simulated, truth):
    found, true = breadth(simulated, "india_all"), true_counts(simulated, "bse_breadth", "india_all")
    there, true_there = breadth(simulated, "nse_all"), true_counts(simulated, "breadth", "nse_all")
    assert len(found) == 289 and found.index.equals(true.index)
    # What the house cannot know of a session is the same in nse_all: what BSE alone lists has no gaps here.
    lacks = found[COUNTS] - true[COUNTS]
    assert lacks.equals(there[COUNTS] - true_there.loc[there.index, COUNTS]) and (lacks != 0).any().any()
    assert (found["traded"] > there["traded"]).all()
    members = select(
        simulated.house,
        "select count(*) as names, count(distinct (session, security_id)) as once from marts.breadth_members "
        "where universe = 'india_all'",
    ).to_pylist()[0]
    assert members["names"] == members["once"] == found["universe_size"].sum()


def test_bse_all_is_what_plain_pandas_makes_of_its_files(simulated):
    rows = bse.udiff_lines(simulated.summary.out / "bse")
    windows = simulated.truth("securities")
    code_of = dict(rows[["isin", "code"]].drop_duplicates("isin").itertuples(index=False))
    by_id = {r.truth_id: code_of[r.isin] for r in windows.itertuples() if r.isin in code_of}
    actions = simulated.truth("actions")
    actions = actions.assign(code=actions["truth_id"].map(by_id), day=pd.to_datetime(actions["ex_date"]))
    actions = actions.dropna(subset=["code"])
    factors = {
        code: list(zip(of["day"], of["price_factor"], strict=True)) for code, of in actions.groupby("code")
    }
    breaks = actions.loc[actions["kind"] == "demerger", ["code", "day"]].itertuples(index=False)
    calendar = pd.to_datetime(simulated.truth("sessions")["session"]).tolist()
    expected = bse.counts(bse.buckets(rows, factors, breaks), calendar)
    found = breadth(simulated, "bse_all")
    found.index = pd.to_datetime(found.index)
    assert len(expected) == 289
    assert found[expected.columns].astype("int64").equals(expected.astype("int64"))
