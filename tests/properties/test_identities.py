"""What holds on every row of breadth, in any market."""

import numpy as np
import pandas as pd
import pytest

from bhavhouse.pipelines.house import House
from houses import select

KEYS = ["session", "universe"]
ADDITIVE = [
    "universe_size", "traded", "comparable", "advances", "declines", "unchanged", "not_comparable",
    "not_traded", "net_advances", "ad_line", "up_volume", "down_volume", "up_turnover_inr",
    "down_turnover_inr", "ad_volume_line", "up_4pct", "down_4pct", "with_52w_window", "listings",
    "listings_up", "up_delivered_inr", "down_delivered_inr",
]  # fmt: skip
DELIVERED = ["up_delivered_inr", "down_delivered_inr"]
HIGHS = ["new_highs_52w", "new_lows_52w", "new_highs_52w_intraday", "new_lows_52w_intraday"]
FLAGS = ["is_high_52w", "is_low_52w", "is_high_52w_intraday", "is_low_52w_intraday"]
AVERAGES = (20, 50, 100, 200)
# Published lines are rounded to six decimals.
ROUNDED = 0.5e-6


@pytest.fixture(scope="module", params=[5, 23, 71, "year"])
def house(request, random_market) -> House:
    """Of a random market, or of the one of 290 sessions, in which yearly windows fill."""
    if request.param == "year":
        return request.getfixturevalue("simulated").house
    return random_market(request.param).house


@pytest.fixture(scope="module")
def history(house) -> pd.DataFrame:
    rows = select(house, "select * from marts.breadth_history order by universe, session").to_pandas()
    assert len(rows) > 150
    return rows


@pytest.fixture(scope="module")
def members(house) -> pd.DataFrame:
    return select(house, "select * from marts.breadth_members").to_pandas()


def test_buckets_add_up(history):
    h = history
    assert (h["advances"] + h["declines"] + h["unchanged"] == h["comparable"]).all()
    assert (h["comparable"] + h["not_comparable"] == h["traded"]).all()
    assert (h["traded"] + h["not_traded"] == h["universe_size"]).all()
    assert (h["advances"] - h["declines"] == h["net_advances"]).all()


def test_the_two_boards_together_are_the_whole(history):
    wide = history.pivot(index="session", columns="universe", values=[*ADDITIVE, *HIGHS])
    for name in ADDITIVE:
        counts = wide[name].astype(float)
        if name in DELIVERED:  # null where no delivery is known
            counts = counts.fillna(0)
        parts, whole = counts["nse_main"] + counts["nse_sme"], counts["nse_all"]
        within = 0.011 if name.endswith("_inr") else 0  # three roundings to paise
        assert ((parts - whole).abs() <= within).all(), name
    for name in HIGHS:  # null where nobody has the window
        parts = wide[name][["nse_main", "nse_sme"]].sum(axis=1, min_count=1)
        assert parts.equals(wide[name]["nse_all"].astype(float)), name


def test_each_count_is_that_of_its_names(history, members):
    m = members
    counts = pd.DataFrame(
        {
            "advances": m["bucket"] == "advance",
            "declines": m["bucket"] == "decline",
            "unchanged": m["bucket"] == "unchanged",
            "not_comparable": m["bucket"] == "not_comparable",
            "not_traded": m["bucket"] == "not_traded",
            "up_volume": m["volume_shares"].where(m["bucket"] == "advance", 0),
            "down_volume": m["volume_shares"].where(m["bucket"] == "decline", 0),
            "up_4pct": m["return_1_pct"] >= 4,
            "down_4pct": m["return_1_pct"] <= -4,
            "with_52w_window": m["is_high_52w"].notna(),
            **{name: m[flag].eq(True) for name, flag in zip(HIGHS, FLAGS, strict=True)},
        }
    )
    sums = counts.groupby([m["session"], m["universe"]]).sum()
    rows = history.set_index(KEYS).loc[sums.index]
    assert len(rows) == len(history)
    for name in counts:
        wanted = sums[name].where(rows["with_52w_window"] > 0) if name in HIGHS else sums[name]
        assert rows[name].astype(float).equals(wanted.astype(float)), name
    for n in AVERAGES:
        flag = m[f"is_above_{n}dma"].groupby([m["session"], m["universe"]])
        share = 100 * flag.agg(lambda f: f.eq(True).sum()) / flag.count().replace(0, np.nan)
        np.testing.assert_allclose(rows[f"pct_above_{n}dma"], share, atol=1e-8, err_msg=f"{n}")
    assert not m.duplicated([*KEYS, "security_id"]).any()


def test_lines_are_running_sums(history):
    by_universe = history.groupby("universe")
    assert by_universe["net_advances"].cumsum().equals(history["ad_line"])
    flow = history["up_volume"] - history["down_volume"]
    assert (flow.groupby(history["universe"]).cumsum() == history["ad_volume_line"]).all()


def test_the_mcclellan_summation_is_the_running_sum_of_the_oscillator(history):
    """S = 1000 + 19 slow - 9 fast, and each average moves by alpha times what it lies off the new value, so S
    grows by fast - slow, the oscillator. Both averages start at the first net advances N, so S starts at
    1000 + 10 N. Each published value is off by at most half of 10^-6, so after n sessions the sum of n
    oscillators by n halves, and S by one half.
    """
    for _, rows in history.groupby("universe"):
        summation, oscillator = (rows[f"mcclellan_{n}"].to_numpy() for n in ("summation", "oscillator"))
        start = 1000 + 10 * rows["net_advances"].iloc[0]
        allowed = (np.arange(len(rows)) + 1) * ROUNDED + 1e-9
        assert (np.abs(summation - start - oscillator.cumsum()) <= allowed).all()
        assert np.ptp(oscillator) > 0.1
        step = np.diff(summation) - oscillator[1:]
        assert np.abs(step).max() <= 3 * ROUNDED + 1e-9


def test_shares_lie_between_0_and_100(history):
    shares = [c for c in history if c.startswith("pct_above_") or c in ("record_high_pct", "high_low_index",
              "delivery_pct")]  # fmt: skip
    assert len(shares) >= 6
    for name in shares:
        known = history[name].dropna()
        assert known.between(0, 100).all(), name
    assert history["pct_above_20dma"].notna().any()
    assert history["ad_percent"].dropna().between(-100, 100).all()


def test_52_week_flags_stand_on_a_full_window_alone(house, history, members):
    """252 own sessions of one basis before it, within 277 of the calendar; a low is no high."""
    sql = """
        select session, session_index, security_id, is_comparable, is_high_52w from core.price_change
        order by security_id, session
    """
    own = select(house, sql).to_pandas()
    basis = (~own["is_comparable"]).groupby(own["security_id"]).cumsum()
    oldest = own.groupby([own["security_id"], basis])["session_index"].shift(252)
    assert (own["is_high_52w"].notna() == (own["session_index"] - oldest <= 277)).all()
    assert own["is_high_52w"].notna().any() == (own["session_index"].max() >= 252)
    for flag in FLAGS:
        assert (members[flag].notna() == members["is_high_52w"].notna()).all()
    assert not (members["is_high_52w"].eq(True) & members["is_low_52w"].eq(True)).any()
    none = history["with_52w_window"] == 0
    assert history.loc[none, HIGHS].isna().all(axis=None) and history.loc[~none, HIGHS].notna().all(axis=None)
