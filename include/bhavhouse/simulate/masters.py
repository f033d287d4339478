"""The exchange's reference files: masters, constituents and classification."""

from collections.abc import Iterable
from datetime import date

from bhavhouse.simulate.happen import Happenings
from bhavhouse.simulate.roster import BY_ISIN, ETF, MAIN_SERIES, SME_SERIES, Line
from bhavhouse.simulate.text import sheet

EQUITY_HEADER = (
    "SYMBOL,NAME OF COMPANY, SERIES, DATE OF LISTING, PAID UP VALUE, MARKET LOT, ISIN NUMBER, FACE VALUE"
)
SME_HEADER = "SYMBOL,NAME_OF_COMPANY,SERIES,DATE_OF_LISTING,PAID_UP_VALUE,ISIN_NUMBER,FACE_VALUE,"
ETF_HEADER = "Symbol,Underlying,SecurityName,DateofListing,MarketLot,ISINNumber,FaceValue"
NAME_CHANGE_HEADER = "NCH_SYMBOL, NCH_PREV_NAME, NCH_NEW_NAME, NCH_DT"
CONSTITUENT_HEADER = "Company Name,Industry,Symbol,Series,ISIN Code"
Row = list[object]


def securities(happened: Happenings, sessions: list[date]) -> dict[str, bytes]:
    """The masters as of the last session, by file name: only what is still listed is in them."""
    listed = [
        (line, sessions[happened.listed_at[n]] if n in happened.listed_at else line.listed_on)
        for n, line in enumerate(happened.lines)
        if happened.alive[n]
    ]
    listed.sort(key=lambda pair: pair[0].symbol)
    shares = [(line, day) for line, day in listed if line.is_share]
    main = [_equity(line, day) for line, day in shares if line.series in MAIN_SERIES]
    sme = [(line, day) for line, day in shares if line.series in SME_SERIES]
    sme.sort(key=lambda pair: pair[1], reverse=True)
    funds = [_fund(line, day) for line, day in listed if line.instrument == ETF and line.told != BY_ISIN]
    return {
        "EQUITY_L.csv": sheet(EQUITY_HEADER, main),
        "SME_EQUITY_L.csv": sheet(SME_HEADER, [_sme(line, day) for line, day in sme]),
        "eq_etfseclist.csv": sheet(ETF_HEADER, funds),
        "symbolchange.csv": _symbol_changes(happened, sessions),
        "namechange.csv": _name_changes(happened, sessions),
    }


def _equity(line: Line, day: date) -> Row:
    return [line.symbol, line.name, line.series, _shouted(day), line.face, 1, line.isin, line.face]


def _sme(line: Line, day: date) -> Row:
    return [line.symbol, line.name, line.series, f"{day:%d-%b-%y}", line.face, line.isin, line.face, ""]


def _fund(line: Line, day: date) -> Row:
    underlying, name = line.underlying.replace(" ", ""), line.name.replace(" ", "")
    return [line.symbol, underlying, name, f"{day:%d-%b-%y}", 1, line.isin, line.face]


def _shouted(day: date) -> str:
    return f"{day:%d-%b-%Y}".upper()


def _symbol_changes(happened: Happenings, sessions: list[date]) -> bytes:
    """No header: company, old symbol, new symbol, day. Some changes are missing from it."""
    changes = [change for change in happened.symbol_changes if change.official]
    changes.sort(key=lambda change: change.old)
    rows: list[Row] = [
        [happened.lines[change.line].name, change.old, change.new, _shouted(sessions[change.session])]
        for change in changes
    ]
    return sheet("", rows).lstrip(b"\n")


def _name_changes(happened: Happenings, sessions: list[date]) -> bytes:
    changes = [change for change in happened.name_changes if change.official]
    changes.sort(key=lambda change: (change.symbol, change.session))
    rows: list[Row] = [
        [change.symbol, change.old, change.new, _shouted(sessions[change.session])] for change in changes
    ]
    return sheet(NAME_CHANGE_HEADER, rows)


def constituents(lines: list[Line], members: Iterable[int], windows_ends: bool) -> bytes:
    """One index's list as of now, by company name; some of them end their lines as Windows does."""
    chosen = sorted((lines[n] for n in members), key=lambda line: line.name)
    rows: list[Row] = [
        [line.name.replace("Limited", "Ltd."), line.industry, line.symbol, line.series, line.isin]
        for line in chosen
    ]
    payload = sheet(CONSTITUENT_HEADER, rows)
    return payload.replace(b"\n", b"\r\n") if windows_ends else payload


def classification(lines: list[Line], listed: Iterable[int]) -> bytes:
    """Symbol -> industry of the main board's companies."""
    chosen = [lines[n] for n in listed if lines[n].is_share and lines[n].series in MAIN_SERIES]
    chosen.sort(key=lambda line: line.symbol)
    return sheet("symbol,industry", [[line.symbol, line.industry] for line in chosen])
