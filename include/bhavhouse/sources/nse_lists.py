"""NSE's lists: masters, symbol and name changes, constituents, industries, holidays."""

import json
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from bhavhouse.contracts.lake import HOLIDAY, INDUSTRY, LISTED, NAME_CHANGE, SYMBOL_CHANGE
from bhavhouse.errors import MalformedFile
from bhavhouse.sources.build import dated, shaped, without_nulls
from bhavhouse.sources.delimited import REAL, UTF8_OR_LATIN, Field, read, text_fault
from bhavhouse.sources.feed import Asked, Cadence, Feed, Parsed, pattern, shown

_DAYS = ("%d-%b-%Y", "%d-%b-%y")

_MASTERS = {
    "EQUITY_L.CSV": "equity",
    "SME_EQUITY_L.CSV": "sme",
    "EQ_ETFSECLIST.CSV": "etf",
}


def parse_master(payload: bytes, asked: Asked) -> Parsed:
    """A securities master -> lake.listed_security. Headers differ by list only in their underscores."""
    kind = _MASTERS[asked.name.upper()]
    if kind == "etf":
        fields = {
            "Symbol": Field("symbol"),
            "SecurityName": Field("name"),
            "DateofListing": Field("listed_on"),
            "ISINNumber": Field("isin"),
            "FaceValue": Field("face_value_inr", REAL),
        }
    else:
        gap = "_" if kind == "sme" else " "
        fields = {
            "SYMBOL": Field("symbol"),
            f"NAME{gap}OF{gap}COMPANY": Field("name"),
            "SERIES": Field("series"),
            f"DATE{gap}OF{gap}LISTING": Field("listed_on"),
            f"ISIN{gap}NUMBER": Field("isin"),
            f"FACE{gap}VALUE": Field("face_value_inr", REAL),
        }
    table, breaches = read(payload, fields, encodings=UTF8_OR_LATIN)
    table = without_nulls(table, ["symbol", "isin"], breaches)
    table, listed = dated(table, "listed_on", _DAYS, breaches)
    given = {"as_of": asked.day, "list": kind, "listed_on": listed}
    if kind == "etf":
        given["series"] = ""
    return shaped(LISTED, table, given, breaches)


def parse_symbol_changes(payload: bytes, asked: Asked) -> Parsed:
    """`symbolchange.csv`, which has no header -> lake.symbol_change."""
    fields = {n: Field(n) for n in ("company", "old_symbol", "new_symbol", "printed_on")}
    table, breaches = read(payload, fields, header=False, encodings=UTF8_OR_LATIN)
    table = without_nulls(table, ["old_symbol", "new_symbol", "printed_on"], breaches)
    table, changed = dated(table, "printed_on", _DAYS, breaches)
    given = {"as_of": asked.day, "changed_on": changed, "company": pc.fill_null(table["company"], "")}
    return shaped(SYMBOL_CHANGE, table, given, breaches)


def parse_name_changes(payload: bytes, asked: Asked) -> Parsed:
    """`namechange.csv` -> lake.name_change; some changes stand there twice."""
    fields = {
        "NCH_SYMBOL": Field("symbol"),
        "NCH_PREV_NAME": Field("previous_name"),
        "NCH_NEW_NAME": Field("new_name"),
        "NCH_DT": Field("printed_on"),
    }
    table, breaches = read(payload, fields, encodings=UTF8_OR_LATIN)
    table = without_nulls(table, ["symbol", "previous_name", "new_name", "printed_on"], breaches)
    table, changed = dated(table, "printed_on", _DAYS, breaches)
    given = {"as_of": asked.day, "at_line": table["line"], "changed_on": changed}
    return shaped(NAME_CHANGE, table, given, breaches)


def parse_industries(payload: bytes, asked: Asked) -> Parsed:
    """A constituent list or the two-column classification -> lake.industry."""
    if asked.name.lower().startswith("ind_"):
        fields = {
            "Company Name": Field("company"),
            "Industry": Field("industry"),
            "Symbol": Field("symbol"),
            "ISIN Code": Field("isin"),
        }
    else:
        fields = {"symbol": Field("symbol"), "industry": Field("industry")}
    table, breaches = read(payload, fields, encodings=UTF8_OR_LATIN)
    table = without_nulls(table, ["symbol", "industry"], breaches)
    return shaped(
        INDUSTRY, table, {"as_of": asked.day, "source": asked.name.rsplit(".", 1)[0].lower()}, breaches
    )


def parse_holidays(payload: bytes, asked: Asked) -> Parsed:
    """`{"holidays": [[day, name], ...]}` -> lake.holiday."""
    try:
        days = [(date.fromisoformat(day), str(name)) for day, name in json.loads(payload)["holidays"]]
        if fault := next(filter(None, (text_fault(name) for _, name in days)), ""):
            raise ValueError(fault)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise MalformedFile(f'not {{"holidays": [[day, name], ...]}}: {shown(str(error))}') from None
    table = pa.table(
        {
            "day": pa.array([d for d, _ in days], pa.date32()),
            "reason": pa.array([name for _, name in days], pa.string()),
            "line": pa.array(range(1, len(days) + 1), pa.int64()),
        }
    )
    return shaped(HOLIDAY, table, {"as_of": asked.day}, [])


FEEDS = (
    Feed(
        "nse_master",
        LISTED,
        Cadence.REFERENCE,
        pattern(r"EQUITY_L\.csv|SME_EQUITY_L\.csv|eq_etfseclist\.csv"),
        parse_master,
    ),
    Feed(
        "nse_symbol_change",
        SYMBOL_CHANGE,
        Cadence.REFERENCE,
        pattern(r"symbolchange\.csv"),
        parse_symbol_changes,
    ),
    Feed(
        "nse_name_change",
        NAME_CHANGE,
        Cadence.REFERENCE,
        pattern(r"namechange\.csv"),
        parse_name_changes,
    ),
    Feed(
        "nse_industry",
        INDUSTRY,
        Cadence.REFERENCE,
        pattern(r"ind_\w+list\.csv|symbol_industry(_\d{4}-\d\d-\d\d)?\.csv"),
        parse_industries,
    ),
    Feed("nse_holiday", HOLIDAY, Cadence.REFERENCE, pattern(r"holidays[\w-]*\.json"), parse_holidays),
)
