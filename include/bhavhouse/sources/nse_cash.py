"""NSE's daily cash files in their three formats -> lake.quote, every series, as printed.

Formats: UDiFF since July 2024, the older bhavcopy before it, and the full file with delivery beside both.
"""

from dataclasses import dataclass
from datetime import time

import pyarrow as pa
import pyarrow.compute as pc

from bhavhouse.contracts.derive import arrow_schema
from bhavhouse.contracts.lake import QUOTE
from bhavhouse.errors import TruncatedFile
from bhavhouse.sources.build import of_session
from bhavhouse.sources.delimited import INTEGER, REAL, Field, read
from bhavhouse.sources.feed import Asked, Cadence, Feed, Parsed, pattern

_SCHEMA = arrow_schema(QUOTE)


@dataclass(frozen=True)
class _Format:
    feed: str
    fields: dict[str, Field]
    day_formats: tuple[str, ...]
    turnover_scale: float = 1.0  # rupees per printed unit


_UDIFF = _Format(
    "nse_udiff",
    {
        "TradDt": Field("day"),
        "TckrSymb": Field("symbol"),
        "SctySrs": Field("series"),
        "ISIN": Field("isin"),
        "FinInstrmNm": Field("name"),
        "PrvsClsgPric": Field("prev_close_inr", REAL),
        "OpnPric": Field("open_inr", REAL),
        "HghPric": Field("high_inr", REAL),
        "LwPric": Field("low_inr", REAL),
        "ClsPric": Field("close_inr", REAL),
        "LastPric": Field("last_inr", REAL),
        "TtlTradgVol": Field("volume_shares", INTEGER),
        "TtlTrfVal": Field("turnover_inr", REAL),
        "TtlNbOfTxsExctd": Field("trades", INTEGER),
    },
    ("%Y-%m-%d",),
)
_LEGACY = _Format(
    "nse_legacy",
    {
        "TIMESTAMP": Field("day"),
        "SYMBOL": Field("symbol"),
        "SERIES": Field("series"),
        "ISIN": Field("isin"),
        "PREVCLOSE": Field("prev_close_inr", REAL),
        "OPEN": Field("open_inr", REAL),
        "HIGH": Field("high_inr", REAL),
        "LOW": Field("low_inr", REAL),
        "CLOSE": Field("close_inr", REAL),
        "LAST": Field("last_inr", REAL),
        "TOTTRDQTY": Field("volume_shares", INTEGER),
        "TOTTRDVAL": Field("turnover_inr", REAL),
        "TOTALTRADES": Field("trades", INTEGER, optional=True),
    },
    ("%d-%b-%Y", "%d-%b-%y"),  # 13 July 2020 alone prints two digits
)
_FULL = _Format(
    "nse_full",
    {
        "DATE1": Field("day"),
        "SYMBOL": Field("symbol"),
        "SERIES": Field("series"),
        "PREV_CLOSE": Field("prev_close_inr", REAL),
        "OPEN_PRICE": Field("open_inr", REAL),
        "HIGH_PRICE": Field("high_inr", REAL),
        "LOW_PRICE": Field("low_inr", REAL),
        "CLOSE_PRICE": Field("close_inr", REAL),
        "LAST_PRICE": Field("last_inr", REAL),
        "AVG_PRICE": Field("average_inr", REAL),
        "TTL_TRD_QNTY": Field("volume_shares", INTEGER),
        "TURNOVER_LACS": Field("turnover_inr", REAL),
        "NO_OF_TRADES": Field("trades", INTEGER),
        "DELIV_QTY": Field("delivered_shares", INTEGER),
        "DELIV_PER": Field("delivered_pct", REAL),
    },
    ("%d-%b-%Y",),
    turnover_scale=1e5,
)


def _parse(payload: bytes, asked: Asked, form: _Format) -> Parsed:
    """One cash file -> rows of lake.quote. Prices in rupees, turnover in rupees.

    Raises MalformedFile, WrongSession if a row is of another day, TruncatedFile under the floor of EQ rows.
    """
    table, breaches = read(payload, form.fields, ends_in_newline=True)
    table = of_session(table, "day", form.day_formats, asked.day, breaches)
    in_eq = pc.sum(pc.equal(table["series"], "EQ")).as_py() or 0
    if in_eq < asked.minimum_rows:
        raise TruncatedFile(
            f"{table.num_rows} rows, {in_eq} of them in series EQ, where a whole file has "
            f"{asked.minimum_rows} or more"
        )
    rows = table.num_rows
    turnover = table["turnover_inr"]
    if form.turnover_scale != 1.0:
        turnover = pc.round(pc.multiply(turnover, form.turnover_scale), 2)
    given = {
        **{name: table[name] for name in table.column_names},
        "turnover_inr": turnover,
        "feed": pa.repeat(form.feed, rows),
        "session": pa.repeat(pa.scalar(asked.day, pa.date32()), rows),
    }
    columns = [given.get(f.name, pa.nulls(rows, f.type)) for f in _SCHEMA]
    return Parsed(
        pa.table([*columns, table["line"]], schema=_SCHEMA.append(pa.field("line", pa.int64()))), breaches
    )


def _feed(form: _Format, names: str, day_format: str, out: time) -> Feed:
    return Feed(
        form.feed,
        QUOTE,
        Cadence.SESSION,
        pattern(names),
        lambda payload, asked: _parse(payload, asked, form),
        day_format,
        out,
    )


# In the order of precedence: what the first lacks comes from the next.
FEEDS = (
    _feed(_UDIFF, r"BhavCopy_NSE_CM_0_0_0_(?P<day>\d{8})_F_0000\.csv", "%Y%m%d", time(16, 30)),
    _feed(_LEGACY, r"cm(?P<day>\d{2}[A-Z]{3}\d{4})bhav\.csv", "%d%b%Y", time(16, 30)),
    _feed(_FULL, r"sec_bhavdata_full_(?P<day>\d{8})\.csv", "%d%m%Y", time(18, 0)),
)
