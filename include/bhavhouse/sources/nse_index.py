"""The exchange's daily index file -> lake.index_close."""

from bhavhouse.contracts.lake_indices import INDEX_CLOSE
from bhavhouse.sources.build import of_session, shaped, without_nulls
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

    Raises MalformedFile, TruncatedFile, and WrongSession if the rows are of another day.
    """
    table, breaches = read(payload, _FIELDS, ends_in_newline=True)
    table = without_nulls(table, ["index_name", "close_points"], breaches)
    table = of_session(table, "printed_on", ("%d-%m-%Y",), asked.day, breaches)
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
