"""The daily bundle's market activity report, MADDMMYY.csv -> lake.market_activity.

A report in sections, not a table: the date stands alone on the first line, each figure beside its label.
"""

import pyarrow as pa

from bhavhouse.contracts.lake import MARKET_ACTIVITY
from bhavhouse.errors import MalformedFile, TruncatedFile, WrongSession
from bhavhouse.sources.build import shaped
from bhavhouse.sources.delimited import (
    INTEGER,
    REAL,
    TEXT,
    UTF8_OR_LATIN,
    Field,
    cells,
    dates,
    lines,
    number,
    opening,
    whole_number,
)
from bhavhouse.sources.feed import Asked, Cadence, Feed, Parsed, pattern, shown

# In the report's order.
_FIGURES = {
    "TRADED VALUE (RS. IN CRORES)": Field("traded_value_inr_crore", REAL),
    "TRADED QUANTITY (IN LAKHS)": Field("traded_quantity_lakh", REAL),
    "NUMBER OF TRADES": Field("trades", INTEGER),
    "TOTAL MARKET CAPITALISATION (RS. CRORES)": Field("market_cap_inr_crore", REAL),
    "ADVANCES": Field("reported_advances", INTEGER),
    "DECLINES": Field("reported_declines", INTEGER),
    "UNCHANGED": Field("reported_unchanged", INTEGER),
}


def parse(payload: bytes, asked: Asked) -> Parsed:
    """A market activity report -> its one row, which counts as standing on the line of the date.

    Raises MalformedFile where a figure is no number, printed twice or lacking, TruncatedFile where the report
    ends before its last figures, WrongSession if it is of another day.
    """
    payload = payload.removeprefix(b"\xef\xbb\xbf")
    opening(payload, UTF8_OR_LATIN)
    first, found = 0, dict[str, float]()
    unended = 0 if payload.endswith((b"\n", b"\r")) else len(payload.splitlines())
    for line, text in lines(payload, UTF8_OR_LATIN):
        row = [cell.strip() for cell in cells(text or "") or [""]]
        if not first:
            first = line
            _require_day(row, asked)
        label = " ".join(row[1].upper().split()) if len(row) > 1 else ""
        if label in _FIGURES:
            if line == unended:  # its last digits may be missing
                raise TruncatedFile(f"the report ends inside line {line}: {label}")
            if label in found:
                raise MalformedFile(f"line {line}: {label} is printed twice")
            found[label] = _figure(line, label, row[2:])
    missing = [label for label in _FIGURES if label not in found]
    if missing and missing == list(_FIGURES)[-len(missing) :]:
        raise TruncatedFile(f"the report ends before {missing[0]}")
    if missing:
        raise MalformedFile(f"no line {', '.join(missing)}")
    columns = {f.name: pa.array([found[label]], f.type) for label, f in _FIGURES.items()}
    table = pa.table({**columns, "line": pa.array([first], pa.int64())})
    return shaped(MARKET_ACTIVITY, table, {"session": asked.day}, [])


def _require_day(row: list[str], asked: Asked) -> None:
    """Raises MalformedFile where the first line is no date, WrongSession where it is another one."""
    printed = row[1] if len(row) > 1 and not any((row[0], *row[2:])) else ",".join(row)
    found, unreadable = dates(pa.array([printed], TEXT), ("%d-%b-%Y",))
    if unreadable:
        raise MalformedFile(f"line 1: {shown(printed)!r}: {unreadable[printed]}")
    if found[0].as_py() != asked.day:
        raise WrongSession(f"its report is of {found[0]}, not of {asked.day}")


def _figure(line: int, label: str, values: list[str]) -> float:
    """The one number beside a label. Raises MalformedFile where there is none."""
    printed, figure = ",".join(values).rstrip(","), _FIGURES[label]
    try:
        return whole_number(printed) if figure.type == INTEGER else number(printed)
    except ValueError:
        kind = "a whole number" if figure.type == INTEGER else "a number"
        raise MalformedFile(f"line {line}: {label} {shown(printed)!r}: not {kind}") from None


FEEDS = (
    Feed(
        "nse_market_activity",
        MARKET_ACTIVITY,
        Cadence.SESSION,
        pattern(r"MA(?P<day>\d{6})\.csv"),
        parse,
        "%d%m%y",
    ),
)
