"""Small files in the exchange's genuine formats, and archive folders that hold them."""

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

FULL_HEADER = (
    "SYMBOL, SERIES, DATE1, PREV_CLOSE, OPEN_PRICE, HIGH_PRICE, LOW_PRICE, LAST_PRICE, "
    "CLOSE_PRICE, AVG_PRICE, TTL_TRD_QNTY, TURNOVER_LACS, NO_OF_TRADES, DELIV_QTY, DELIV_PER"
)
LEGACY_HEADER = (
    "SYMBOL,SERIES,OPEN,HIGH,LOW,CLOSE,LAST,PREVCLOSE,TOTTRDQTY,TOTTRDVAL,TIMESTAMP,TOTALTRADES,ISIN,"
)
UDIFF_HEADER = (
    "TradDt,BizDt,Sgmt,Src,FinInstrmTp,FinInstrmId,ISIN,TckrSymb,SctySrs,XpryDt,FininstrmActlXpryDt,StrkPric,"
    "OptnTp,FinInstrmNm,OpnPric,HghPric,LwPric,ClsPric,LastPric,PrvsClsgPric,UndrlygPric,SttlmPric,OpnIntrst,"
    "ChngInOpnIntrst,TtlTradgVol,TtlTrfVal,TtlNbOfTxsExctd,SsnId,NewBrdLotQty,Rmks,Rsvd1,Rsvd2,Rsvd3,Rsvd4"
)
Row = tuple[str, str, float, float]  # symbol, series, previous close, close


def full_row(symbol: str, series: str, day: date, previous: float, close: float) -> str:
    high, low = max(previous, close), min(previous, close)
    delivery = "600, 60.00" if series == "EQ" else "-, -"
    return (
        f"{symbol}, {series}, {day:%d-%b-%Y}, {previous:.2f}, {previous:.2f}, {high:.2f}, {low:.2f}, "
        f"{close:.2f}, {close:.2f}, {close:.2f}, 1000, {close * 1000 / 1e5:.2f}, 10, {delivery}"
    )


def full(day: date, rows: Iterable[Row]) -> bytes:
    """A full file with delivery; the open is the previous close."""
    lines = [FULL_HEADER, *(full_row(symbol, series, day, p, c) for symbol, series, p, c in rows)]
    return ("\n".join(lines) + "\n").encode()


def udiff(day: date, rows: Iterable[tuple[str, str, str, float, float]]) -> bytes:
    """A UDiFF file of rows (isin, symbol, series, previous close, close)."""
    lines = [UDIFF_HEADER]
    for isin, symbol, series, previous, close in rows:
        high, low = max(previous, close), min(previous, close)
        lines.append(
            f"{day},{day},CM,NSE,STK,19078,{isin},{symbol},{series},,,,,{symbol} LTD,{previous},{high},{low},"
            f"{close},{close},{previous},,{close},,,1000,{close * 1000:.2f},10,F1,1,,,,,"
        )
    return ("\r\n".join(lines) + "\r\n").encode()


def legacy(day: date, rows: Iterable[tuple[str, str, str, float, float]]) -> bytes:
    """A legacy bhavcopy of rows (isin, symbol, series, previous close, close)."""
    lines = [LEGACY_HEADER]
    for isin, symbol, series, previous, close in rows:
        high, low = max(previous, close), min(previous, close)
        printed = f"{day:%d-%b-%Y}".upper()
        lines.append(
            f"{symbol},{series},{previous},{high},{low},{close},{close},{previous},1000,{close * 1000},"
            f"{printed},10,{isin},"
        )
    return ("\n".join(lines) + "\n").encode()


def market_activity(day: date, advances: int, declines: int, unchanged: int) -> bytes:
    """The bundle's market activity report, with two of its indices."""
    lines = [
        f",{day:%d-%b-%Y}",
        "The Nifty witnessed an intraday movement of about 146.4 points.The closing index was 0.64 % down.",
        "",
        ", Traded Value (Rs. In Crores), 83984.54",
        ", Traded Quantity (in Lakhs), 39374.81",
        ", Number of Trades, 28265852",
        ", Total Market Capitalisation (Rs. Crores), 46532655.59",
        ",INDEX,PREVIOUS CLOSE,OPEN,HIGH,LOW,CLOSE,GAIN/LOSS",
        ",Nifty 50,     26027.30,     25951.50,     25980.75,     25834.35,     25860.10,-167.20",
        ",Nifty Bank,     59461.80,     59288.75,     59335.25,     58966.35,     59034.60,-427.20",
        f",ADVANCES,{advances}",
        f",DECLINES,{declines}",
        f",UNCHANGED,{unchanged}",
        "",
        ",Total securities that have hit their price bands today,134",
    ]
    return ("\n".join(lines) + "\n").encode()


def full_name(day: date) -> str:
    return f"sec_bhavdata_full_{day:%d%m%Y}.csv"


def udiff_name(day: date) -> str:
    return f"BhavCopy_NSE_CM_0_0_0_{day:%Y%m%d}_F_0000.csv"


def legacy_name(day: date) -> str:
    return f"cm{day:%d%b%Y}bhav.csv".upper().replace("CM", "cm").replace("BHAV.CSV", "bhav.csv")


def zipped(*members: tuple[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, payload in members:
            bundle.writestr(name, payload)
    return sink.getvalue()


class Archive:
    """An archive folder for a market of few shares."""

    def __init__(self, folder: Path, minimum_rows: int = 1) -> None:
        self.folder = folder
        self.put("archive.json", json.dumps({"minimum_rows": minimum_rows}).encode())

    def put(self, path: str, payload: bytes) -> Path:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(payload)
        return place

    def full(self, day: date, rows: Iterable[Row], folder: str = "nse") -> Path:
        return self.put(f"{folder}/{full_name(day)}", full(day, rows))
