"""Breadth of BSE computed a second time, from its files alone, in plain pandas; counts per session.

Shares no code with the product: it exists to disagree with it.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from reference.breadth import BAND, MEMORY, NOISE, _stamp, _table

GROUPS = ("A", "B", "T", "TS", "X", "XT", "Z", "ZP", "P", "IP", "M", "MT", "MS")
NAMES = {
    "FinInstrmId": "code", "ISIN": "isin", "SctySrs": "group", "FinInstrmTp": "kind", "OpnPric": "open",
    "ClsPric": "close", "PrvsClsgPric": "previous", "TtlTradgVol": "volume",
    "SC_CODE": "code", "SC_GROUP": "group", "SC_TYPE": "kind", "OPEN": "open", "CLOSE": "close",
    "PREVCLOSE": "previous", "NO_OF_SHRS": "volume",
}  # fmt: skip
WAYS = {1: "advances", -1: "declines", 0: "unchanged"}


def lines(path: Path) -> pd.DataFrame:
    """The rows of one file, of either format, that are equity and traded."""
    found = _table(path).rename(columns=NAMES)
    numbers = ["open", "close", "previous", "volume"]
    found[numbers] = found[numbers].apply(pd.to_numeric)
    is_equity = found["group"].isin(GROUPS) & found["kind"].isin(["STK", "Q"])
    return found[is_equity & (found["volume"] > 0)]


def udiff_lines(folder: Path) -> pd.DataFrame:
    """All UDiFF files of a folder, with their session."""
    files = sorted(folder.glob("BhavCopy_BSE_CM_*.CSV"))
    return pd.concat(lines(file).assign(session=_stamp(file.stem, r"\d{8}", "%Y%m%d")) for file in files)


def buckets(
    rows: pd.DataFrame,
    actions: Mapping[str, list[tuple[pd.Timestamp, float]]],
    breaks: Iterable[tuple[str, pd.Timestamp]],
) -> pd.DataFrame:
    """Rows with the bucket of each: `actions` are (ex-date, factor) by code, `breaks` demergers."""
    broken: dict[str, list[pd.Timestamp]] = {}
    for code, day in breaks:
        broken.setdefault(code, []).append(day)
    rows = rows.sort_values(["code", "session"], ignore_index=True)
    before = rows.groupby("code")["session"].shift(1)
    found = []
    for row, last in zip(rows.itertuples(), before, strict=True):
        first = row.session if pd.isna(last) else last + pd.Timedelta(days=1)
        prior = row.previous
        for day, factor in actions.get(row.code, ()):
            prior *= factor if first <= day <= row.session else 1
        is_broken = any(first <= day <= row.session for day in broken.get(row.code, ()))
        ratio = row.open / prior if prior else 0
        move = row.close / prior - 1 if prior else 0
        if is_broken or not BAND[0] <= ratio <= BAND[1]:
            found.append("not_comparable")
        else:
            found.append(WAYS[0 if abs(move) <= NOISE else 1 if move > 0 else -1])
    return rows.assign(bucket=found)


def counts(rows: pd.DataFrame, calendar: list[pd.Timestamp]) -> pd.DataFrame:
    """Counts by session of rows with a bucket; `calendar` holds the sessions without a file, too."""
    place = {day: n for n, day in enumerate(calendar)}
    made = rows.groupby(["session", "bucket"]).size().unstack(fill_value=0)
    silent = dict.fromkeys(made.index, 0)
    following = rows.groupby("code")["session"].shift(-1)
    for session, then in zip(rows["session"], following, strict=True):
        end = len(calendar) if pd.isna(then) else place[then]
        for n in range(place[session] + 1, min(end, place[session] + MEMORY + 1)):
            if calendar[n] in silent:
                silent[calendar[n]] += 1
    names = ["advances", "declines", "unchanged", "not_comparable"]
    made = made.reindex(columns=names, fill_value=0)
    made["traded"] = made[names].sum(axis=1)
    made["not_traded"] = pd.Series(silent)
    return made
