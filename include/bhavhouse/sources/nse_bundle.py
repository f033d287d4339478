"""What NSE's daily bundle `PRDDMMYY.zip` holds beside prices: the fund list and market capitalisation.

Its `bc*` are corporate actions, in `nse_actions`.
"""

import pyarrow as pa
import pyarrow.compute as pc

from bhavhouse.contracts.lake import ETF_DAY, MARKET_CAP
from bhavhouse.sources.build import dated, of_session, shaped, without_nulls
from bhavhouse.sources.delimited import INTEGER, REAL, UTF8_OR_LATIN, Field, read
from bhavhouse.sources.feed import Asked, Cadence, Feed, Parsed, pattern

_MARKET_CAP = {
    "Trade Date": Field("printed_on"),
    "Symbol": Field("symbol"),
    "Series": Field("series"),
    "Category": Field("category"),
    "Last Trade Date": Field("traded_on"),
    "Face Value(Rs.)": Field("face_value_inr", REAL),
    "Issue Size": Field("issue_size_shares", INTEGER),
    "Close Price/Paid up value(Rs.)": Field("close_inr", REAL),
    "Market Cap(Rs.)": Field("market_cap_inr", REAL),
}
_DAYS = ("%d %b %Y",)
_TOTALS = pa.array(["Listed", "Permitted", "Total"])
_NEVER = "Not Traded"


def parse_bundle_funds(payload: bytes, asked: Asked) -> Parsed:
    """The bundle's `etf*` -> lake.etf_day; the file holds no date, so its name is believed."""
    table, breaches = read(payload, {"SYMBOL": Field("symbol")}, encodings=UTF8_OR_LATIN)
    table = without_nulls(table, ["symbol"], breaches)
    # A fund that trades on several lines is printed on each.
    first = table.group_by("symbol", use_threads=False).aggregate([("line", "min")])
    table = first.rename_columns({"line_min": "line"})
    return shaped(ETF_DAY, table, {"session": asked.day}, breaches)


def parse_market_cap(payload: bytes, asked: Asked) -> Parsed:
    """The bundle's `mcap*` -> lake.market_cap, without its last lines, which add the others up."""
    table, breaches = read(payload, _MARKET_CAP, encodings=UTF8_OR_LATIN, ends_in_newline=True)
    table = of_session(table, "printed_on", _DAYS, asked.day, breaches)
    is_total = pc.and_(pc.is_null(table["series"]), pc.is_in(table["symbol"], value_set=_TOTALS))
    table = table.filter(pc.invert(is_total))
    table = without_nulls(table, ["symbol", "series", "category", *_numbers()], breaches)
    traded = pc.if_else(
        pc.equal(table["traded_on"], _NEVER), pa.scalar(None, pa.string()), table["traded_on"]
    )
    table = table.set_column(table.schema.get_field_index("traded_on"), "traded_on", traded)
    table, traded_on = dated(table, "traded_on", _DAYS, breaches)
    return shaped(MARKET_CAP, table, {"session": asked.day, "last_trade_date": traded_on}, breaches)


def _numbers() -> list[str]:
    return [f.name for f in _MARKET_CAP.values() if f.type in (INTEGER, REAL)]


FEEDS = (
    Feed(
        "nse_bundle_etf",
        ETF_DAY,
        Cadence.SESSION,
        pattern(r"etf(?P<day>\d{6}|\d{8})\.csv"),
        parse_bundle_funds,
        "%d%m%Y",
    ),
    Feed(
        "nse_market_cap",
        MARKET_CAP,
        Cadence.SESSION,
        pattern(r"mcap(?P<day>\d{8})\.csv"),
        parse_market_cap,
        "%d%m%Y",
    ),
)
