"""BSE's daily cash files in their two formats -> lake.bse_quote, every group, as printed.

UDiFF prints the day on every row, and confirms that session. A legacy file holds no date at all, so its name
is believed, unless the same bytes were received under an earlier day's name (a stale one under a holiday's
name is that); it confirms a session only where one is expected. Beyond that only its previous closes tell:
they are the closes of the session before, or of an earlier one where a security did not trade.
"""

from datetime import time

import pyarrow as pa

from bhavhouse.contracts.lake import BSE_QUOTE
from bhavhouse.errors import TruncatedFile
from bhavhouse.sources.build import of_session, shaped, without_nulls
from bhavhouse.sources.delimited import INTEGER, REAL, Field, read
from bhavhouse.sources.feed import Asked, Breach, Cadence, Feed, Parsed, pattern

_UDIFF = {
    "TradDt": Field("day"),
    "FinInstrmTp": Field("instrument_type"),
    "FinInstrmId": Field("scrip_code"),
    "ISIN": Field("isin"),
    "TckrSymb": Field("symbol"),
    "SctySrs": Field("scrip_group"),
    "FinInstrmNm": Field("name"),
    "OpnPric": Field("open_inr", REAL),
    "HghPric": Field("high_inr", REAL),
    "LwPric": Field("low_inr", REAL),
    "ClsPric": Field("close_inr", REAL),
    "LastPric": Field("last_inr", REAL),
    "PrvsClsgPric": Field("prev_close_inr", REAL),
    "TtlTradgVol": Field("volume_shares", INTEGER),
    "TtlTrfVal": Field("turnover_inr", REAL),
    "TtlNbOfTxsExctd": Field("trades", INTEGER),
}
_LEGACY = {
    "SC_CODE": Field("scrip_code"),
    "SC_NAME": Field("name"),
    "SC_GROUP": Field("scrip_group"),
    "SC_TYPE": Field("instrument_type"),
    "OPEN": Field("open_inr", REAL),
    "HIGH": Field("high_inr", REAL),
    "LOW": Field("low_inr", REAL),
    "CLOSE": Field("close_inr", REAL),
    "LAST": Field("last_inr", REAL),
    "PREVCLOSE": Field("prev_close_inr", REAL),
    "NO_TRADES": Field("trades", INTEGER),
    "NO_OF_SHRS": Field("volume_shares", INTEGER),
    "NET_TURNOV": Field("turnover_inr", REAL),
}


def parse_udiff(payload: bytes, asked: Asked) -> Parsed:
    """UDiFF bytes -> rows of lake.bse_quote. Prices and turnover in rupees.

    Raises MalformedFile, WrongSession if a row is of another day, TruncatedFile under the floor of rows.
    """
    table, breaches = read(payload, _UDIFF, ends_in_newline=True)
    table = of_session(table, "day", ("%Y-%m-%d",), asked.day, breaches)
    return _quotes("bse_udiff", table, asked, breaches)


def parse_legacy(payload: bytes, asked: Asked) -> Parsed:
    """`EQDDMMYY.CSV` bytes, which hold no date -> rows of lake.bse_quote. Prices and turnover in rupees.

    Raises MalformedFile, TruncatedFile under the floor of rows.
    """
    table, breaches = read(payload, _LEGACY, ends_in_newline=True)
    table = without_nulls(table, ["scrip_code"], breaches)
    return _quotes("bse_legacy", table, asked, breaches)


def _quotes(feed: str, table: pa.Table, asked: Asked, breaches: list[Breach]) -> Parsed:
    # BSE lists more securities than NSE's series EQ, so the floor of that one holds for all rows here.
    if table.num_rows < asked.minimum_rows:
        raise TruncatedFile(f"{table.num_rows} rows, where a whole file has {asked.minimum_rows} or more")
    return shaped(BSE_QUOTE, table, {"feed": feed, "session": asked.day}, breaches)


FEEDS = (
    Feed(
        "bse_udiff",
        BSE_QUOTE,
        Cadence.SESSION,
        pattern(r"BhavCopy_BSE_CM_0_0_0_(?P<day>\d{8})_F_0000\.csv"),
        parse_udiff,
        "%Y%m%d",
        time(16, 30),
    ),
    Feed(
        "bse_legacy",
        BSE_QUOTE,
        Cadence.SESSION,
        pattern(r"EQ(?P<day>\d{6})(?:_CSV|\.csv)"),  # the zip of EQ160819.CSV is called EQ160819_CSV.ZIP
        parse_legacy,
        "%d%m%y",
        time(16, 30),
        prints_day=False,
    ),
)
