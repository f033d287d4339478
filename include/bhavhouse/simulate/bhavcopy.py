"""One session -> the bytes of each price file, to the habits of the genuine ones."""

from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import pyarrow as pa

from bhavhouse.simulate import text
from bhavhouse.simulate.record import MAIN, Day
from bhavhouse.simulate.shelf import MISSING_ROWS
from bhavhouse.simulate.text import Ints

FULL_COLUMNS = (
    "SYMBOL, SERIES, DATE1, PREV_CLOSE, OPEN_PRICE, HIGH_PRICE, LOW_PRICE, LAST_PRICE, CLOSE_PRICE, "
    "AVG_PRICE, TTL_TRD_QNTY, TURNOVER_LACS, NO_OF_TRADES, DELIV_QTY, DELIV_PER"
)
UDIFF_COLUMNS = (
    "TradDt,BizDt,Sgmt,Src,FinInstrmTp,FinInstrmId,ISIN,TckrSymb,SctySrs,XpryDt,FininstrmActlXpryDt,StrkPric,"
    "OptnTp,FinInstrmNm,OpnPric,HghPric,LwPric,ClsPric,LastPric,PrvsClsgPric,UndrlygPric,SttlmPric,OpnIntrst,"
    "ChngInOpnIntrst,TtlTradgVol,TtlTrfVal,TtlNbOfTxsExctd,SsnId,NewBrdLotQty,Rmks,Rsvd1,Rsvd2,Rsvd3,Rsvd4"
)
LEGACY_COLUMNS = (
    "SYMBOL,SERIES,OPEN,HIGH,LOW,CLOSE,LAST,PREVCLOSE,TOTTRDQTY,TOTTRDVAL,TIMESTAMP,TOTALTRADES,ISIN,"
)
TRADE_FOR_TRADE = ("BE", "BZ")  # every share is delivered, so the file prints a dash
_PAISE_IN_LAKH = 10**7


def full_name(day: date) -> str:
    """The full bhavcopy's file name."""
    return f"sec_bhavdata_full_{day:%d%m%Y}.csv"


def udiff_name(day: date) -> str:
    """The UDiFF bhavcopy's file name, without `.zip`."""
    return f"BhavCopy_NSE_CM_0_0_0_{day:%Y%m%d}_F_0000.csv"


def legacy_name(day: date) -> str:
    """The legacy bhavcopy's file name, without `.zip`."""
    return f"cm{day.strftime('%d%b%Y').upper()}bhav.csv"


def full(day: Day, rows: Ints | None = None, close: Ints | None = None) -> bytes:
    """The full bhavcopy with delivery. A space follows every comma, but not so in a budget session's file."""
    rows = day.sorted(day.identity.by_symbol) if rows is None else rows
    close = day.close if close is None else close
    printed = close, day.average
    prices = [day.previous, day.open, day.high, day.low, day.last, *printed]
    figures = [text.fixed(column[rows]) for column in prices]
    lakhs = text.fixed((day.turnover[rows] * 100 + _PAISE_IN_LAKH // 2) // _PAISE_IN_LAKH)
    share = np.rint(day.delivered[rows] * 10000 / day.volume[rows]).astype(np.int64)
    who = [day.identity.symbol.take(pa.array(rows)), day.identity.series.take(pa.array(rows))]
    untold, dash = text.is_one_of(who[1], TRADE_FOR_TRADE), text.same("-")
    delivered = text.where(untold, dash, text.count(day.delivered[rows]))
    percent = text.where(untold, dash, text.fixed(share))
    volume, trades = text.count(day.volume[rows]), text.count(day.trades[rows])
    when = f"{day.session:%d-%b-%Y}"
    if day.kind != "budget":
        columns = [*who, text.same(when), *figures, volume, lakhs, trades, delivered, percent]
        return FULL_COLUMNS.encode() + b"\n" + text.body(columns, ", ")
    figures = [text.shortened(column) for column in figures]
    spaced = [text.after_space(column) for column in (who[1], delivered, percent)]
    columns = [
        who[0],
        spaced[0],
        text.same(f" {when}"),
        *figures,
        volume,
        text.shortened(lakhs),
        trades,
        *spaced[1:],
    ]
    return FULL_COLUMNS.replace(", ", ",").encode() + b"\n" + text.body(columns)


def deficient(day: Day, way: str, rng: np.random.Generator) -> tuple[bytes, str]:
    """A first version that the exchange will restate -> bytes, and what is wrong with them.

    It has too few rows, and perhaps one wrong close that no rule of plausibility can catch.
    """
    rows = day.sorted(day.identity.by_symbol)
    count = max(1, len(rows) // 30)
    lost = np.sort(rng.choice(len(rows), count, replace=False))
    kept = np.delete(rows, lost)
    names = " ".join(day.identity.symbols[line] for line in rows[lost])
    if way == MISSING_ROWS:
        return full(day, kept), f"without {names}"
    movable = (day.identity.universe[kept] == MAIN) & (day.close[kept] > day.low[kept])
    wrong = int(rng.choice(kept[movable])) if movable.any() else int(kept[0])
    close = day.close.copy()
    close[wrong] = day.low[wrong]
    return full(day, kept, close), f"without {names}; close of {day.identity.symbols[wrong]} wrong"


def udiff(day: Day, tokens: Ints) -> bytes:
    """The UDiFF bhavcopy: 34 columns, with ISINs, sorted by instrument name."""
    rows = day.sorted(day.identity.by_name)
    place, empty = pa.array(rows), text.same("")
    when = text.same(day.session.isoformat())
    prices = {
        name: text.fixed(getattr(day, name)[rows])
        for name in ("open", "high", "low", "close", "last", "previous")
    }
    who = day.identity
    columns = [
        when, when, text.same("CM"), text.same("NSE"), text.same("STK"), text.count(tokens[rows]),
        who.isin.take(place), who.symbol.take(place), who.series.take(place), empty, empty, empty, empty,
        who.name.take(place), *prices.values(), empty, prices["close"], empty, empty,
        text.count(day.volume[rows]), text.fixed(day.turnover[rows]), text.count(day.trades[rows]),
        text.same("F1"), text.count(who.lots[rows]), empty, empty, empty, empty, empty,
    ]  # fmt: skip
    return UDIFF_COLUMNS.encode() + b"\n" + text.body(columns)


def legacy(day: Day) -> bytes:
    """The legacy bhavcopy: ISINs, no trailing zeros, a trailing comma."""
    rows = day.sorted(day.identity.by_symbol)
    place, who = pa.array(rows), day.identity
    prices: list[Any] = [
        text.trimmed(text.fixed(column[rows]))
        for column in (day.open, day.high, day.low, day.close, day.last, day.previous)
    ]
    columns = [
        who.symbol.take(place), who.series.take(place), *prices, text.count(day.volume[rows]),
        text.trimmed(text.fixed(day.turnover[rows])), text.same(f"{day.session:%d-%b-%Y}".upper()),
        text.count(day.trades[rows]), who.isin.take(place), text.same(""),
    ]  # fmt: skip
    return LEGACY_COLUMNS.encode() + b"\n" + text.body(columns)


def zipped(name: str, payload: bytes, day: date) -> bytes:
    """One file inside a zip, dated by its session so that equal content gives equal bytes."""
    stamp = datetime.combine(day, time(16, 31, 16)).timetuple()[:6]
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        entry = ZipInfo(name, stamp)
        entry.compress_type = ZIP_DEFLATED
        archive.writestr(entry, payload)
    return buffer.getvalue()
