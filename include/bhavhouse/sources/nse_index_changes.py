"""`IndexInclExcl.xlsx`, the exchange's list of what entered and left its indices -> lake.index_change.

One sheet an index, each with the same four columns. Dates are date cells or texts, by row; names of companies
are those of their day. An index that was renamed stands under its old name in older rows of the same sheet.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pyarrow as pa

from bhavhouse.contracts.lake_indices import INDEX_CHANGE
from bhavhouse.errors import MalformedFile
from bhavhouse.market.index_names import index_name
from bhavhouse.sources.build import shaped
from bhavhouse.sources.delimited import text_fault
from bhavhouse.sources.feed import Asked, Breach, Cadence, Feed, Parsed, pattern, shown
from bhavhouse.sources.workbook import sheet_rows

_COLUMNS = {
    "index name": "printed_index",
    "event date": "changed_on",
    "scrip name": "company_as_printed",
    "description": "printed_description",
}
_FORMATS = ("%d-%m-%Y", "%d-%b-%Y", "%d-%b-%y")
_FIRST = date(1990, 4, 1)  # no index is older
_AHEAD = timedelta(days=366)  # changes are announced weeks before
_MOST_BREACHES = 10_000


def parse(payload: bytes, asked: Asked) -> Parsed:
    """Workbook bytes -> one row per row of a sheet. `line` counts the rows of all sheets together.

    A sheet without the columns becomes one breach. Raises MalformedFile where no sheet has them.
    """
    breaches: list[Breach] = []
    found: list[dict[str, object]] = []
    for line, sheet, at_row, cells in _cells(payload, breaches):
        where = f" (sheet {shown(sheet)}, row {at_row})"
        row, breach = _row(line, cells, asked.day)
        if breach:
            breaches.append(Breach(line, breach.column, breach.value, breach.reason + where))
        else:
            found.append({**row, "line": line, "sheet": sheet, "at_row": at_row})
        if len(breaches) > _MOST_BREACHES:
            raise MalformedFile(f"more than {_MOST_BREACHES:,} rows cannot be read; {breaches[0].reason}")
    if not found:
        first = f": {breaches[0].reason}" if breaches else ""
        raise MalformedFile(f"not one row of a sheet can be read{first}")
    schema = {f.name: f.type for f in shaped(INDEX_CHANGE, _EMPTY, {}, []).table.schema}
    columns = {name: pa.array([row[name] for row in found], schema[name]) for name in found[0]}
    return shaped(INDEX_CHANGE, pa.table(columns), {"as_of": asked.day}, breaches)


_EMPTY = pa.table({"line": pa.array([], pa.int64())})


def _cells(payload: bytes, breaches: list[Breach]) -> Iterator[tuple[int, str, int, dict[str, object]]]:
    """Line, sheet, row and values by column of every row below a header."""
    places: dict[str, int] = {}
    title, is_known = None, False
    for line, (sheet, at_row, row) in enumerate(sheet_rows(payload), 1):
        if all(_text(cell) == "" for cell in row):
            continue
        if sheet != title:  # its first row that is not empty
            title = sheet
            printed = [_text(cell).lower() for cell in row]
            is_known = set(_COLUMNS) <= set(printed)
            places = {name: printed.index(head) for head, name in _COLUMNS.items() if is_known}
            if fault := text_fault(sheet):
                raise MalformedFile(f"a sheet with {fault} in its name")
            if not is_known:
                missing = ", ".join(sorted(set(_COLUMNS) - set(printed)))
                breaches.append(Breach(line, "", shown(sheet), f"a sheet without the columns {missing}"))
        elif is_known:
            yield line, sheet, at_row, {n: row[at] if at < len(row) else None for n, at in places.items()}


def _row(line: int, cells: dict[str, object], as_of: date) -> tuple[dict[str, object], Breach | None]:
    row: dict[str, object] = {}
    for name in ("printed_index", "company_as_printed", "printed_description"):
        printed = _text(cells[name])
        if fault := text_fault(printed) or ("" if printed else "empty"):
            return row, Breach(line, name, shown(printed), fault)
        row[name] = printed
    kind = str(row["printed_description"]).partition(" ")[0].lower()
    if kind not in ("inclusion", "exclusion"):
        told = shown(str(row["printed_description"]))
        return row, Breach(line, "printed_description", told, "neither inclusion nor exclusion")
    day = _day(cells["changed_on"])
    if day is None:
        told = shown(_text(cells["changed_on"]))
        return row, Breach(line, "changed_on", told, "no date of the form 31-01-2025" if told else "empty")
    if not _FIRST <= day <= as_of + _AHEAD:
        return row, Breach(line, "changed_on", f"{day}", f"outside {_FIRST} to {as_of + _AHEAD}")
    return {
        **row,
        "changed_on": day,
        "change": kind,
        "index_name": index_name(str(row["printed_index"])),
    }, None


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, str) and cell.isascii():
        for form in _FORMATS:
            try:
                return datetime.strptime(cell.strip(), form).date()  # noqa: DTZ007 - a date, no moment
            except ValueError:
                continue
    return None


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).replace("\xa0", " ").strip()


FEEDS = (
    Feed(
        "nse_index_membership",
        INDEX_CHANGE,
        Cadence.REFERENCE,
        pattern(r"IndexInclExcl[\w-]*\.xlsx"),
        parse,
    ),
)
