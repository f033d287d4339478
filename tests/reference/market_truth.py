"""The market that `reference.measures` measures, from the truth of a simulation.

Who is who is the house's word, since two companies under one symbol, or one under two, cannot be told apart
by all that it is given; and so is what an opening was compared with where the truth cannot be known
(`explained`).
"""

import io
import zipfile
from collections.abc import Callable, Collection
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd

from reference.breadth import _stamp, _table
from reference.market_files import CONFIRMED_AFTER, REFERENCE_DAYS
from reference.measures import Market, reported

WAYS = {1: "advances", -1: "declines", 0: "unchanged"}
FIXED = ["split", "bonus", "consolidation"]
ON_BASIS = [*FIXED, "rights"]
KEYS = ["session", "symbol", "series"]


def _bundled(path: Path) -> pd.DataFrame:
    with zipfile.ZipFile(path) as bundle:
        return pd.read_csv(io.BytesIO(bundle.read(bundle.namelist()[0])), index_col=False)


def printed(exchange: Path) -> pd.DataFrame:
    """previous, turnover and delivered by session, symbol, series: restated full files before first ones."""
    names = {"SYMBOL": "symbol", "SERIES": "series", "PREV_CLOSE": "previous", "TURNOVER_LACS": "turnover",
             "DELIV_QTY": "delivered"}  # fmt: skip
    parts = []
    for path in sorted(exchange.glob("nse/sec_bhavdata_full/*.csv")):
        restated = exchange / "nse/restated" / path.name
        day = _table(restated if restated.exists() else path)
        session = _stamp(path.stem, r"\d{8}", "%d%m%Y")
        if len(day) and (pd.to_datetime(day["DATE1"], format="%d-%b-%Y") == session).all():
            parts.append(day[list(names)].rename(columns=names).assign(session=session))
    rows = pd.concat(parts)
    numbers = ["previous", "turnover", "delivered"]
    rows[numbers] = rows[numbers].apply(pd.to_numeric, errors="coerce")
    rows["turnover"] = (rows["turnover"] * 100_000).round(2)
    udiff = [_bundled(path) for path in sorted(exchange.glob("nse/cm_udiff/*.zip"))]
    legacy = [_bundled(path) for path in sorted(exchange.glob("nse/cm_legacy/*.zip"))]
    columns = {"TradDt": "session", "TIMESTAMP": "session", "TckrSymb": "symbol", "SYMBOL": "symbol",
               "SctySrs": "series", "SERIES": "series", "TtlTrfVal": "rupees",
               "TOTTRDVAL": "rupees"}  # fmt: skip
    exact = []
    for files, layout in ((udiff, "%Y-%m-%d"), (legacy, "%d-%b-%Y")):
        for day in files:
            day = day.rename(columns=columns)[[*KEYS, "rupees"]]
            exact.append(day.assign(session=pd.to_datetime(day["session"], format=layout)))
    exact = pd.concat(exact).drop_duplicates(KEYS)  # UDiFF stands before the older file
    rows = rows.merge(exact, on=KEYS, how="left")
    return rows.assign(turnover=rows["rupees"].fillna(rows["turnover"])).drop(columns="rupees")


def _lines(
    exchange: Path,
    truth: Callable[[str], pd.DataFrame],
    places: pd.Series,
    house: pd.DataFrame,
    explained: Collection[tuple[str, str]],
) -> pd.DataFrame:
    daily = truth("daily")
    daily["key"] = list(zip(daily["session"], daily["truth_id"], strict=True))
    daily["session"] = pd.to_datetime(daily["session"])
    shares = daily[(daily["universe"] != "none") & daily["session"].isin(places.index)]
    lines = shares.merge(printed(exchange), on=KEYS, how="left", validate="1:1")
    lines = lines.merge(house, on=["session", "symbol"], how="left", validate="1:1")
    lines["day"] = lines["session"].map(places)
    lines["security"] = lines["security_id"]

    actions = truth("actions")
    actions = actions[actions["kind"].isin(ON_BASIS)]
    exact = actions["price_factor"].map(lambda f: float(Fraction(f).limit_denominator(1000)))
    exact = exact.where(actions["kind"] != "rights", actions["price_factor"])  # no fraction of small numbers
    actions = actions.assign(factor=exact, session=pd.to_datetime(actions["ex_date"]))
    factors = actions.groupby(["session", "truth_id"], as_index=False)["factor"].prod()
    lines = lines.merge(factors, on=["session", "truth_id"], how="left")
    lines["factor"] = lines["factor"].fillna(1.0)
    # A few previous closes are printed on the new basis.
    true, both = lines["prior_close_on_same_basis"], lines["previous"] * lines["factor"]
    lines["prior"] = both.where((both - true).abs() <= (lines["previous"] - true).abs(), lines["previous"])

    securities = truth("securities").query("is_listing")
    listed = set(zip(securities["valid_from"], securities["truth_id"], strict=True))
    lines["reason"] = np.where(lines["key"].isin(listed), "listing", "apart")
    lines["reason"] = lines["reason"].where(~lines["comparable"], "")
    given = lines["key"].isin(set(explained))
    lines.loc[given, "factor"] = lines["house_factor"]
    lines.loc[given, "prior"] = lines["house_prior"]
    lines.loc[given, "reason"] = np.where(
        lines["house_reason"] == "listing_day", "listing", lines["house_reason"].fillna("")
    )[given]

    lines["direction"] = lines["direction"].map(WAYS).where(lines["reason"] == "", "not_comparable")
    change = lines["close"] / lines["prior"] - 1
    ways = np.select([change > 1e-9, change < -1e-9], ["advances", "declines"], default="unchanged")
    lines.loc[given & (lines["reason"] == ""), "direction"] = ways[given & (lines["reason"] == "")]
    lines = lines.sort_values(["security", "session"], ignore_index=True)
    begins = (lines["reason"] != "") | (lines["security"] != lines["security"].shift())
    lines["basis"] = begins.cumsum()
    lines["adjusted_close"] = lines["close"] / lines.groupby("basis")["factor"].cumprod()
    return lines


def _index(exchange: Path, places: dict[pd.Timestamp, int]) -> dict[int, float]:
    """Closes of the Nifty 50 by the day of the calendar; a file's change gives the day before, too."""
    out, before = {}, {}
    for path in exchange.glob("nse/ind_close_all/*.csv"):
        day = places[_stamp(path.stem, r"\d{8}", "%d%m%Y")]
        row = _table(path).set_index("Index Name").loc["Nifty 50"]
        out[day] = float(row["Closing Index Value"])
        if row["Points Change"] != "-":
            before[day - 1] = round(out[day] - float(row["Points Change"]), 2)
    return before | out


def _day_of(bundle: Path) -> pd.Timestamp:
    return _stamp(bundle.stem, r"\d{6}", "%d%m%y")


def _member(bundle: Path, start: str) -> str:
    with zipfile.ZipFile(bundle) as members:
        (name,) = (name for name in members.namelist() if name.startswith(start))
        return members.read(name).decode()


def _paid_up(bundles: list[Path]) -> pd.Series:
    """Face value and issue size in one text, by session and symbol, off the bundles' mcap*."""
    parts = []
    for path in bundles:
        rows = pd.read_csv(io.StringIO(_member(path, "mcap")), dtype=str).rename(columns=str.strip)
        text = rows["Face Value(Rs.)"].str.strip() + " " + rows["Issue Size"].str.strip()
        parts.append(pd.DataFrame({"session": _day_of(path), "symbol": rows["Symbol"], "paid_up": text}))
    return pd.concat(parts).drop_duplicates(["session", "symbol"]).set_index(["session", "symbol"])["paid_up"]


def _confirmed(lines: pd.DataFrame, paid_up: pd.Series) -> pd.Series:
    """The session that confirms a change of basis: itself if its bundle shows it, else the third after."""
    told = lines.join(paid_up, on=["session", "symbol"])
    own, here = told.groupby("security"), told["paid_up"]
    before = own["paid_up"].shift(1)
    shows = here.notna() & before.notna() & (here != before)
    return lines["session"].where(shows, own["session"].shift(-CONFIRMED_AFTER))


def market_of_truth(
    exchange: Path,
    truth: Callable[[str], pd.DataFrame],
    house: pd.DataFrame,
    explained: Collection[tuple[str, str]],
) -> Market:
    """`house`: session, symbol, security_id, house_factor, house_prior, house_reason of its price changes."""
    sessions = truth("sessions")
    days = pd.to_datetime(sessions["session"])
    places = pd.Series(range(len(days)), index=pd.DatetimeIndex(days))
    held = places[~sessions["hole"].to_numpy()]
    lines = _lines(exchange, truth, held, house, explained)

    daily = truth("daily").query("symbol == 'NIFTYBEES'")
    fund = pd.DataFrame({"session": pd.to_datetime(daily["session"])})
    fund["return_1_pct"] = 100 * (daily["close"] / daily["prior_close_on_same_basis"] - 1)
    fund["day"] = fund["session"].map(held)

    actions = truth("actions").query("kind in @FIXED and not official and not bundled")
    taken = set(zip(actions["ex_date"], actions["truth_id"], strict=True))
    bundles = sorted(exchange.glob("nse/pr/PR*.zip"))
    known_on = _confirmed(lines, _paid_up(bundles))
    inferred = lines.assign(known_on=known_on)[lines["key"].isin(taken)]
    return Market(
        lines=lines,
        calendar=held,
        fund=fund.dropna(subset="day"),
        index=_index(exchange, places.to_dict()),
        inferred=inferred[["session", "security", "known_on"]],
        reported={_day_of(path): reported(_member(path, "MA")) for path in bundles},
        reference_days=REFERENCE_DAYS,
    )
