"""Small files in the genuine formats of the smaller feeds, for tests to read, spoil and land."""

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import date

import openpyxl

from exchange import UDIFF_HEADER

BSE_LEGACY_HEADER = (
    "SC_CODE,SC_NAME,SC_GROUP,SC_TYPE,OPEN,HIGH,LOW,CLOSE,LAST,PREVCLOSE,NO_TRADES,NO_OF_SHRS,NET_TURNOV,"
    "TDCLOINDI"
)
Scrip = tuple[str, str, float, float]  # scrip code, short name, previous close, close
SCRIPS: list[Scrip] = [("500002", "ABB", 7115.0, 7057.9), ("500209", "INFY", 1040.0, 1055.25)]


def bse_udiff(day: date, scrips: Iterable[Scrip] = SCRIPS) -> bytes:
    """BSE's UDiFF file; a previous close of 0 is a listing day's."""
    lines = [UDIFF_HEADER]
    for code, symbol, previous, close in scrips:
        first = previous or close
        high, low = max(first, close), min(first, close)
        lines.append(
            f"{day},{day},CM,BSE,STK,{code},INE{code}01{code[-1]},{symbol},A,,,,,{symbol} LTD,{first:.2f},"
            f"{high:.2f},{low:.2f},{close:.2f},{close:.2f},{previous:.2f},,{close:.2f},,,1000,"
            f"{close * 1000:.2f},10,F1,1,,,,,"
        )
    return ("\r\n".join(lines) + "\r\n").encode()


def bse_legacy(scrips: Iterable[Scrip] = SCRIPS) -> bytes:
    """BSE's older file, which holds no date; groups and names are padded."""
    lines = [BSE_LEGACY_HEADER]
    for code, symbol, previous, close in scrips:
        first = previous or close
        high, low = max(first, close), min(first, close)
        lines.append(
            f"{code},{symbol + ' LTD.':<12},A ,Q,{first:.2f},{high:.2f},{low:.2f},{close:.2f},{close:.2f},"
            f"{previous:.2f},10,1000,{close * 1000:.2f},"
        )
    return ("\r\n".join(lines) + "\r\n").encode()


CONSTITUENT_HEADER = (
    "VWAP,change,high,lastPrice,lastUpdatedTime,low,marketType,pChange,quantityTraded,series,symbol,"
    "totalTradedVolume,index_name"
)
MARKET_HEADER = (
    "priority,identifier,change,symbol,series,marketType,lastPrice,totalTradedVolume,open,dayHigh,dayLow,"
    "previousClose,totalTradedValue,yearHigh,yearLow,ffmc,lastUpdateTime,stockIndClosePrice,perChange365d,"
    "perChange30d,date365dAgo,date30dAgo,nearWKH,nearWKL,chart30Path,chart365Path,companyName,pChange"
)
INDEX_HEADER = (
    "key,index,indexSymbol,last,variation,percentChange,open,high,low,previousClose,yearHigh,yearLow,"
    "indicativeClose,pe,pb,dy,declines,advances,unchanged,perChange365d,perChange30d,date365dAgo,date30dAgo,"
    "previousDay,oneWeekAgo,oneMonthAgoVal,oneWeekAgoVal,oneYearAgoVal,previousDayVal,chart365dPath,"
    "chart30dPath,chartTodayPath"
)


def constituents(
    day: date, members: Iterable[tuple[str, str]], older: dict[str, date] | None = None
) -> bytes:
    """A page of (index, symbol); the indices in `older` show an older day."""
    lines = [CONSTITUENT_HEADER]
    for n, (index, symbol) in enumerate(members):
        at = f"{(older or {}).get(index, day):%d-%b-%Y} 16:00:29"
        price = 100 + n
        lines.append(
            f"{price}.5,1.5,{price + 2},{price + 1},{at},{price - 1},N,1.49,"
            f"{price * 1000}.5,EQ,{symbol},1000,{index}"
        )
    return ("\n".join(lines) + "\n").encode()


def market(day: date, symbols: Iterable[str]) -> bytes:
    """The page of the whole market, the index's own row first."""
    at = f"{day} 16:00:25"
    tail = "0,-1.49,-0.91,23-Jul-2025,23-Jun-2026,4.56,-13.05,,"
    lines = [
        MARKET_HEADER,
        f"1,NIFTY TOTAL MARKET,-34.9,NIFTY TOTAL MARKET,,,12929.2,262083,12866.0,12951.95,12811.2,12964.1,"
        f"889329873061.05,13548.0,11436.55,,{day} 15:39:59,{tail},,-0.27",
    ]
    for n, symbol in enumerate(symbols):
        price = 100.0 + n
        lines.append(
            f"0,{symbol}EQN,-1.0,{symbol},EQ,N,{price},1000,{price},{price + 1},{price - 1},{price + 1},"
            f"{price * 1000},{price * 2},{price / 2},{price * 1e7:.1f},{at},{tail},{symbol} LIMITED,-0.8"
        )
    return ("\n".join(lines) + "\n").encode()


def index_row(
    name: str, symbol: str, last: float, previous: float, previous_day: date, previous_day_value: float
) -> str:
    pages = ",".join(f"https://host/{kind}/{symbol}.svg" for kind in ("365d", "30d", "today"))
    return (
        f"BROAD MARKET INDICES,{name},{symbol},{last},{last - previous:.2f},0.5,{last},{last + 5},{last - 5},"
        f"{previous},{last * 2},{last / 2},0,20.29,2.97,1.28,36,14,0,-5.17,-1.06,23-Jul-2025,23-Jun-2026,"
        f"{previous_day:%d-%b-%Y},17-Jul-2026,{last},{last},{last},{previous_day_value},{pages}"
    )


def indices(rows: Iterable[str]) -> bytes:
    """The page of all indices."""
    return ("\n".join([INDEX_HEADER, *rows]) + "\n").encode()


CHANGES_HEADER = ("Index Name", "Event Date", "Scrip Name", "Description")
Change = tuple[object, object, object, object]


def workbook(sheets: dict[str, list[Change]], header: tuple[object, ...] = CHANGES_HEADER) -> bytes:
    """The exchange's workbook of index changes, a header above the rows of each sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in [header, *rows]:
            sheet.append(row)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def with_part(payload: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook in which one part is another."""
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(payload)) as before,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(name, change(before.read(name)) if name == part else before.read(name))
    return sink.getvalue()


BUNDLE_HEADER = (
    "MKT,SECURITY,PREV_CL_PR,OPEN_PRICE,HIGH_PRICE,LOW_PRICE,CLOSE_PRICE,NET_TRDVAL,NET_TRDQTY,IND_SEC,CORP_IND,"
    "TRADES,HI_52_WK,LO_52_WK"
)


def bundle(levels: Iterable[tuple[str, float, float]]) -> bytes:
    """The bundle's `pr*` file of indices (name, previous close, close), then shares in their sections."""
    blank = ",".join([" "] * 14)
    lines = [BUNDLE_HEADER]
    for name, previous, close in levels:
        high, low = max(previous, close), min(previous, close)
        figures = ",".join(f"{value:13.2f}" for value in (previous, previous, high, low, close))
        lines.append(f"Y,{name},{figures},0.00,0,Y, ,0,         0.00,         0.00")
    share = "10.00,10.00,11.00,9.00,10.50,1000.00,100"
    lines += [
        blank,
        blank.replace(" , ,", " ,Nifty 50 Securities,", 1),
        f"N,INFOSYS LIMITED,{share},Y, ,5,12.00,8.00",
    ]
    lines += [blank, f"N,OTHER LIMITED,{share},N, ,5,12.00,8.00", f"G,7.18% GS 2033,{share},N, ,5,12.00,8.00"]
    return ("\n".join(lines) + "\n").encode()


FLOWS_HEADER = "date,category,buy_value,sell_value,net_value"


def flows_long(rows: Iterable[tuple[str, str, float, float]]) -> bytes:
    """Flows by day and category: day, category, purchases, sales."""
    lines = [f"{day},{category},{buy},{sell},{round(buy - sell, 2)}" for day, category, buy, sell in rows]
    return ("\n".join([FLOWS_HEADER, *lines]) + "\n").encode()


def flows_net(rows: Iterable[tuple[str, float, float]], unit: str = "Cr") -> bytes:
    """Flows by day: day, foreign, domestic."""
    lines = [f"{day},{foreign},{domestic}" for day, foreign, domestic in rows]
    return ("\n".join([f"date,FII_Net_{unit},DII_Net_{unit}", *lines]) + "\n").encode()
