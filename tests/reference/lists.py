"""What the references are given beside prices: the exchanges' lists, and tables proved elsewhere."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from reference.breadth import BAND, NOISE, _stamp, _table
from reference.rotation import LEVELS, LONG_AGO, Given, classification

NO_BSE = pd.DataFrame(columns=["security_id", "on", *LEVELS]).astype({"on": "datetime64[us]"})
_FOUR = ["Sector Name", "Industry New Name", "Igroup Name", "ISubgroup Name"]


def _held(printed: pd.DataFrame, windows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Rows (key, on) with the security_id that had the key on that day."""
    found = printed.merge(windows, on=key)
    inside = (found["on"] >= found["valid_from"]) & ~(found["on"] >= found["valid_to"])
    return found[inside]


def nse_lists(files: Iterable[Path], symbols: pd.DataFrame) -> pd.DataFrame:
    """security_id, on, industry of every constituent list and classification."""
    parts = []
    for path in files:
        listed = _table(path).rename(columns=str.lower)[["symbol", "industry"]]
        parts.append(listed.assign(on=_stamp(path.as_posix(), r"\d{4}-\d\d-\d\d", "%Y-%m-%d")))
    return _held(pd.concat(parts), symbols, "symbol")[["security_id", "on", "industry"]]


def bse_list(path: Path, isins: pd.DataFrame) -> pd.DataFrame:
    """security_id, on and the four levels; of several scrips of an ISIN the active, lowest one."""
    printed = pd.read_csv(path, dtype=str, index_col=False, keep_default_na=False).rename(columns=str.strip)
    printed = printed.apply(lambda cells: cells.str.strip())
    printed = printed.assign(
        on=_stamp(path.as_posix(), r"\d{4}-\d\d-\d\d", "%Y-%m-%d"),
        isin=printed["ISIN No"],
        asleep=printed["Status"] != "Active",
    )
    found = _held(printed, isins, "isin").sort_values(["asleep", "Security Code"])
    found = found.drop_duplicates("security_id").rename(columns=dict(zip(_FOUR, LEVELS, strict=True)))
    return found[["security_id", "on", *LEVELS]].replace({"-": None, "": None})


def fund_lines(rows: pd.DataFrame, day: Callable[[pd.Series], pd.Series]) -> pd.DataFrame:
    """Rows (session, symbol, open, close, prior, turnover) of funds -> their lines; none was ever split.

    `day` gives the place of sessions in the exchange's calendar.
    """
    rows = rows.sort_values(["security_id", "session"], ignore_index=True)
    change, good = rows["close"] / rows["prior"] - 1, (rows["open"] / rows["prior"]).between(*BAND)
    begins = ~good | (rows["security_id"] != rows["security_id"].shift())
    ways = np.select([change > NOISE, change < -NOISE], ["advances", "declines"], "unchanged")
    return rows.assign(
        day=day(rows["session"]),
        universe="none",
        reason=np.where(good, "", "gap"),
        direction=np.where(good, ways, "not_comparable"),
        basis=-begins.cumsum(),  # apart from those of the shares
        adjusted_close=rows["close"],
    )


def given_of(
    house: Callable[[str, str], pd.DataFrame],
    files: Iterable[Path],
    bse: Path | None,
    funds: Callable[[pd.DataFrame], pd.DataFrame],
) -> Given:
    """`house`: table and columns -> its rows. `funds`: core.security_line -> lines of the funds."""
    symbols = house("core.security_line", "symbol, security_id, valid_from, valid_to")
    isins = house("core.security_identifier", "security_id, scheme, value as isin, valid_from, valid_to")
    return Given(
        nse=nse_lists(files, symbols),
        bse=bse_list(bse, isins[isins["scheme"] == "isin"]) if bse else NO_BSE,
        symbols=symbols,
        sizes=house("core.size_segment", "security_id, segment, valid_from, valid_to, is_estimated"),
        values=house("core.market_cap", "session, security_id, market_cap_inr"),
        funds=funds(symbols),
    )


def universes(given: Given, house: Callable[[str, str], pd.DataFrame], watch: Path) -> pd.DataFrame:
    """`Market.listed`; `house` as for `given_of`, `watch`: a folder of watch lists."""
    of_indices = house("core.index_membership", "index_name, security_id, valid_from, valid_to")
    of_indices = of_indices.rename(columns={"valid_from": "start", "valid_to": "end"})
    sizes = given.sizes.rename(columns={"valid_from": "start", "valid_to": "end"})
    found = pd.concat(
        [
            _sectors(given),
            _watched(watch, given.symbols),
            of_indices.assign(universe="index:" + of_indices["index_name"], board=None, carried=False),
            sizes.assign(universe="cap:" + sizes["segment"], board=None, carried=False),
        ],
        ignore_index=True,
    )
    return found.assign(estimated=found["carried"] | found["is_estimated"].eq(True))


def _sectors(given: Given) -> pd.DataFrame:
    """The last list up to a day says which sector; the first that names a security is carried back."""
    told = classification(given)
    told = told[told["level"] == "sector"].sort_values(["security_id", "on"])
    first = told.drop_duplicates("security_id")
    dated = told.assign(start=told["on"], end=told.groupby("security_id")["on"].shift(-1), carried=False)
    early = first.assign(start=LONG_AGO, end=first["on"], carried=True)
    both = pd.concat([dated, early], ignore_index=True)
    names = ["_".join(re.findall("[a-z0-9]+", name.lower())) for name in both["sector"]]
    return both.assign(universe=[f"sector:{name}" for name in names], board="nse_main")


def _watched(folder: Path, symbols: pd.DataFrame) -> pd.DataFrame:
    """Lists watch_<name>_<day>.csv: each holds until the next of its name."""
    parts = []
    for path in folder.glob("watch_*.csv"):
        on = _stamp(path.stem, r"\d{4}-\d\d-\d\d", "%Y-%m-%d")
        name = path.stem[len("watch_") : -len("_2025-01-31")]
        parts.append(_held(_table(path)[["symbol"]].assign(on=on), symbols, "symbol").assign(name=name))
    out = []
    for name, stated in pd.concat(parts).groupby("name"):
        days = sorted(stated["on"].unique())
        until = dict(zip(days, [*days[1:], pd.NaT], strict=True))
        out.append(stated.assign(universe=f"watch:{name}", start=stated["on"], end=stated["on"].map(until)))
    return pd.concat(out).assign(board=None, carried=False)
