"""Market breadth computed a second time, from the exchange's own files alone.

Shares no code with the product: it exists to disagree with it. Whole history in one pass, plain pandas.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

MAIN, SME = ("EQ", "BE", "BZ"), ("SM", "ST", "SZ")
LINES = MAIN + SME  # also the order of preference where a security has several lines on a day
UNIVERSES = {"nse_main": ["nse_main"], "nse_sme": ["nse_sme"], "nse_all": ["nse_main", "nse_sme"]}
BAND = (0.78, 1.30)  # open / prior price; the bounds themselves are comparable
NOISE = 1e-9  # relative, for every comparison of two prices
YEAR, AVERAGES, MEMORY = 252, (20, 50, 100, 200), 20

RIGHTS_ENTITLEMENT = re.compile(r"-RE\d*$")
FUND_NAME = re.compile(r"ETF|BEES\b|MUTUAL FUND|EXCHANGE TRADED|\bMF\b")
COMPANY_NAME = re.compile(r"\b(LIMITED|LTD)\b")
SPLIT = re.compile(r"fro?m\s+r[se]\.?\s*([\d.]+).*?\bto\s+r[se]\.?\s*([\d.]+)", re.I)
SPLIT_WORD = re.compile(r"spli?t|sub-?division|consolidation", re.I)
BONUS = re.compile(r"bonus\s*-?\s*(\d+)\s*:\s*(\d+)", re.I)
NOT_EQUITY = re.compile(r"ncd|ncrps|debenture|preference|dvr", re.I)
SPIN_OFF = re.compile(r"de-?merge|spin-?off|(?<!pursuant to )sc?heme|amalgamation", re.I)
CAPITAL = re.compile(r"cap(?:ital)? red", re.I)
RIGHTS = re.compile(
    r"rights.*?(\d+)\s*:\s*(\d+)\s*(?:@|at)\s*pr\w*\s+(?:of\s+)?r[se]\.?\s*(\d+(?:\.\d+)?)", re.I
)
ODD_RIGHTS = re.compile(r"warrant|partly|convertible", re.I)


def _table(path: Path, **options: object) -> pd.DataFrame:
    """Any of the exchange's text files: all text, names and cells stripped, nothing taken for null."""
    frame = pd.read_csv(
        path,
        dtype=str,
        keep_default_na=False,
        skipinitialspace=True,
        index_col=False,
        encoding="utf-8-sig",
        encoding_errors="replace",
        **options,
    )  # type: ignore[call-overload]
    frame.columns = [str(name).strip() for name in frame.columns]
    stripped: pd.DataFrame = frame.apply(lambda cells: cells.str.strip())
    return stripped


def _dates(cells: pd.Series) -> pd.Series:
    """01-FEB-2025 and 1-Feb-25 alike; anything else is no date."""
    four = pd.to_datetime(cells, format="%d-%b-%Y", errors="coerce")
    return four.fillna(pd.to_datetime(cells, format="%d-%b-%y", errors="coerce"))


def _stamp(name: str, pattern: str, layout: str) -> pd.Timestamp:
    printed: str = re.findall(pattern, name)[-1]
    return pd.to_datetime(printed, format=layout)


def _rows(data: Path, start: date, end: date) -> pd.DataFrame:
    """Every row, of every series, of the files whose inside date is that of their name."""
    names = {
        "SYMBOL": "symbol",
        "SERIES": "series",
        "DATE1": "printed",
        "PREV_CLOSE": "previous",
        "OPEN_PRICE": "open",
        "HIGH_PRICE": "high",
        "LOW_PRICE": "low",
        "CLOSE_PRICE": "close",
        "TTL_TRD_QNTY": "volume",
        "TURNOVER_LACS": "turnover",
        "DELIV_QTY": "delivered",
    }
    days = []
    for path in (data / "nse/sec_bhavdata_full").glob("sec_bhavdata_full_*.csv"):
        session = _stamp(path.stem, r"\d{8}", "%d%m%Y")
        if start <= session.date() <= end:
            day = _table(path)[list(names)].rename(columns=names)
            if len(day) and (_dates(day["printed"]) == session).all():
                days.append(day.assign(session=session))
    rows = pd.concat(days, ignore_index=True)
    numbers = ["previous", "open", "high", "low", "close", "volume", "turnover", "delivered"]
    rows[numbers] = rows[numbers].apply(pd.to_numeric, errors="coerce")
    rows["turnover"] = (rows["turnover"] * 100_000).round(2)  # lakhs of rupees
    return rows.sort_values(["session", "symbol"], ignore_index=True)


class Identity:
    """Symbols joined through dated changes.

    A change cuts both symbols' lives at its date, and joins the old one's life before it to the new one's
    life from it on; what traded under either symbol on the other side of the cut is someone else. One
    exception: where the new symbol already traded and the old one never did, the change was recorded late.
    """

    def __init__(self, data: Path, rows: pd.DataFrame) -> None:
        self.changes = pd.concat(
            [
                _table(path, header=None, names=["name", "old", "new", "on"])
                for path in data.glob("nse/lists/securities_*/symbolchange.csv")
            ]
        )
        self.changes["on"] = _dates(self.changes["on"])
        first = rows.groupby("symbol")["session"].min().to_dict()
        self.cuts: defaultdict[str, list[pd.Timestamp]] = defaultdict(list)
        self.parent: dict[tuple[str, int], tuple[str, int]] = {}
        joins = []
        for old, new, on in self.changes[["old", "new", "on"]].drop_duplicates().itertuples(index=False):
            late = first.get(new, on) < on <= first.get(old, on)
            if old != new and old and new and not late:
                self.cuts[old].append(on)
                self.cuts[new].append(on)
                joins.append((old, new, on))
        self.cuts = defaultdict(list, {symbol: sorted(set(cuts)) for symbol, cuts in self.cuts.items()})
        for old, new, on in joins:
            before, after = self.root(self.life(old, on - timedelta(days=1))), self.root(self.life(new, on))
            if before != after:
                self.parent[before] = after
        self.chained = {self.of(old, on - timedelta(days=1)) for old, _, on in joins}

    def life(self, symbol: str, on: pd.Timestamp) -> tuple[str, int]:
        return symbol, bisect_right(self.cuts.get(symbol, []), on)

    def root(self, life: tuple[str, int]) -> tuple[str, int]:
        while life in self.parent:
            life = self.parent[life]
        return life

    def name(self, life: tuple[str, int]) -> str:
        symbol, number = self.root(life)
        return f"{symbol}#{number}" if number < len(self.cuts.get(symbol, [])) else symbol

    def of(self, symbol: str, on: pd.Timestamp) -> str:
        """The security that `symbol` meant on that day."""
        return self.name(self.life(symbol, on))

    def lives_from(self, symbol: str, on: pd.Timestamp) -> Iterable[str]:
        """The security on that day, then those that took the symbol later."""
        number = self.life(symbol, on)[1]
        return (self.name((symbol, n)) for n in range(number, len(self.cuts.get(symbol, [])) + 1))


def _masters(data: Path, identity: Identity) -> pd.DataFrame:
    """security, isin, listed: one row per entry of a list of securities, on the day of its folder."""
    columns = {
        "EQUITY_L.csv": ["SYMBOL", "ISIN NUMBER", "DATE OF LISTING"],
        "SME_EQUITY_L.csv": ["SYMBOL", "ISIN_NUMBER", "DATE_OF_LISTING"],
        "eq_etfseclist.csv": ["Symbol", "ISINNumber", "DateofListing"],
    }
    parts = []
    for folder in data.glob("nse/lists/securities_*"):
        on = _stamp(folder.name, r"\d{4}-\d\d-\d\d", "%Y-%m-%d")
        for name, wanted in columns.items():
            part = _table(folder / name)[wanted].set_axis(["symbol", "isin", "listed"], axis=1)
            part["security"] = [identity.of(symbol, on) for symbol in part["symbol"]]
            parts.append(part.assign(etf_list=name.startswith("eq_etf")))
    masters = pd.concat(parts, ignore_index=True)
    return masters.assign(listed=_dates(masters["listed"]))


def _funds(data: Path, rows: pd.DataFrame, identity: Identity, masters: pd.DataFrame) -> pd.Series:
    """By security: True an ETF, False a share, null where nothing decides.

    The first evidence that says anything wins: ISIN, the bundle's etf file, the ETF list, the name.
    """
    isins = defaultdict(set)
    for security, isin in zip(masters["security"], masters["isin"], strict=True):
        isins[security].add(isin[:3])
    for path in sorted([*data.glob("nse/cm_udiff/*"), *data.glob("nse/cm_legacy/*.csv")]):
        day = _table(path).rename(columns={"TckrSymb": "SYMBOL", "SctySrs": "SERIES", "TradDt": "TIMESTAMP"})
        on = pd.to_datetime(day["TIMESTAMP"].iloc[0])
        day = day[day["SERIES"].isin(LINES)]
        for symbol, isin in zip(day["SYMBOL"], day["ISIN"], strict=True):
            isins[identity.of(symbol, on)].add(isin[:3])
    bundle = {
        identity.of(symbol, _stamp(path.stem, r"\d{8}", "%d%m%Y"))
        for path in data.glob("nse/pr/*/etf*.csv")
        for symbol in _table(path)["SYMBOL"]
    }
    listed = set(masters.loc[masters["etf_list"], "security"])

    names = defaultdict(set)  # by symbol, the symbol itself among them: the weakest evidence
    for column in ("old", "new"):
        for symbol, name in zip(identity.changes[column], identity.changes["name"], strict=True):
            names[symbol].add(name)
    sources = [
        ("nse/pr/*/mcap*.csv", "Symbol", "Security Name"),
        ("nse/corporate_actions_*/CF-CA-equities.csv", "SYMBOL", "COMPANY NAME"),
    ]
    for pattern, key, value in sources:
        for path in data.glob(pattern):
            table = _table(path)
            for symbol, name in zip(table[key], table[value], strict=True):
                names[symbol].add(name)

    verdicts: dict[object, bool | None] = {}
    for security, symbols in rows.groupby("security")["symbol"].unique().to_dict().items():
        known = " / ".join([*symbols, *(name for symbol in symbols for name in names[symbol])]).upper()
        if isins[security] - {""}:
            verdicts[security] = "INF" in isins[security]
        elif security in bundle or security in listed or FUND_NAME.search(known):
            verdicts[security] = True
        else:
            verdicts[security] = False if COMPANY_NAME.search(known) else None
    return pd.Series(verdicts, dtype=object)


def official_actions(data: Path) -> pd.DataFrame:
    """symbol, ex_date, purpose, face, factor, spin_off, unparsed of the equity rows of list and bundles."""
    raw = pd.concat([_table(path) for path in data.glob("nse/corporate_actions_*/CF-CA-equities.csv")])
    listed = raw.rename(columns={"EX-DATE": "on", "FACE VALUE": "face"})
    listed["ex_date"] = _dates(listed["on"])
    faces = pd.concat([_table(path) for path in sorted(data.glob("nse/pr/*/mcap*.csv"))])
    face = faces.drop_duplicates("Symbol", keep="last").set_index("Symbol")["Face Value(Rs.)"]
    terse = pd.concat([_table(path) for path in data.glob("nse/pr/*/bc*.csv")])
    terse["ex_date"], terse["face"] = pd.to_datetime(terse["EX_DT"]), terse["SYMBOL"].map(face)
    raw = pd.concat([listed, terse])
    raw = raw.loc[raw["SERIES"].isin(LINES), ["SYMBOL", "ex_date", "PURPOSE", "face"]]
    raw.columns = ["symbol", "ex_date", "purpose", "face"]
    actions = raw.drop_duplicates(["symbol", "ex_date", "purpose"], ignore_index=True)

    def factor(purpose: str) -> float:
        parts = []
        if SPLIT_WORD.search(purpose) and not CAPITAL.search(purpose):
            parts += [float(new) / float(old) for old, new in SPLIT.findall(purpose)]
        if not NOT_EQUITY.search(purpose):
            parts += [float(held) / (float(given) + float(held)) for given, held in BONUS.findall(purpose)]
        return float(np.prod(parts))

    actions["factor"] = [factor(purpose) for purpose in actions["purpose"]]
    actions["spin_off"] = [bool(SPIN_OFF.search(p) or CAPITAL.search(p)) for p in actions["purpose"]]
    actions["rights"] = [
        RIGHTS.search(p).groups() if RIGHTS.search(p) and not ODD_RIGHTS.search(p) else None
        for p in actions["purpose"]
    ]
    worded = actions["purpose"].str.contains("bonus|split|sub-?div|consolidation|reduction", case=False)
    ignored = actions["purpose"].str.contains(NOT_EQUITY) | actions["spin_off"]
    actions["unparsed"] = worded & ~ignored & (actions["factor"] == 1) | actions["ex_date"].isna()
    return actions


def _with_actions(lines: pd.DataFrame, data: Path, identity: Identity) -> pd.DataFrame:
    """The factor and the spin-offs that count on each line's session."""
    traded = lines.groupby("security")["session"].agg(list).to_dict()
    actions = official_actions(data)
    actions = actions[(actions["factor"] != 1) | actions["spin_off"] | actions["rights"].notna()]
    actions = actions[actions["ex_date"] >= lines["session"].min()]
    actions["security"] = [
        next((life for life in identity.lives_from(symbol, on) if life in traded), None)
        for symbol, on in zip(actions["symbol"], actions["ex_date"], strict=True)
    ]
    actions = actions.dropna(subset="security").drop_duplicates(["security", "ex_date", "purpose"])
    actions["session"] = [
        min((day for day in traded[security] if day >= on), default=None)
        for security, on in zip(actions["security"], actions["ex_date"], strict=True)
    ]
    closes = {key: rows.set_index("session")["close"] for key, rows in lines.groupby("security")}
    actions["factor"] *= [
        _ex_rights(row.rights, row.face, closes[row.security][: row.ex_date - timedelta(1)])
        for row in actions.itertuples()
    ]
    daily = actions.groupby(["security", "session"]).agg({"factor": "prod", "spin_off": "any"}).reset_index()
    lines = lines.merge(daily, on=["security", "session"], how="left")
    return lines.assign(factor=lines["factor"].fillna(1.0), spin_off=lines["spin_off"].eq(True))


def _ex_rights(terms: tuple[str, str, str] | None, face: object, before: pd.Series) -> float:
    """What the shares held and those offered are worth together, a share, against the last close."""
    if not isinstance(terms, tuple) or before.empty:
        return 1.0
    offered, held, premium = map(float, terms)
    price, last = premium + float(str(face)), float(before.iloc[-1])
    return min(1.0, (last * held + price * offered) / (held + offered) / last)


def _listing_days(rows: pd.DataFrame, identity: Identity, masters: pd.DataFrame) -> pd.Series:
    """By security: the session on which it was newly listed, where the data show one.

    Without a stated date a first appearance counts only after an absence of 20 sessions: the masters miss
    old names, and names under surveillance trade once a week.
    """
    first = rows.groupby("security")["session"].min()
    dated = masters.dropna(subset="listed").groupby("security")["listed"].agg(set)
    opening = sorted(rows["session"].unique())[:20][-1]
    unknown = ~first.index.isin(dated.index) & ~first.index.isin(identity.chained) & (first > opening)
    stated = pd.Series([day in dated.get(security, ()) for security, day in first.items()], index=first.index)
    listed: pd.Series = first[stated | unknown]
    return listed


def _window(
    lines: pd.DataFrame, columns: dict[str, tuple[str, str]], length: int, *, today: bool
) -> pd.DataFrame:
    """Aggregates over `length` own observations of one basis; null where they stretch too far back."""
    lag = 0 if today else 1
    shifted = lines.groupby("basis")[sorted({source for source, _ in columns.values()})].shift(lag)
    rolling = shifted.groupby(lines["basis"]).rolling(length)
    oldest = lines.groupby("basis")["day"].shift(length - 1 + lag)
    near = lines["day"] - lag - oldest + 1 <= length + int(max(5, length / 10))
    out = {
        name: getattr(rolling[source], how)().droplevel(0).reindex(lines.index).where(near)
        for name, (source, how) in columns.items()
    }
    return pd.DataFrame(out)


@dataclass
class Observations:
    """What every count is made of."""

    lines: pd.DataFrame  # one row per session and security that traded, with its direction and reasons
    calendar: pd.DatetimeIndex
    undecided: list[str]
    rows: pd.DataFrame  # every row of every series, funds among them
    identity: Identity


def observe(
    data: Path, start: date, end: date, inferred: Mapping[tuple[str, pd.Timestamp], float] | None = None
) -> Observations:
    """Every eligible line of the interval: prior price, direction or reason for none, windows' verdicts.

    `inferred` gives factors that no list tells of, by the symbol and the session of their effect.
    """
    rows = _rows(data, start, end)
    calendar = pd.DatetimeIndex(sorted(rows["session"].unique()))
    identity = Identity(data, rows)
    rows["security"] = [identity.of(s, d) for s, d in zip(rows["symbol"], rows["session"], strict=True)]
    masters = _masters(data, identity)
    funds = _funds(data, rows[rows["series"].isin(LINES)], identity, masters)

    lines = rows[
        rows["series"].isin(LINES) & (rows["volume"] > 0) & ~rows["symbol"].str.contains(RIGHTS_ENTITLEMENT)
    ]
    verdict = lines["security"].map(funds)
    undecided = sorted(lines.loc[verdict.isna() & (lines["series"] == "EQ"), "symbol"].unique())
    lines = lines[~verdict.eq(True)].assign(
        universe=lambda kept: np.where(kept["series"].isin(MAIN), "nse_main", "nse_sme"),
        rank=lambda kept: kept["series"].map(LINES.index),
        day=lambda kept: calendar.get_indexer(pd.Index(kept["session"])),
    )
    lines = lines.sort_values(["security", "session", "rank"], ignore_index=True)
    lines = lines.drop_duplicates(["security", "session"], ignore_index=True)
    lines = _with_actions(lines, data, identity)
    for (symbol, session), factor in (inferred or {}).items():
        lines.loc[(lines["symbol"] == symbol) & (lines["session"] == session), "factor"] = factor

    last = lines.groupby("security")["close"].shift()
    adjusted = (lines["previous"] - last * lines["factor"]).abs() < (lines["previous"] - last).abs()
    lines["prior"] = lines["previous"] * lines["factor"].where(~adjusted, 1.0)
    ratio = lines["open"] / lines["prior"]
    listing = lines["session"] == lines["security"].map(_listing_days(rows, identity, masters))
    lines["reason"] = np.select(
        [listing, lines["spin_off"], ~(lines["previous"] > 0), ~ratio.between(*BAND)],
        ["listing", "spin_off", "no_previous_close", "gap"],
        default="",
    )
    change = lines["close"] / lines["prior"] - 1
    lines["direction"] = np.where(
        lines["reason"] != "",
        "not_comparable",
        np.select([change > NOISE, change < -NOISE], ["advances", "declines"], default="unchanged"),
    )

    # One basis per security, begun anew on each day that is not comparable.
    begins = (lines["reason"] != "") | (lines["security"] != lines["security"].shift())
    lines["basis"] = begins.cumsum()
    scale = lines.groupby("basis")["factor"].cumprod()
    for column in ("high", "low", "close"):
        lines[f"adjusted_{column}"] = lines[column] / scale
    for length in AVERAGES:
        mean = _window(lines, {"mean": ("adjusted_close", "mean")}, length, today=True)["mean"]
        lines[f"valid_{length}"] = mean.notna()
        lines[f"above_{length}"] = lines["adjusted_close"] > mean * (1 + NOISE)
    extremes = {
        "top": ("adjusted_close", "max"),
        "bottom": ("adjusted_close", "min"),
        "high": ("adjusted_high", "max"),
        "low": ("adjusted_low", "min"),
    }
    year = _window(lines, extremes, YEAR, today=False)
    lines["valid_year"] = year["top"].notna()
    lines["new_highs_52w"] = lines["adjusted_close"] > year["top"] * (1 + NOISE)
    lines["new_lows_52w"] = lines["adjusted_close"] < year["bottom"] * (1 - NOISE)
    lines["new_highs_52w_intraday"] = lines["adjusted_high"] > year["high"] * (1 + NOISE)
    lines["new_lows_52w_intraday"] = lines["adjusted_low"] < year["low"] * (1 - NOISE)
    return Observations(lines, calendar, undecided, rows, identity)


def _not_traded(lines: pd.DataFrame, sessions: int) -> np.ndarray:
    """Per session: names that traded last in these lines within the 20 sessions before, and not today."""
    later = lines["next_day"].fillna(sessions).to_numpy(int)
    begin = lines["day"].to_numpy(int) + 1
    steps = np.zeros(sessions + MEMORY + 2, dtype=int)
    np.add.at(steps, begin, 1)
    np.add.at(steps, np.minimum(later, begin + MEMORY), -1)
    return steps.cumsum()[:sessions]


def _breadth(lines: pd.DataFrame, calendar: pd.DatetimeIndex, universe: str) -> pd.DataFrame:
    days = range(len(calendar))

    def total(values: pd.Series) -> pd.Series:
        return values.groupby(lines["day"]).sum().reindex(days, fill_value=0)

    def nonzero(values: pd.Series) -> pd.Series:
        return values.astype(float).where(values != 0)

    out = pd.DataFrame({"session": calendar, "universe": universe})
    out["not_traded"] = _not_traded(lines, len(calendar))
    out["traded"] = total(lines["volume"] > 0)
    out["universe_size"] = out["traded"] + out["not_traded"]
    for direction in ("advances", "declines", "unchanged", "not_comparable"):
        out[direction] = total(lines["direction"] == direction)
    out["comparable"] = out["traded"] - out["not_comparable"]
    out["net_advances"] = net = out["advances"] - out["declines"]
    out["advance_decline_ratio"] = out["advances"] / nonzero(out["declines"])
    out["ad_line"] = net.cumsum()
    fast, slow = (net.astype(float).ewm(alpha=alpha, adjust=False).mean() for alpha in (0.10, 0.05))
    out["mcclellan_oscillator"] = fast - slow
    out["mcclellan_summation"] = 1000 + 19 * slow - 9 * fast
    for name, direction in (("up_volume", "advances"), ("down_volume", "declines")):
        out[name] = total(lines["volume"].where(lines["direction"] == direction, 0)).astype("int64")
    out["trin"] = out["advance_decline_ratio"] / nonzero(out["up_volume"] / nonzero(out["down_volume"]))
    has_year = total(lines["valid_year"]) > 0
    for name in ("new_highs_52w", "new_lows_52w", "new_highs_52w_intraday", "new_lows_52w_intraday"):
        out[name] = total(lines[name]).astype("Int64").where(has_year)
    highs, lows = (out[name].astype(float) for name in ("new_highs_52w", "new_lows_52w"))
    out["high_low_index"] = (100 * highs / nonzero(highs + lows)).rolling(10).mean()
    for length in AVERAGES:
        above, valid = total(lines[f"above_{length}"]), total(lines[f"valid_{length}"])
        out[f"pct_above_{length}dma"] = 100 * above / nonzero(valid)
    return out


COLUMNS = [
    "session",
    "universe",
    "universe_size",
    "traded",
    "comparable",
    "advances",
    "declines",
    "unchanged",
    "not_comparable",
    "not_traded",
    "net_advances",
    "advance_decline_ratio",
    "ad_line",
    "mcclellan_oscillator",
    "mcclellan_summation",
    "trin",
    "up_volume",
    "down_volume",
    "new_highs_52w",
    "new_lows_52w",
    "new_highs_52w_intraday",
    "new_lows_52w_intraday",
    "high_low_index",
    "pct_above_20dma",
    "pct_above_50dma",
    "pct_above_100dma",
    "pct_above_200dma",
]


def breadth_of(observations: Observations) -> pd.DataFrame:
    """One row per session and universe."""
    lines = observations.lines
    lines = lines.assign(next_day=lines.groupby("security")["day"].shift(-1))
    parts = [
        _breadth(lines[lines["universe"].isin(members)], observations.calendar, universe)
        for universe, members in UNIVERSES.items()
    ]
    return pd.concat(parts)[COLUMNS].sort_values(["session", "universe"], ignore_index=True)


def reference_breadth(data: Path, start: date, end: date) -> pd.DataFrame:
    """One row per session of the interval and universe, in the columns of `breadth_history`."""
    return breadth_of(observe(data, start, end))


def undecided_etfs(data: Path, start: date, end: date) -> list[str]:
    """EQ symbols of which no ISIN, list or name says whether they are ETFs: they are taken for shares."""
    return observe(data, start, end).undecided
