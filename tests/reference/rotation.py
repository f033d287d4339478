"""Segments against each other, a second time in plain pandas, from the definitions.

Shares no code with the product. Given are the prices of `reference.measures.Market`, the exchange's lists as
printed with the ids of their securities, sizes and market values; here is what is made of them.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from reference.measures import Market, benchmark_change, nonzero, spread

LISTS = Path(__file__).parents[2] / "include" / "bhavhouse" / "market"
LEVELS = ["macro_sector", "sector", "industry", "basic_industry"]
HORIZONS = [1, 5, 21, 63, 126, 252]
KEYS = ["session", "level", "sector"]
LONG_AGO = pd.Timestamp("1990-01-01")


@dataclass
class Given:
    """What the rotation is made of beside the prices of shares.

    `nse`: security_id, on, industry of every line of NSE's lists. `bse`: security_id, on and the four levels.
    `symbols`: symbol, security_id, valid_from, valid_to. `sizes`: security_id, segment, valid_from, valid_to.
    `values`: session, security_id, market_cap_inr. `funds`: as the lines of a market, of funds in EQ alone.
    """

    nse: pd.DataFrame
    bse: pd.DataFrame
    symbols: pd.DataFrame
    sizes: pd.DataFrame
    values: pd.DataFrame
    funds: pd.DataFrame


def _listed(name: str) -> list[dict[str, str]]:
    with (LISTS / name).open(newline="") as lines:
        return list(csv.DictReader(lines))


def _key(name: str) -> str:
    return re.sub("[^a-z]", "", name.lower().replace("&", "and"))


# Who is in what


def classification(given: Given) -> pd.DataFrame:
    """security_id, level, sector, on: the segment that counts from a day on."""
    known = {_key(row["sector"]): row for row in _listed("sectors.csv")}
    nse = given.nse.assign(level="sector", printed=given.nse["industry"], nse=True)
    macro = nse["printed"].map(lambda name: known.get(_key(name), {}).get("macro_sector"))
    bse = given.bse.melt(["security_id", "on"], LEVELS, "level", "printed").assign(nse=False)
    told = pd.concat([nse, nse.assign(level="macro_sector", printed=macro), bse]).dropna(subset="printed")
    told = told[told["printed"].map(_key) != ""]
    told["key"] = told["printed"].map(_key)
    told = told.sort_values(["on", "nse", "printed"], ascending=[True, False, True])
    told["sector"] = told.groupby(["level", "key"])["printed"].transform("first")
    reviewed = (told["level"] == "sector") & told["key"].isin(known)
    told.loc[reviewed, "sector"] = [known[key]["sector"] for key in told.loc[reviewed, "key"]]
    first = told[told["nse"]].groupby(["security_id", "level"])["on"].min().rename("nse_from")
    told = told.join(first, on=["security_id", "level"])
    told = told[told["nse"] | ~(told["on"] >= told["nse_from"])]
    return told.groupby(["security_id", "level", "on"], as_index=False)["sector"].max()


def members(market: Market, given: Given) -> pd.DataFrame:
    """session, security_id, level, sector of every line of a share on the main board, and of the funds."""
    shares = market.lines.loc[market.lines["universe"] == "nse_main", ["session", "security_id"]]
    shares = shares.sort_values("session")
    parts = []
    for level, rows in classification(given).groupby("level"):
        first = rows.sort_values("on").drop_duplicates("security_id").assign(on=LONG_AGO)
        dated = pd.concat([first, rows]).astype({"on": shares["session"].dtype}).sort_values("on")
        found = pd.merge_asof(shares, dated, left_on="session", right_on="on", by="security_id")
        parts.append(found.dropna(subset="sector").assign(level=level))
    classified = pd.concat(parts)

    sizes = shares.merge(given.sizes.rename(columns={"segment": "sector"}), on="security_id")
    inside = (sizes["session"] >= sizes["valid_from"]) & ~(sizes["session"] >= sizes["valid_to"])
    out = [classified, sizes[inside].assign(level="size")]
    for row in _listed("themes.csv"):
        if row["by"] == "symbol":
            chosen = shares[shares["security_id"].isin(_holders(given, row["value"], row["reviewed_on"]))]
        else:
            chosen = classified[(classified["level"] == row["by"]) & (classified["sector"] == row["value"])]
        out.append(chosen.assign(level="theme", sector=row["theme"]))
    for row in _listed("asset_funds.csv"):
        of = given.funds["security_id"].isin(_holders(given, row["symbol"], row["reviewed_on"]))
        out.append(given.funds[of].assign(level="asset", sector=row["asset"]))
    return pd.concat(out)[["session", "security_id", "level", "sector"]]


def _holders(given: Given, symbol: str, day: str) -> pd.Series:
    held = given.symbols[given.symbols["symbol"] == symbol]
    on = pd.Timestamp(day)
    return held.loc[(held["valid_from"] <= on) & ~(held["valid_to"] <= on), "security_id"]


# What each of them did


def _own(lines: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Returns, values before them, averages and highs of each line of a security."""
    lines = lines.sort_values(["security_id", "session"]).reset_index(drop=True)
    basis, close, day = lines.groupby("basis"), lines["adjusted_close"], lines["day"]

    def near(length: int) -> pd.Series:
        return day - basis["day"].shift(length - 1) + 1 <= spread(length)

    out = lines.merge(values, on=["session", "security_id"], how="left")
    own = out.groupby("security_id")["market_cap_inr"]
    for h in HORIZONS:
        back = (day - basis["day"].shift(h) <= spread(h)) & basis["day"].shift(h).notna()
        out[f"return_{h}"] = (100 * (close / basis["adjusted_close"].shift(h) - 1)).where(back)
        out[f"weight_{h}"] = own.shift(h)
    out["return_1"] = (100 * (lines["close"] / lines["prior"] - 1)).where(lines["reason"] == "")
    for n in (50, 200):
        average = basis["adjusted_close"].rolling(n).mean().droplevel(0).reindex(lines.index)
        out[f"above_{n}"] = (close > average * (1 + 1e-9)).where(near(n)).astype(float)
    before = basis["adjusted_close"].shift().groupby(lines["basis"]).rolling(252)
    there = day - basis["day"].shift(252) <= spread(252)
    out["high"] = (close > before.max().droplevel(0).reindex(lines.index) * (1 + 1e-9)) & there
    out["low"] = (close < before.min().droplevel(0).reindex(lines.index) * (1 - 1e-9)) & there
    return out


def benchmark_returns(market: Market) -> pd.DataFrame:
    """By session: returns over each horizon of whole sessions, and what they were read off."""
    daily = benchmark_change(market).sort_values("day").reset_index(drop=True)
    out = daily[["session"]].copy()
    factor = 1 + daily["return_1_pct"] / 100
    for h in HORIZONS:
        whole = daily["day"] - daily["day"].shift(h - 1) == h - 1
        product = factor.rolling(h).apply(np.prod, raw=True)
        out[f"benchmark_{h}"] = (100 * (product - 1)).where(whole)
    fund = (daily["basis"] == "fund").rolling(252, min_periods=1).mean()
    out["benchmark_basis"] = np.select([fund == 0, fund == 1], ["index", "fund"], "mixed")
    return out


def sector_rotation(market: Market, given: Given) -> pd.DataFrame:
    """marts.sector_rotation."""
    wanted = [*market.lines.columns.intersection(given.funds.columns)]
    lines = _own(pd.concat([market.lines[wanted], given.funds[wanted]]), given.values)
    rows = lines.merge(members(market, given), on=["session", "security_id"])
    groups = rows.groupby(KEYS)
    out = groups.agg(members=("close", "size"), turnover=("turnover", "sum"), day=("day", "first"))
    least = np.where(out.index.get_level_values("level") == "asset", 1, 3)
    for h in HORIZONS:
        names = groups[f"return_{h}"].count()
        out[f"return_{h}_pct"] = groups[f"return_{h}"].mean().where(names >= least).round(8)
        both = rows[rows[f"return_{h}"].notna() & rows[f"weight_{h}"].notna()]
        product = (both[f"return_{h}"] * both[f"weight_{h}"]).groupby([both[k] for k in KEYS]).sum()
        by = both.groupby(KEYS)[f"weight_{h}"].agg(["size", "sum"]).reindex(out.index)
        enough = (names >= least) & (by["size"] >= 0.8 * names) & (by["sum"] > 0)
        out[f"cap_weighted_return_{h}_pct"] = (product.reindex(out.index) / by["sum"]).where(enough)
    for word in ("advances", "declines", "unchanged"):
        out[word] = (rows["direction"] == word).groupby([rows[k] for k in KEYS]).sum()
    for n in (50, 200):
        out[f"pct_above_{n}dma"] = 100 * groups[f"above_{n}"].mean()
    out["new_highs_52w"], out["new_lows_52w"] = groups["high"].sum(), groups["low"].sum()

    out = out[out["members"] >= least].reset_index()
    main = market.lines[market.lines["universe"] == "nse_main"].groupby("session")["turnover"].sum()
    level = out.groupby(["session", "level"])["turnover"].transform("sum")
    whole = level.where(~out["level"].isin(["size", "theme"]), out["session"].map(main))
    out["turnover_share_pct"] = 100 * out["turnover"] / nonzero(whole)
    out = out.merge(benchmark_returns(market), on="session", how="left").sort_values(KEYS)
    own = out.groupby(["level", "sector"])
    week = own["day"].shift(5) >= out["day"] - 10
    for h in HORIZONS:
        ratio = (1 + out[f"return_{h}_pct"] / 100) / (1 + out[f"benchmark_{h}"] / 100)
        out[f"relative_strength_{h}_pct"] = 100 * (ratio - 1)
        out[f"rank_{h}"] = out.groupby(["session", "level"])[f"return_{h}_pct"].rank("min", ascending=False)
        out[f"rank_{h}_change"] = (own[f"rank_{h}"].shift(5) - out[f"rank_{h}"]).where(week)
    return out


# Where they move to


def weeks_end(calendar: pd.DatetimeIndex) -> pd.Series:
    """Whether each session is the last of its week, of the sessions expected or held."""
    return pd.Series(calendar.to_period("W"), index=calendar).duplicated(keep="last").map(lambda x: not x)


def _scores(values: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """The last of each 14 values in deviations from their mean; null where one lacks or they are equal."""
    out = np.full(len(values), np.nan)
    if len(values) < 14:
        return out
    windows = np.lib.stride_tricks.sliding_window_view(values, 14)
    deviation = windows.std(axis=1, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = (windows[:, -1] - windows.mean(axis=1)) / deviation
    out[13:] = np.where((deviation >= 1e-6) & whole[13:], scores, np.nan)
    return out


def relative_rotation(market: Market, rotation: pd.DataFrame, last_of_week: pd.Series) -> pd.DataFrame:
    """marts.relative_rotation, from rows of marts.sector_rotation."""
    benchmark = benchmark_change(market).set_index("session")["return_1_pct"]
    rows = rotation.assign(benchmark=rotation["session"].map(benchmark))
    rows = rows.dropna(subset=["return_1_pct", "benchmark"]).sort_values("session")
    parts = []
    for _, own in rows.groupby(["level", "sector"]):
        own = own.assign(missed=own["day"] - np.arange(len(own)))
        own["level_"] = ((1 + own["return_1_pct"] / 100) / (1 + own["benchmark"] / 100)).cumprod()
        for frequency in ("daily", "weekly"):
            seen = own if frequency == "daily" else own[own["session"].map(last_of_week)]
            parts.append(_rotated(seen.reset_index(drop=True)).assign(frequency=frequency))
    return pd.concat(parts, ignore_index=True)


def _rotated(rows: pd.DataFrame) -> pd.DataFrame:
    missed = rows["missed"]
    whole = (missed == missed.shift(13)).to_numpy()
    level = rows["level_"]
    ratio = pd.Series(100 + _scores((100 * level).to_numpy(), whole), index=rows.index).round(8)
    change = (100 * (ratio / ratio.shift() - 1)).where(missed == missed.shift()).round(8)
    momentum = 100 + _scores(change.to_numpy(), np.ones(len(rows), bool))
    strong, rising = ratio >= 100, momentum >= 100
    quadrant = pd.Series(
        np.select([strong & rising, strong, rising], ["leading", "weakening", "improving"], "lagging"),
        index=rows.index,
    ).where(ratio.notna() & ~np.isnan(momentum))
    quadrant = quadrant.astype(object).where(quadrant.notna(), None)
    before = quadrant.shift().where(missed == missed.shift())
    before = before.where(before.notna(), None)
    stays = (quadrant == before) & quadrant.notna()
    run = stays.groupby((~stays).cumsum()).cumcount() + 1
    both = quadrant.notna() & before.notna()
    return rows[KEYS].assign(
        relative_strength=(100 * level / level.shift(13)).where(whole),
        rs_ratio=ratio,
        rs_momentum=momentum,
        quadrant=quadrant,
        previous_quadrant=before,
        is_transition=(quadrant != before).astype(object).where(both, None),
        observations_in_quadrant=run.clip(upper=26).where(quadrant.notna()),
    )
