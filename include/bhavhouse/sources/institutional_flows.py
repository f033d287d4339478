"""What foreign and domestic institutions bought and sold in cash, day by day -> lake.institutional_flow.

The exchange gives the current day alone, provisionally, and revises it later; files that others keep of it
disagree. So every delivery is kept, known by its name and its bytes, with the day that its name ends in and
the order of its receipt: for one session the later one is the revised one.

Two forms: `long` has a line per day and category with purchases, sales and their difference; `net` a line per
day with the two differences, the unit at the end of their names. The long form prints no unit; the exchange's
is the crore.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from bhavhouse.contracts.lake import INSTITUTIONAL_FLOW
from bhavhouse.errors import MalformedFile
from bhavhouse.sources.build import shaped
from bhavhouse.sources.delimited import UTF8, amount, names_in, opening, rows, text_fault
from bhavhouse.sources.feed import Asked, Breach, Cadence, Feed, Parsed, pattern, shown

_LONG = ("date", "category", "buy_value", "sell_value", "net_value")
_NET = re.compile(r"(?P<investor>FII|DII)_Net_(?P<unit>Cr|Mn|Lakh)", re.IGNORECASE)
_CRORES = {"cr": 1.0, "mn": 0.1, "lakh": 0.01}
_INVESTORS = {"FII/FPI": "fii", "FII": "fii", "FPI": "fii", "DII": "dii"}
_ROUNDING_CRORE = 0.05
_FIRST = date(1992, 9, 14)  # foreign institutions were let in


def parse(payload: bytes, asked: Asked) -> Parsed:
    """A delivery -> one row per session and investor, in rupees crore.

    A line without a date, an investor or a difference, of a day after the delivery's own, or whose figures
    contradict each other becomes a breach. Raises MalformedFile, TruncatedFile.
    """
    delivery = f"{asked.name}:{hashlib.sha256(payload).hexdigest()[:12]}"
    payload = payload.removeprefix(b"\xef\xbb\xbf")
    _, head, body_line = opening(payload, UTF8)
    names = [name.strip() for name in names_in(head)]
    if twice := [name for name in names if name and names.count(name) > 1]:
        raise MalformedFile(f"the column name {shown(twice[0])} occurs twice")
    read = _long if set(_LONG) <= set(names) else _net
    net = {name: form for name in names if (form := _NET.fullmatch(name))}
    if read is _net and not (
        "date" in names and {_investor(form) for form in net.values()} == {"fii", "dii"}
    ):
        raise MalformedFile(
            f"no column of {', '.join(_LONG)}, nor date, FII_Net_Cr, DII_Net_Cr; "
            f"the file has: {shown(', '.join(names))}"
        )
    breaches: list[Breach] = []
    found: list[dict[str, Any]] = []
    is_empty = True
    for line, cells in rows(payload, UTF8, len(names), body_line, breaches):
        is_empty = False
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
        try:
            session = _session(row["date"], asked.day)
            found += [{**flow, "session": session, "line": line} for flow in read(row, net)]
        except _Unfit as unfit:
            breaches.append(Breach(line, unfit.column, shown(unfit.value), unfit.reason))
    if is_empty and not breaches:
        raise MalformedFile("a header and no rows")
    schema = {f.name: f.type for f in shaped(INSTITUTIONAL_FLOW, _EMPTY, {}, []).table.schema}
    columns = {n: pa.array([row.get(n) for row in found], schema[n]) for n in (*_COLUMNS, "session", "line")}
    given = {"delivery": delivery, "as_of": asked.day}
    return shaped(INSTITUTIONAL_FLOW, pa.table(columns), given, breaches)


_EMPTY = pa.table({"line": pa.array([], pa.int64())})
_COLUMNS = (
    "investor",
    "printed_investor",
    "buy_inr_crore",
    "sell_inr_crore",
    "net_inr_crore",
    "printed_net",
    "printed_unit",
)


class _Unfit(Exception):
    """A value that keeps its line out."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


def _long(row: dict[str, str], _: object) -> Iterator[dict[str, Any]]:
    printed = row["category"]
    if fault := text_fault(printed) or ("" if printed else "empty"):
        raise _Unfit("category", printed, fault)
    investor = _INVESTORS.get(printed.rstrip("* ").upper())  # stars point to footnotes
    if investor is None:
        raise _Unfit("category", printed, "neither FII/FPI nor DII")
    buy, sell, net = (_number(row, name) for name in _LONG[2:])
    if abs(buy - sell - net) > _ROUNDING_CRORE:
        raise _Unfit("net_value", row["net_value"], f"not {row['buy_value']} less {row['sell_value']}")
    yield {
        "investor": investor,
        "printed_investor": printed,
        "buy_inr_crore": buy,
        "sell_inr_crore": sell,
        "net_inr_crore": net,
        "printed_net": row["net_value"],
        "printed_unit": "",
    }


def _net(row: dict[str, str], columns: dict[str, re.Match[str]]) -> Iterator[dict[str, Any]]:
    for name, form in columns.items():
        yield {
            "investor": _investor(form),
            "printed_investor": form["investor"],
            "net_inr_crore": round(_number(row, name) * _CRORES[form["unit"].lower()], 4),
            "printed_net": row[name],
            "printed_unit": form["unit"],
        }


def _investor(form: re.Match[str]) -> str:
    return form["investor"].lower()


def _number(row: dict[str, str], name: str) -> float:
    if row[name] in ("", "-"):
        raise _Unfit(name, row[name], "empty")
    try:
        return amount(row[name])
    except ValueError:
        raise _Unfit(name, row[name], "not a number") from None


def _session(printed: str, last: date) -> date:
    if not printed:
        raise _Unfit("date", printed, "empty")
    try:
        if not printed.isascii():
            raise ValueError(printed)
        day = datetime.strptime(printed, "%Y-%m-%d").date()  # noqa: DTZ007 - a date, no moment
    except ValueError:
        raise _Unfit("date", printed, "no date of the form 2025-01-31") from None
    if day > last:
        raise _Unfit("date", printed, f"later than the file's own day, {last}")
    if day < _FIRST:
        raise _Unfit("date", printed, f"before {_FIRST}")
    return day


FEEDS = (
    Feed(
        "institutional_flows",
        INSTITUTIONAL_FLOW,
        Cadence.EVENT,
        # One day, or two of which the last counts; it may leave its year to the first.
        pattern(
            r"fii_dii_(?:long|net)"
            r"(?:(?:_(?:(?P<year>\d{4}-)(?=\d\d-\d\d_\d\d-\d\d\.)|\d{4}-)\d\d-\d\d)?"
            r"_(?P<day>(?:\d{4}-)?\d\d-\d\d))?\.csv"
        ),
        parse,
        "%Y-%m-%d",
    ),
)
