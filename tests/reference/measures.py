"""The measures beside breadth, a second time in plain pandas: a few lines each, from their definitions.

Shares no code with the product. Prior prices, adjusted closes, bases and reasons come from
`reference.breadth` or from the truth of a simulation; here is only what is made of them.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pandas as pd

UNIVERSES = {"nse_main": ["nse_main"], "nse_sme": ["nse_sme"], "nse_all": ["nse_main", "nse_sme"]}
PERIODS = {"month": "M", "calendar_year": "Y-DEC", "fiscal_year": "Y-MAR"}
EDGES = [-50, -30, -20, -10, -5, 0, 5, 10, 20, 30, 50, 100]
MOVERS, LEAST_TURNOVER = 20, 1e7
MEMORY = 20  # sessions for which a name that does not trade still counts
WAYS = ["advances", "declines", "unchanged"]


@dataclass
class Market:
    """What every measure is made of.

    `lines`: one row per session and security that traded: session, day (its place in the exchange's
    calendar), security, symbol, series, universe (its board), open, high, low, close, previous, prior,
    volume, turnover, delivered, reason ("" where comparable), direction, basis, adjusted_close. `calendar`
    gives the day of each session. `fund`: session, day, return_1_pct of the index fund, null where not
    comparable. `index`: closes of the Nifty 50 by the day. `inferred`: session, security, known_on. `listed`:
    the universes besides the boards and who belongs to them: universe, security_id, start, end (the first
    day after, null while open), board (null: on both), carried (back from a later list), estimated (that, or
    a size).
    """

    lines: pd.DataFrame
    calendar: pd.Series
    fund: pd.DataFrame
    index: Mapping[int, float]
    inferred: pd.DataFrame
    reported: Mapping[pd.Timestamp, dict[str, int]] = field(default_factory=dict)
    reference_days: Mapping[str, pd.Timestamp] = field(default_factory=dict)
    listed: pd.DataFrame = field(default_factory=pd.DataFrame)


def spread(length: int) -> int:
    """Sessions of the calendar over which `length` observations may lie."""
    return length + int(max(5, length / 10))


def of_universes(lines: pd.DataFrame, market: Market) -> pd.DataFrame:
    """Each line once in each universe that it belongs to on its day."""
    lines = lines.assign(carried=False, estimated=False)
    parts = [lines[lines["universe"].isin(boards)].assign(universe=u) for u, boards in UNIVERSES.items()]
    for universe, spans in market.listed.groupby("universe"):
        told = spans[["security_id", "start", "end", "board", "carried", "estimated"]]
        own = lines.drop(columns=["carried", "estimated"]).merge(told, on="security_id")
        inside = (own["session"] >= own["start"]) & ~(own["session"] >= own["end"])
        inside &= own["board"].isna() | (own["board"] == own["universe"])
        parts.append(own[inside].drop(columns=["start", "end", "board"]).assign(universe=universe))
    return pd.concat(parts, ignore_index=True)


def snake(text: str) -> str:
    """Its letters and digits in lower case, what stands between them as one underscore."""
    return "_".join(re.findall("[a-z0-9]+", text.lower()))


def nonzero(values: pd.Series) -> pd.Series:
    return values.where(values != 0)


# Of one security


def period_returns(market: Market) -> pd.DataFrame:
    """Return since the last close before the month, the calendar year and the fiscal year."""
    lines, out = market.lines, {}
    for name, rule in PERIODS.items():
        period = lines["session"].dt.to_period(rule)
        held = market.calendar.groupby(market.calendar.index.to_period(rule)).min()
        last = lines.assign(period=period).groupby(["security", "period"], as_index=False).last()
        columns = ["adjusted_close", "basis", "day"]
        before = last[columns].shift().where(last["security"] == last["security"].shift())
        before = last[["security", "period"]].join(before)
        found = lines[["security"]].assign(period=period).merge(before, how="left", on=["security", "period"])
        found.index = lines.index
        first = period.map(held)
        good = (found["basis"] == lines["basis"]) & (first - found["day"] <= 6)
        out[f"return_{name}_pct"] = (100 * (lines["adjusted_close"] / found["adjusted_close"] - 1)).where(
            good
        )
    return pd.DataFrame(out).round(8)


def own_return(market: Market, n: int) -> pd.Series:
    """Return over n own sessions of one basis."""
    lines = market.lines
    basis = lines.groupby("basis")
    near = lines["day"] - basis["day"].shift(n) <= spread(n)
    return (100 * (lines["adjusted_close"] / basis["adjusted_close"].shift(n) - 1)).where(near).round(8)


def from_high_52w(market: Market) -> pd.Series:
    """How far the close lies below the highest of 252 own sessions before and of its own."""
    lines = market.lines
    basis = lines.groupby("basis")
    highest = basis["adjusted_close"].rolling(253).max().droplevel(0).reindex(lines.index)
    near = lines["day"] - 1 - basis["day"].shift(252) + 1 <= spread(252)
    return (100 * (lines["adjusted_close"] / highest - 1)).where(near).round(8)


def delivery(market: Market) -> pd.DataFrame:
    """Share of the volume that was delivered, and that less its own mean of the 20 sessions before."""
    lines = market.lines
    share = 100 * lines["delivered"] / nonzero(lines["volume"])
    shifted = share.groupby(lines["security"]).shift()
    mean = shifted.groupby(lines["security"]).rolling(20).mean().droplevel(0).reindex(lines.index)
    near = lines["day"] - lines.groupby("security")["day"].shift(20) <= spread(20)
    return pd.DataFrame(
        {"delivery_pct": share.round(8), "delivery_pct_change_20": (share - mean).where(near).round(8)}
    )


def price_change(market: Market) -> pd.DataFrame:
    """The new columns of core.price_change, with the return of the session."""
    lines = market.lines
    one = (100 * (lines["close"] / lines["prior"] - 1)).where(lines["reason"] == "").round(8)
    known = market.inferred.groupby(["security", "session"], as_index=False)["known_on"].max()
    keys = lines[["security", "session"]].merge(known, on=["security", "session"], how="left")
    return lines.assign(
        return_1_pct=one,
        **{f"return_{n}_pct": own_return(market, n) for n in (126, 252)},
        **period_returns(market),
        from_high_52w_pct=from_high_52w(market),
        delivered_shares=lines["delivered"],
        **delivery(market),
        restated_on=keys["known_on"].to_numpy(),
    )


# Of the market


def benchmark_change(market: Market) -> pd.DataFrame:
    """The Nifty 50's change, else that of the fund that holds it."""
    fund = market.fund.assign(gap=market.fund["day"].diff())
    fund = fund[fund["gap"] == 1].dropna(subset="return_1_pct").set_index("day")["return_1_pct"]
    rows = []
    for session, day in market.calendar.items():
        if day in market.index and day - 1 in market.index:
            change = 100 * (market.index[day] / market.index[day - 1] - 1)
            rows.append((session, day, "index", change))
        elif day in fund.index:
            rows.append((session, day, "fund", fund[day]))
    out = pd.DataFrame(rows, columns=["session", "day", "basis", "return_1_pct"])
    return out.assign(benchmark="nifty_50", return_1_pct=out["return_1_pct"].round(8))


def _streaks(verdicts: list[object]) -> list[float]:
    """For each verdict the length of its run; 0 where 'none', null where null."""
    out: list[float] = []
    for n, verdict in enumerate(verdicts):
        same = n > 0 and verdicts[n - 1] == verdict
        length = (out[-1] if same else 0) + 1
        out.append(np.nan if verdict is None else 0 if verdict == "none" else length)
    return out


def divergence(breadth: pd.DataFrame, benchmark: pd.DataFrame) -> pd.DataFrame:
    """Index up while more names fall than rise, or the reverse; with its streak."""
    change = breadth["session"].map(benchmark.set_index("session")["return_1_pct"])
    net = breadth["advances"] - breadth["declines"]
    verdict = pd.Series("none", index=breadth.index, dtype=object)
    verdict[(change > 0) & (net < 0)] = "index_up_breadth_down"
    verdict[(change < 0) & (net > 0)] = "index_down_breadth_up"
    verdict[change.isna()] = None
    streak = pd.Series(np.nan, index=breadth.index)
    for _, rows in breadth.sort_values("session").groupby("universe"):
        streak[rows.index] = _streaks(verdict[rows.index].tolist())
    basis = breadth["session"].map(benchmark.set_index("session")["basis"])
    return pd.DataFrame(
        {
            "benchmark_return_1_pct": change,
            "benchmark_basis": basis,
            "divergence": verdict,
            "divergence_streak": streak,
        }
    )


def names(market: Market) -> pd.DataFrame:
    """Who stands in a bucket, by session: those that traded, and for 20 sessions those that did not since."""
    lines = market.lines.sort_values(["security", "day"])
    following = lines.groupby("security")["day"].shift(-1)
    held = pd.Series(market.calendar.index, index=market.calendar.to_numpy())
    parts = [lines]
    for later in range(1, MEMORY + 1):
        day = lines["day"] + later
        silent = lines[~(following <= day) & day.isin(held.index)]
        parts.append(silent.assign(day=day, session=day.map(held), direction="not_traded", volume=0))
    return pd.concat(parts, ignore_index=True)


def breadth_counts(market: Market) -> pd.DataFrame:
    """The counts of marts.breadth_history, and what runs over them, of every universe."""
    keys = ["session", "universe"]
    rows = of_universes(names(market), market)
    counts = rows.groupby([*keys, "direction"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=[*WAYS, "not_comparable", "not_traded"], fill_value=0)
    boards = pd.MultiIndex.from_product([market.calendar.index, UNIVERSES], names=keys)
    counts = counts.reindex(counts.index.union(boards), fill_value=0)
    counts["comparable"] = counts[WAYS].sum(axis=1)
    counts["traded"] = counts["comparable"] + counts["not_comparable"]
    counts["universe_size"] = counts["traded"] + counts["not_traded"]
    counts["net_advances"] = counts["advances"] - counts["declines"]
    for name, way in (("up_volume", "advances"), ("down_volume", "declines")):
        volume = rows[rows["direction"] == way].groupby(keys)["volume"].sum()
        counts[name] = volume.reindex(counts.index, fill_value=0)
    told = rows.groupby(keys)[["carried", "estimated"]].any().reindex(counts.index, fill_value=False)
    counts = counts.assign(is_carried_back=told["carried"], is_estimated=told["estimated"])
    counts = counts.reset_index().sort_values(keys)
    counts["ad_line"] = counts["net_advances"].groupby(counts["universe"]).cumsum()
    return counts


def listings(market: Market) -> pd.DataFrame:
    """Every listing day with its returns against the issue price."""
    new = market.lines[market.lines["reason"] == "listing"]
    issue = new["previous"].where(new["previous"] > 0)
    return new.assign(
        issue_price_inr=issue,
        open_inr=new["open"],
        close_inr=new["close"],
        open_return_pct=(100 * (new["open"] / issue - 1)).round(8),
        close_return_pct=(100 * (new["close"] / issue - 1)).round(8),
        turnover_inr=new["turnover"],
    )


def breadth_additions(market: Market) -> pd.DataFrame:
    """The new columns of marts.breadth_history."""
    keys = ["session", "universe"]
    rows = of_universes(price_change(market), market)
    out = breadth_counts(market)
    out = pd.concat([out, divergence(out, benchmark_change(market))], axis=1)

    new = of_universes(listings(market), market)
    new = new.assign(
        up=new["close"] > new["issue_price_inr"], exact=100 * (new["close"] / new["issue_price_inr"] - 1)
    )
    new = new.groupby(keys).agg(
        listings=("up", "size"), listings_up=("up", "sum"), listing_return_mean_pct=("exact", "mean")
    )
    rows["delivered_inr"] = rows["delivered"] * rows["close"]
    rows["traded_inr"] = (rows["volume"] * rows["close"]).where(rows["delivered"].notna())
    for way in ("advances", "declines"):
        rows[f"{way}_inr"] = rows["delivered_inr"].where(rows["direction"] == way)
    sums = rows.groupby(keys)[["delivered_inr", "traded_inr", "advances_inr", "declines_inr"]].sum()
    out = out.join(new.round(8), on=keys).join(sums, on=keys)
    out[["listings", "listings_up"]] = out[["listings", "listings_up"]].fillna(0)
    known = out["traded_inr"] > 0  # of no name's delivery anything known: null, like its share
    out["up_delivered_inr"] = out["advances_inr"].where(known).round(2)
    out["down_delivered_inr"] = out["declines_inr"].where(known).round(2)
    out["delivery_pct"] = share = 100 * out["delivered_inr"] / nonzero(out["traded_inr"])
    out = out.sort_values(keys)
    before = share.groupby(out["universe"]).shift().groupby(out["universe"]).rolling(20).mean().droplevel(0)
    days = out["session"].map(market.calendar)
    near = days - days.groupby(out["universe"]).shift(20) <= spread(20)
    out["delivery_pct_change_20"] = (share - before).where(near).round(8)
    out["delivery_pct"] = share.round(8)

    for name in ("reported_advances", "reported_declines", "reported_unchanged"):
        figure = out["session"].map({day: told[name] for day, told in market.reported.items()})
        out[name] = figure.astype(float).where(out["universe"] == "nse_all")
    return out.join(rows.groupby(keys)["restated_on"].max(), on=keys)


def reported(text: str) -> dict[str, int]:
    """The exchange's own counts in a file of market activity (MA*)."""
    rows = csv.reader(text.splitlines())
    cells = {row[1].strip(): row[2].strip() for row in rows if len(row) == 3 and not row[0]}
    return {f"reported_{name}": int(cells[name.upper()]) for name in ("advances", "declines", "unchanged")}


# How returns are distributed


def bucket(value: float) -> str:
    """Its bucket; a bound belongs to the larger move, so that 10 exactly is double-digit both ways."""
    if value <= EDGES[0]:
        return "below_-50"
    if value >= EDGES[-1]:
        return "above_100"
    for low, high in pairwise(EDGES):
        if low < value <= high < 0 or low < value < high == 0 or 0 <= low <= value < high:
            return f"{low}_to_{high}"
    raise AssertionError(value)


BUCKETS = {
    "below_-50": (np.nan, -50.0),
    **{f"{a}_to_{b}": (float(a), float(b)) for a, b in pairwise(EDGES)},
    "above_100": (100.0, np.nan),
}


def returns_since(market: Market, day: pd.Timestamp) -> pd.DataFrame:
    """session, security, return: of names that traded on that day and were comparable ever since.

    From close to close, as the returns since a month or year began.
    """
    if day not in market.calendar.index:
        return market.lines.iloc[:0].assign(value=[])
    place, lines = market.calendar[day], market.lines
    there = lines[lines["session"] == day].set_index("security")[["adjusted_close", "basis"]]
    near = (lines["day"] > place) & (lines["day"] <= place + 252)
    after = lines[near].join(there, on="security", rsuffix="_there")
    gone = after["adjusted_close"] / after["adjusted_close_there"]
    return after.assign(value=(100 * gone - 100).where(after["basis"] == after["basis_there"]).round(8))


def distribution_of(values: pd.DataFrame) -> pd.DataFrame:
    """Rows (session, universe, value) -> the count of every bucket of each session and universe."""
    values = values.dropna(subset="value")
    named = values.assign(bucket=values["value"].map(bucket))
    counts = named.groupby(["session", "universe", "bucket"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(BUCKETS), fill_value=0)
    shares = (100 * counts.div(counts.sum(axis=1), axis=0)).round(8)
    out = pd.DataFrame({"names": counts.stack(), "share_pct": shares.stack()}).reset_index()
    out["lower_pct"] = out["bucket"].map({name: low for name, (low, _) in BUCKETS.items()})
    out["upper_pct"] = out["bucket"].map({name: high for name, (_, high) in BUCKETS.items()})
    return out


def return_distribution(market: Market) -> pd.DataFrame:
    """marts.return_distribution."""
    lines = of_universes(price_change(market), market)
    columns = {name: f"return_{name}_pct" for name in PERIODS} | {"high_52w": "from_high_52w_pct"}
    parts = {name: lines.assign(value=lines[column]) for name, column in columns.items()}
    for name, day in market.reference_days.items():
        parts[f"since:{name}"] = of_universes(returns_since(market, day), market)
    return pd.concat(
        [distribution_of(part).assign(reference=name) for name, part in parts.items() if len(part)]
    )


# The first twenty


def market_movers(market: Market) -> pd.DataFrame:
    """marts.market_movers; `security_id` decides what return and turnover leave equal."""
    lines = of_universes(price_change(market), market)
    comparable, change = lines["reason"] == "", lines["delivery_pct_change_20"]
    kinds = {
        "gainer": (comparable & (lines["return_1_pct"] > 0), -lines["return_1_pct"]),
        "loser": (comparable & (lines["return_1_pct"] < 0), lines["return_1_pct"]),
        "turnover": (lines["volume"] > 0, -lines["turnover"]),
        "delivery": ((lines["turnover"] >= LEAST_TURNOVER) & (change > 0), -change),
    }
    parts = []
    for kind, (eligible, order) in kinds.items():
        rows = lines.assign(kind=kind, order=order, less=-lines["turnover"])[eligible]
        rows = rows.sort_values(["session", "universe", "order", "less", "security_id"])
        rank = rows.groupby(["session", "universe"]).cumcount() + 1
        parts.append(rows.assign(rank=rank)[rank <= MOVERS])
    return pd.concat(parts, ignore_index=True).assign(
        close_inr=lambda r: r["close"], turnover_inr=lambda r: r["turnover"]
    )


# Risk


def mean_returns(market: Market) -> pd.DataFrame:
    """Equal-weighted means of the comparable names of each universe."""
    lines = price_change(market)
    means = (
        of_universes(lines[lines["reason"] == ""], market)
        .groupby(["session", "day", "universe"])["return_1_pct"]
        .agg(["size", "mean"])
        .reset_index()
        .rename(columns={"size": "members", "mean": "mean_return_1_pct"})
    )
    return means.assign(mean_return_1_pct=means["mean_return_1_pct"].round(8))


def realised_risk(market: Market) -> pd.DataFrame:
    """marts.realised_risk: volatility of a universe, and its beta to the benchmark."""
    benchmark = benchmark_change(market).set_index("day")
    parts = []
    for _, rows in mean_returns(market).sort_values("day").groupby("universe"):
        rows = rows.reset_index(drop=True)
        for n in (21, 63):
            deviation = rows["mean_return_1_pct"].rolling(n).std() * np.sqrt(252)
            near = rows["day"] - rows["day"].shift(n - 1) + 1 <= spread(n)
            rows[f"realised_volatility_{n}_pct"] = deviation.where(near).round(8)
        both = rows.join(benchmark[["return_1_pct", "basis"]], on="day").dropna(subset="return_1_pct")
        x, y = both["return_1_pct"].to_numpy(), both["mean_return_1_pct"].to_numpy()
        days, bases = both["day"].to_numpy(), both["basis"].to_numpy()
        for n in (63, 252):
            betas, kinds = [], []
            for day in rows["day"]:
                end = int(np.searchsorted(days, day, side="right"))
                good = end >= n and day - days[end - n] + 1 <= spread(n)
                window = slice(end - n, end)
                variance = np.var(x[window], ddof=1) if good else 0.0
                covariance = np.cov(x[window], y[window])[0, 1] if good else 0.0
                betas.append(covariance / variance if variance > 0 else np.nan)
                kind = set(bases[window]) if good else set()
                kinds.append(None if not kind else kind.pop() if len(kind) == 1 else "mixed")
            rows[f"beta_{n}"], rows[f"beta_{n}_basis"] = np.round(betas, 8), kinds
        parts.append(rows)
    return pd.concat(parts, ignore_index=True)
