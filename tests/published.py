"""Small files in the genuine formats of the smaller feeds, for tests to read, spoil and land."""

from collections.abc import Iterable
from datetime import date

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
            f"{day},{day},CM,BSE,STK,{code},INE{code}0102{code[-1]},{symbol},A,,,,,{symbol} LTD,{first:.2f},"
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
