"""Size segments by AMFI's rule as plain pandas works them out from prices, issue sizes and factors."""

import numpy as np
import pandas as pd

ON_SHARES = ["split", "bonus", "consolidation", "split_or_bonus"]
SEGMENTS = {"large": (1, 100), "mid": (101, 250), "small": (251, np.inf), "micro": (501, np.inf)}


def caps(prices: pd.DataFrame, sizes: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """Market capitalisation of each row of `prices` (session, security_id, close_inr), in either direction.

    `sizes`: session, security_id, shares as printed; `actions`: security_id, ex_date, kind, price_factor.
    """
    steps = actions[actions["kind"].isin(ON_SHARES) & actions["price_factor"].notna()]
    steps = {key: own.sort_values("ex_date") for key, own in steps.groupby("security_id")}
    printed = {key: own.sort_values("session") for key, own in sizes.groupby("security_id")}
    parts = []
    for key, own in prices.groupby("security_id"):
        if key not in printed:
            continue
        known = printed[key]
        at = np.searchsorted(known["session"].to_numpy(), own["session"].to_numpy(), side="right") - 1
        as_of = known["session"].to_numpy()[np.maximum(at, 0)]
        shares = known["shares"].to_numpy(dtype=float)[np.maximum(at, 0)]
        if key in steps:
            days, factors = steps[key]["ex_date"].to_numpy(), steps[key]["price_factor"].to_numpy()
            for ex_date, factor in zip(days, factors, strict=True):
                session = own["session"].to_numpy()
                shares = np.where((as_of < ex_date) & (session >= ex_date), shares / factor, shares)
                shares = np.where((as_of >= ex_date) & (session < ex_date), shares * factor, shares)
        own = own.assign(shares=shares, shares_as_of=as_of, is_backfilled=at < 0)
        parts.append(own)
    out = pd.concat(parts, ignore_index=True)
    out["market_cap"] = out["shares"] * out["close_inr"]
    out["is_estimated"] = out["shares_as_of"] != out["session"]
    return out


def segments(
    prices: pd.DataFrame, sizes: pd.DataFrame, actions: pd.DataFrame, candidates: pd.DataFrame
) -> pd.DataFrame:
    """security_id, segment, valid_from, valid_to, rank, average, sessions, is_estimated.

    `prices` also has series; it holds common shares alone. The first session held of a half-year stands for
    its first one, so give whole half-years.
    """
    days = np.sort(prices["session"].unique())
    halves = pd.date_range(days[0], days[-1], freq="MS")
    halves = [half for half in halves if half.month in (1, 7)]
    firsts = {half: days[days >= half][0] for half in halves if (days >= half).any()}
    starts = [(day, half) for half, day in firsts.items()]
    after = days[days > sizes["session"].min()][0]
    if after not in firsts.values():
        starts.append((after, max((h for h in halves if h <= after), default=None)))
    out = []
    for start, half in sorted(start for start in starts if start[1] is not None):
        told = sizes[sizes["session"] < start]
        period = prices[(prices["session"] >= half - pd.DateOffset(months=6)) & (prices["session"] < half)]
        if not len(told) or not len(period):
            continue
        known_actions = actions[actions["known_on"].isna() | (actions["known_on"] < start)]
        sized = caps(period, told, known_actions)
        waiting = candidates[
            (candidates["session"] < start)
            & (candidates["decided_on"].isna() | (candidates["decided_on"] >= start))
        ]
        jump = waiting.groupby("security_id")["session"].min().reindex(sized["security_id"]).to_numpy()
        out_of_date = (sized["session"] >= jump) | (sized["is_backfilled"] & (sized["shares_as_of"] >= jump))
        sized = sized[~out_of_date]
        recent = prices[prices["session"].isin(days[days < start][-20:])].sort_values("session")
        series = recent.groupby("security_id")["series"].last()
        main = series[series.isin(["EQ", "BE", "BZ"])].index
        own = sized[sized["security_id"].isin(main)].groupby("security_id")
        ranks = pd.DataFrame(
            {
                "average": own["market_cap"].mean(),
                "sessions": own.size(),
                "is_estimated": own["is_estimated"].any(),
            }
        ).sort_values("average", ascending=False)
        ranks["rank"] = np.arange(1, len(ranks) + 1)
        later = [day for day in firsts.values() if day > start]
        for segment, (low, high) in SEGMENTS.items():
            inside = ranks[ranks["rank"].between(low, high)].reset_index()
            end = pd.Timestamp(min(later, default=pd.NaT))
            out.append(inside.assign(segment=segment, valid_from=pd.Timestamp(start), valid_to=end))
    return pd.concat(out, ignore_index=True)


def assert_segments_are(found: pd.DataFrame, wanted: pd.DataFrame) -> None:
    """Ranks of averages that differ by less than a rupee may be either way round."""
    keys = ["valid_from", "segment", "security_id"]
    both = found.merge(wanted, on=keys, how="outer", suffixes=("", "_wanted"), indicator=True)
    assert len(both) > 0
    odd = both[both["_merge"] != "both"]
    assert not len(odd), odd.head(10).to_string()
    assert (both["sessions"] == both["sessions_wanted"]).all()
    assert (both["is_estimated"] == both["is_estimated_wanted"]).all()
    assert (both["rank"] == both["rank_wanted"]).all()
    assert ((both["average_market_cap_inr"] - both["average"]).abs() / both["average"]).max() < 1e-8
    ends = both[["valid_to", "valid_to_wanted"]].astype("datetime64[ns]")
    assert (
        ends["valid_to"].fillna(pd.Timestamp.max) == ends["valid_to_wanted"].fillna(pd.Timestamp.max)
    ).all()
