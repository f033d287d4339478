"""The exchange's daily index file -> lake.index_close."""

import pyarrow.compute as pc

from bhavhouse.contracts.lake import INDEX_CLOSE
from bhavhouse.errors import MalformedFile, WrongSession
from bhavhouse.sources.build import dated, shaped, without_nulls
from bhavhouse.sources.delimited import INTEGER, REAL, Field, read
from bhavhouse.sources.feed import Asked, Cadence, Feed, Parsed, pattern

_FIELDS = {
    "Index Name": Field("index_name"),
    "Index Date": Field("printed_on"),
    "Open Index Value": Field("open_points", REAL),
    "High Index Value": Field("high_points", REAL),
    "Low Index Value": Field("low_points", REAL),
    "Closing Index Value": Field("close_points", REAL),
    "Points Change": Field("change_points", REAL),
    "Change(%)": Field("change_pct", REAL),
    "Volume": Field("volume_shares", INTEGER),
    "Turnover (Rs. Cr.)": Field("turnover_inr_crore", REAL),
    "P/E": Field("pe_ratio", REAL),
    "P/B": Field("pb_ratio", REAL),
    "Div Yield": Field("dividend_yield_pct", REAL),
}


def parse(payload: bytes, asked: Asked) -> Parsed:
    """Index file bytes -> one row per index.

    Raises MalformedFile, and WrongSession if the rows are of another day.
    """
    table, breaches = read(payload, _FIELDS)
    table = without_nulls(table, ["index_name", "close_points"], breaches)
    table, day = dated(table, "printed_on", ("%d-%m-%Y",), breaches)
    inside = set(pc.unique(day).to_pylist())
    if len(inside) != 1 or None in inside:
        raise MalformedFile("rows of several days, or of none, in one file")
    if inside != {asked.day}:
        raise WrongSession(f"its rows are of {inside.pop()}, not of {asked.day}")
    return shaped(INDEX_CLOSE, table, {"session": asked.day}, breaches)


FEEDS = (
    Feed(
        "nse_index_close",
        INDEX_CLOSE,
        Cadence.SESSION,
        pattern(r"ind_close_all_(?P<day>\d{8})\.csv"),
        parse,
        "%d%m%Y",
    ),
)
