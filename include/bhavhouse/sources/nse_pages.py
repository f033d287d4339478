"""The exchange's own pages of indices, their members and the whole market, kept once a day as CSV.

A page is a moment, not a close: what its rows are of is said by their own time or day, which for single
indices is older than the name of the file. Such rows keep their own day. A file without one row of the day in
its name is stale.
"""

import pyarrow as pa
import pyarrow.compute as pc

from bhavhouse.contracts.lake_indices import INDEX_CONSTITUENT, INDEX_SNAPSHOT, MARKET_SNAPSHOT
from bhavhouse.errors import WrongSession
from bhavhouse.sources.build import dated, indian_day, named, of_page, shaped, timed, up_to, without_nulls
from bhavhouse.sources.delimited import INTEGER, REAL, Field, read
from bhavhouse.sources.feed import Asked, Breach, Cadence, Feed, Parsed, pattern

_CONSTITUENT = {
    "index_name": Field("printed_index"),
    "symbol": Field("symbol"),
    "series": Field("series"),
    "lastPrice": Field("last_price_inr", REAL),
    "high": Field("high_inr", REAL),
    "low": Field("low_inr", REAL),
    "VWAP": Field("average_inr", REAL),
    "change": Field("change_inr", REAL),
    "pChange": Field("change_pct", REAL),
    "totalTradedVolume": Field("volume_shares", INTEGER),
    "quantityTraded": Field("turnover_inr", REAL),  # rupees, whatever the column is called
    "lastUpdatedTime": Field("updated_at"),
}
_MARKET = {
    "priority": Field("priority", INTEGER),
    "symbol": Field("symbol"),
    "series": Field("series"),
    "lastPrice": Field("last_price_inr", REAL),
    "open": Field("open_inr", REAL),
    "dayHigh": Field("high_inr", REAL),
    "dayLow": Field("low_inr", REAL),
    "previousClose": Field("previous_close_inr", REAL),
    "pChange": Field("change_pct", REAL),
    "totalTradedVolume": Field("volume_shares", INTEGER),
    "totalTradedValue": Field("turnover_inr", REAL),
    "yearHigh": Field("year_high_inr", REAL),
    "yearLow": Field("year_low_inr", REAL),
    "ffmc": Field("free_float_market_cap_inr", REAL),
    "lastUpdateTime": Field("updated_at"),
}
_INDEX = {
    "key": Field("key"),
    "index": Field("printed_name"),
    "indexSymbol": Field("printed_symbol"),
    "last": Field("last_points", REAL),
    "open": Field("open_points", REAL),
    "high": Field("high_points", REAL),
    "low": Field("low_points", REAL),
    "previousClose": Field("previous_close_points", REAL),
    "variation": Field("change_points", REAL),
    "percentChange": Field("change_pct", REAL),
    "yearHigh": Field("year_high_points", REAL),
    "yearLow": Field("year_low_points", REAL),
    "pe": Field("pe_ratio", REAL),
    "pb": Field("pb_ratio", REAL),
    "dy": Field("dividend_yield_pct", REAL),
    "advances": Field("advances", INTEGER),
    "declines": Field("declines", INTEGER),
    "unchanged": Field("unchanged", INTEGER),
    "previousDay": Field("previous_day"),
    "previousDayVal": Field("previous_day_points", REAL),
}


def parse_constituents(payload: bytes, asked: Asked) -> Parsed:
    """`live_constituents_*` -> lake.index_constituent. Prices and turnover in rupees.

    Raises MalformedFile, and WrongSession where no row is of the day asked for.
    """
    table, breaches = read(payload, _CONSTITUENT, ends_in_newline=True)
    table = without_nulls(table, ["printed_index", "symbol", "updated_at"], breaches)
    table, session, given = _updated(table, asked, "%d-%b-%Y %H:%M:%S", breaches)
    given |= {"session": session, "index_name": named(table["printed_index"])}
    return shaped(INDEX_CONSTITUENT, table, given, breaches)


def parse_market(payload: bytes, asked: Asked) -> Parsed:
    """`live_total_market_*` -> lake.market_snapshot; the index's own row, of priority 1, is left out.

    Raises MalformedFile, and WrongSession where no row is of the day asked for.
    """
    table, breaches = read(payload, _MARKET, ends_in_newline=True)
    table = table.filter(pc.not_equal(pc.fill_null(table["priority"], 0), 1))
    table = without_nulls(table, ["symbol", "series", "updated_at"], breaches)
    table, session, given = _updated(table, asked, "%Y-%m-%d %H:%M:%S", breaches)
    return shaped(MARKET_SNAPSHOT, table, given | {"session": session}, breaches)


def _updated(
    table: pa.Table, asked: Asked, form: str, breaches: list[Breach]
) -> tuple[pa.Table, pa.Array, dict[str, object]]:
    """The rows, the day that each is of, and the columns that follow from when it was updated."""
    table, moments = timed(table, "updated_at", form, breaches)
    table = table.set_column(table.schema.get_field_index("updated_at"), "updated_at", moments)
    table, session = of_page(table, "updated_at", indian_day(moments), asked.day, breaches)
    return table, session, {"as_of": asked.day}


def parse_indices(payload: bytes, asked: Asked) -> Parsed:
    """`live_indices_*` -> lake.index_snapshot.

    Raises MalformedFile, and WrongSession where rows tell their session and none is of the day asked for.

    During a session, and for some indices for hours after it, `previousDay` is the session before and its
    value the previous close. Later the page rolls: `previousDay` is the session itself, and its value the
    close. Only then does a row tell its session.
    """
    table, breaches = read(payload, _INDEX, ends_in_newline=True)
    needed = ["printed_name", "previous_day", "previous_day_points", "last_points", "previous_close_points"]
    table = without_nulls(table, needed, breaches)
    table, previous = dated(table, "previous_day", ("%d-%b-%Y",), breaches)
    table, previous = up_to(table, "previous_day", previous, asked.day, breaches)
    close, last = table["previous_day_points"], table["last_points"]
    has_rolled = pc.or_(
        pc.equal(previous, pa.scalar(asked.day, pa.date32())),
        pc.and_(pc.equal(close, last), pc.not_equal(close, table["previous_close_points"])),
    ).combine_chunks()
    session = pc.if_else(has_rolled, previous, pa.scalar(None, pa.date32()))
    if (newest := pc.max(session).as_py()) not in (asked.day, None):
        raise WrongSession(f"its rows are of {newest}, not of {asked.day}")
    given = {
        "as_of": asked.day,
        "session": session,
        "index_name": named(table["printed_name"]),
        "previous_day": previous,
    }
    return shaped(INDEX_SNAPSHOT, table, given, breaches)


FEEDS = (
    Feed(
        "nse_constituent_snapshot",
        INDEX_CONSTITUENT,
        Cadence.SESSION,
        pattern(r"live_constituents_(?P<day>\d{4}-\d\d-\d\d)\.csv"),
        parse_constituents,
        "%Y-%m-%d",
    ),
    Feed(
        "nse_market_snapshot",
        MARKET_SNAPSHOT,
        Cadence.SESSION,
        pattern(r"live_total_market_(?P<day>\d{4}-\d\d-\d\d)\.csv"),
        parse_market,
        "%Y-%m-%d",
    ),
    Feed(
        "nse_index_snapshot",
        INDEX_SNAPSHOT,
        Cadence.SESSION,
        pattern(r"live_indices_(?P<day>\d{4}-\d\d-\d\d)\.csv"),
        parse_indices,
        "%Y-%m-%d",
    ),
)
