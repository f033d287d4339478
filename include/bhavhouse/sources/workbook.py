"""Rows of an .xlsx workbook, as hostile input: bounded before and while it is read.

Read row by row, so that two cells far apart cost nothing (a reader that lays a sheet out in memory ends the
whole process on such a file of 5 kB). Entities are not expanded, formulas give what was worked out when the
file was saved, links to other files are not followed.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator

from bhavhouse.errors import MalformedFile, Refused
from bhavhouse.sources.feed import shown

# The exchange's largest one unpacks to 2 MB in 52 members, with 37 sheets of 9,176 rows.
_MOST_MEMBERS = 1_000
_MOST_BYTES = 32 * 2**20
_MOST_SHEETS = 250
_MOST_ROWS = 200_000
_MOST_COLUMNS = 50


def sheet_rows(payload: bytes) -> Iterator[tuple[str, int, tuple[object, ...]]]:
    """Sheet, row number and values of each row of each sheet, rows without values among them.

    Values beyond the 50th are left out. Raises MalformedFile for all that is no such workbook, or a giant.
    """
    if not payload:
        raise MalformedFile("the file is empty")
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as members:
            _check_size(members.infolist())
        yield from _rows(payload)
    except Refused:
        raise
    except Exception as error:  # the library raises whatever it stumbles on in damaged XML
        cause: BaseException = error
        while cause.__cause__:
            cause = cause.__cause__
        told = " ".join(f"{type(cause).__name__}: {cause}".split())
        raise MalformedFile(f"no workbook that can be read: {shown(told)}") from None


def _check_size(members: list[zipfile.ZipInfo]) -> None:
    """What the zip's own list says, before a byte is unpacked; more than it says is never read."""
    if len(members) > _MOST_MEMBERS:
        raise MalformedFile(f"a workbook of {len(members):,} parts")
    if (size := sum(member.file_size for member in members)) > _MOST_BYTES:
        raise MalformedFile(f"a workbook of {size:,} bytes unpacked, where {_MOST_BYTES:,} are the most")


def _rows(payload: bytes) -> Iterator[tuple[str, int, tuple[object, ...]]]:
    import openpyxl  # takes a tenth of a second, and few runs need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and features that do not matter here
        book = openpyxl.load_workbook(io.BytesIO(payload), read_only=True, data_only=True, keep_links=False)
    if len(book.worksheets) > _MOST_SHEETS:
        raise MalformedFile(f"a workbook of {len(book.worksheets):,} sheets")
    read = 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of them need not be so
        for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), 1):
            if (read := read + 1) > _MOST_ROWS:
                raise MalformedFile(f"a workbook of more than {_MOST_ROWS:,} rows")
            yield sheet.title, number, row
