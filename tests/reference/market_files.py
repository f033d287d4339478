"""The market that `reference.measures` measures, from the exchange's own files."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from reference.breadth import BAND, Observations, _stamp, _table
from reference.measures import Market, reported

REFERENCE_DAYS = {"budget_2025": pd.Timestamp("2025-02-01"), "budget_2026": pd.Timestamp("2026-02-01")}
CONFIRMED_AFTER = 3  # own sessions, then an inferred factor counts


def turnovers(data: Path) -> pd.Series:
    """By session, symbol and series: rupees of the UDiFF files, where full files print lakhs."""
    parts = []
    for path in sorted(data.glob("nse/cm_udiff/*.zip")):
        with zipfile.ZipFile(path) as bundle:
            parts.append(pd.read_csv(io.BytesIO(bundle.read(bundle.namelist()[0]))))
    rows = pd.concat(parts)
    keys = [pd.to_datetime(rows["TradDt"]), rows["TckrSymb"], rows["SctySrs"]]
    index = pd.MultiIndex.from_arrays(keys, names=["session", "symbol", "series"])
    return pd.Series(rows["TtlTrfVal"].to_numpy(), index=index, name="rupees")


def index_closes(data: Path, calendar: pd.Series) -> dict[int, float]:
    """Closes of the Nifty 50 by the day of the calendar; a bundle tells that of the day before, too."""
    out, before = {}, {}
    for path in data.glob("nse/pr/*/pr*.csv"):
        session = _stamp(path.stem, r"\d{8}", "%d%m%Y")
        if session in calendar.index:
            row = _table(path).set_index("SECURITY").loc["Nifty 50"]
            out[int(calendar[session])] = float(row["CLOSE_PRICE"])
            before[int(calendar[session]) - 1] = float(row["PREV_CL_PR"])
    for path in data.glob("nse/ind_close_all/ind_close_all_*.csv"):
        closes = _table(path).set_index("Index Name")["Closing Index Value"]
        session = _stamp(path.stem, r"\d{8}", "%d%m%Y")
        if "Nifty 50" in closes.index and session in calendar.index:
            out[int(calendar[session])] = float(closes["Nifty 50"])
    return before | out


def fund_returns(rows: pd.DataFrame, calendar: pd.Series) -> pd.DataFrame:
    """The fund NIFTYBEES: session, day, return_1_pct; it never split in the interval."""
    fund = rows[(rows["symbol"] == "NIFTYBEES") & (rows["series"] == "EQ") & (rows["volume"] > 0)]
    fund = fund.sort_values("session").assign(day=fund["session"].map(calendar))
    good = (fund["previous"] > 0) & (fund["open"] / fund["previous"]).between(*BAND)
    change = (100 * (fund["close"] / fund["previous"] - 1)).where(good)
    return fund.assign(return_1_pct=change)[["session", "day", "return_1_pct"]]


def known_on(lines: pd.DataFrame, inferred: Mapping[tuple[str, pd.Timestamp], float]) -> pd.DataFrame:
    """session, security, known_on of each inferred factor: three own sessions after it took effect."""
    later = lines.groupby("security")["session"].shift(-CONFIRMED_AFTER)
    taken = [key in inferred for key in zip(lines["symbol"], lines["session"], strict=True)]
    return lines.assign(known_on=later)[taken][["session", "security", "known_on"]]


def market_of(
    observations: Observations,
    data: Path,
    inferred: Mapping[tuple[str, pd.Timestamp], float],
    ids: pd.DataFrame,
) -> Market:
    """The market as observed; `inferred` is as given to `observe`, `ids`: session, symbol, security_id."""
    lines = observations.lines
    calendar = pd.Series(range(len(observations.calendar)), index=observations.calendar)
    exact = lines[["session", "symbol", "series"]].join(turnovers(data), on=["session", "symbol", "series"])
    lines = lines.assign(turnover=exact["rupees"].fillna(lines["turnover"]))
    lines = lines.merge(ids, on=["session", "symbol"], how="left", validate="1:1")
    told = {
        _stamp(path.stem, r"\d{6}", "%d%m%y"): reported(path.read_text(errors="replace"))
        for path in data.glob("nse/pr/*/MA*.csv")
    }
    return Market(
        lines=lines,
        calendar=calendar,
        fund=fund_returns(observations.rows, calendar),
        index=index_closes(data, calendar),
        inferred=known_on(lines, inferred),
        reported=told,
        reference_days=REFERENCE_DAYS,
    )
