"""The rest of marts.breadth_history in plain pandas: turnover, windows of names, what runs over the counts.

Shares no code with the product; the counts themselves are `reference.measures`'s.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from reference.measures import Market, breadth_additions, nonzero, of_universes, spread

KEYS = ["session", "universe"]
AVERAGES, YEAR, NOISE = (20, 50, 100, 200), 252, 1e-9
HIGHS = ["new_highs_52w", "new_lows_52w", "new_highs_52w_intraday", "new_lows_52w_intraday"]
COLUMNS = [
    "ad_percent", "ratio_adjusted_net_advances", "advance_decline_ratio", "mcclellan_oscillator",
    "mcclellan_summation", "mcclellan_oscillator_ratio_adjusted", "trin", "trin_turnover", "up_turnover_inr",
    "down_turnover_inr", "ad_volume_line", "up_4pct", "down_4pct", "movers_4pct_ratio_5",
    "movers_4pct_ratio_10", "zweig_ema10", "is_zweig_thrust", "with_52w_window", *HIGHS, "record_high_pct",
    "high_low_index", *(f"pct_above_{n}dma" for n in AVERAGES),
]  # fmt: skip

TO_SIX_DECIMALS = [c for c in COLUMNS if c.startswith("mcclellan_")]


def flags(market: Market) -> pd.DataFrame:
    """The lines with their return, and for each window whether it is full and what it says."""
    lines = market.lines.assign(
        change=lambda x: (100 * (x["close"] / x["prior"] - 1)).where(x["reason"] == "").round(8),
        high_adjusted=lambda x: x["high"] * x["adjusted_close"] / x["close"],
        low_adjusted=lambda x: x["low"] * x["adjusted_close"] / x["close"],
    )
    basis = lines.groupby("basis")

    def before(column: str, how: str) -> pd.Series:
        past = basis[column].shift().groupby(lines["basis"]).rolling(YEAR)
        return getattr(past, how)().droplevel(0).reindex(lines.index)

    for n in AVERAGES:
        mean = basis["adjusted_close"].rolling(n).mean().droplevel(0).reindex(lines.index)
        lines[f"with_{n}"] = lines["day"] - basis["day"].shift(n - 1) < spread(n)
        lines[f"above_{n}"] = lines[f"with_{n}"] & (lines["adjusted_close"] > mean * (1 + NOISE))
    full = lines["day"] - basis["day"].shift(YEAR) <= spread(YEAR)
    close, high, low = (lines[c] for c in ("adjusted_close", "high_adjusted", "low_adjusted"))
    lines["with_52w_window"] = full
    lines["new_highs_52w"] = full & (close > before("adjusted_close", "max") * (1 + NOISE))
    lines["new_lows_52w"] = full & (close < before("adjusted_close", "min") * (1 - NOISE))
    lines["new_highs_52w_intraday"] = full & (high > before("high_adjusted", "max") * (1 + NOISE))
    lines["new_lows_52w_intraday"] = full & (low < before("low_adjusted", "min") * (1 - NOISE))
    return lines


def sums(market: Market, index: pd.MultiIndex) -> pd.DataFrame:
    """What is counted or added up within a session."""
    rows = of_universes(flags(market), market)
    rows["up_4pct"], rows["down_4pct"] = rows["change"] >= 4, rows["change"] <= -4
    for way, of in (("up", "advances"), ("down", "declines")):
        rows[f"{way}_turnover_inr"] = rows["turnover"].where(rows["direction"] == of, 0)
    names = [f"{what}_{n}" for n in AVERAGES for what in ("with", "above")]
    columns = [
        "up_4pct",
        "down_4pct",
        "up_turnover_inr",
        "down_turnover_inr",
        "with_52w_window",
        *HIGHS,
        *names,
    ]
    return rows.groupby(KEYS)[columns].sum().reindex(index, fill_value=0)


def _average(values: pd.Series, alpha: float) -> pd.Series:
    """Recursive, from its first value, over the sessions that have one."""
    return values.dropna().ewm(alpha=alpha, adjust=False).mean().reindex(values.index)


def running(rows: pd.DataFrame) -> pd.DataFrame:
    """One universe's sessions in order, with what runs over them."""
    out = rows.copy()
    net, moved = out["net_advances"], out["advances"] + out["declines"]
    days = out["day"]

    def window(values: pd.Series, n: int, how: Callable[[pd.Series], pd.Series]) -> pd.Series:
        return how(values.rolling(n)).where(days - days.shift(n - 1) < spread(n))

    fast, slow = (_average(net.astype(float), alpha) for alpha in (0.10, 0.05))
    out["mcclellan_oscillator"] = fast - slow
    out["mcclellan_summation"] = 1000 + 19 * slow - 9 * fast
    adjusted = 1000 * net / nonzero(moved)
    out["ratio_adjusted_net_advances"] = adjusted
    fast, slow = (_average(adjusted, alpha) for alpha in (0.10, 0.05))
    out["mcclellan_oscillator_ratio_adjusted"] = fast - slow
    out["ad_volume_line"] = (out["up_volume"] - out["down_volume"]).cumsum()
    for n in (5, 10):
        up, down = (window(out[f"{way}_4pct"].astype(float), n, lambda w: w.sum()) for way in ("up", "down"))
        out[f"movers_4pct_ratio_{n}"] = up / nonzero(down)
    share = _average(out["advances"] / nonzero(moved), 2 / 11)
    lowest = [share[(days < day) & (days >= day - 10)].min() for day in days]
    out["zweig_ema10"] = share
    out["is_zweig_thrust"] = (share > 0.615) & (share.shift() <= 0.615) & (np.array(lowest) < 0.40)
    out["high_low_index"] = window(out["record_high_pct"], 10, lambda w: w.mean())
    return out


def whole_breadth(market: Market) -> pd.DataFrame:
    """Every column of marts.breadth_history."""
    out = breadth_additions(market).sort_values(KEYS)
    out = out.join(sums(market, pd.MultiIndex.from_frame(out[KEYS])), on=KEYS)
    out["day"] = out["session"].map(market.calendar)
    known = out["with_52w_window"] > 0
    out[HIGHS] = out[HIGHS].astype(float).where(known)
    highs, lows = out["new_highs_52w"], out["new_lows_52w"]
    out["record_high_pct"] = 100 * highs / nonzero(highs + lows)
    out["ad_percent"] = 100 * out["net_advances"] / nonzero(out["comparable"])
    out["advance_decline_ratio"] = ratio = out["advances"] / nonzero(out["declines"])
    out["trin"] = ratio / nonzero(out["up_volume"] / nonzero(out["down_volume"]))
    out["trin_turnover"] = ratio / nonzero(out["up_turnover_inr"] / nonzero(out["down_turnover_inr"]))
    for n in AVERAGES:
        out[f"pct_above_{n}dma"] = 100 * out[f"above_{n}"] / nonzero(out[f"with_{n}"])
    return pd.concat([running(rows) for _, rows in out.groupby("universe")], ignore_index=True)
