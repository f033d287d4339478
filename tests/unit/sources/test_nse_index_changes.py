"""The workbook of index inclusions and exclusions, as printed and as hostile input."""

import io
import time
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from bhavhouse.checks import broken_rows
from bhavhouse.errors import MalformedFile
from bhavhouse.market.index_names import known_names
from bhavhouse.sources import FEEDS
from bhavhouse.sources.feed import Asked, Parsed
from published import CHANGES_HEADER, with_part, workbook

FEED = FEEDS["nse_index_membership"]
AS_OF = date(2020, 9, 30)
IN, OUT = "Inclusion into Index", "Exclusion from Index "
ROWS = [
    ("Nifty Free Float Midcap 100", "08-12-2005", "Ispat Industries Ltd.", OUT),
    ("NIFTY Midcap 100", date(2020, 6, 26), "Adani Gas Ltd.\xa0", "Inclusion In Index"),
    ("NIFTY Midcap 100", "01-Apr-19", "Info Edge (India) Ltd.", IN),
]
SHEET = "xl/worksheets/sheet1.xml"


def parse(payload: bytes) -> Parsed:
    return FEED.parse(payload, Asked("IndexInclExcl.xlsx", AS_OF))


def test_texts_and_date_cells_are_dates_and_a_renamed_index_goes_by_its_name_of_now():
    parsed = parse(workbook({"Nifty Midcap 100": ROWS}))
    first, second, third = parsed.table.to_pylist()
    assert not parsed.breaches
    assert (first["changed_on"], second["changed_on"]) == (date(2005, 12, 8), date(2020, 6, 26))
    assert (first["change"], second["change"], third["changed_on"]) == (
        "exclusion",
        "inclusion",
        date(2019, 4, 1),
    )
    assert {first["index_name"], second["index_name"]} == {"nifty_midcap_100"}
    assert first["printed_index"] == "Nifty Free Float Midcap 100" and first["as_of"] == AS_OF
    assert second["company_as_printed"] == "Adani Gas Ltd."
    assert (second["sheet"], second["at_row"]) == ("Nifty Midcap 100", 3)


def test_columns_are_read_by_name_and_empty_rows_passed_over():
    empty = (None, None, None, None)
    turned = [tuple(reversed(row)) for row in [empty, ROWS[0], empty, ROWS[1]]]
    rows = parse(workbook({"A": turned}, tuple(reversed(CHANGES_HEADER)))).table.to_pylist()
    assert [(r["at_row"], r["change"]) for r in rows] == [(3, "exclusion"), (5, "inclusion")]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (("Nifty 50", "31-02-2020", "A Ltd.", IN), "changed_on", "no date of the form 31-01-2025"),
        (("Nifty 50", 43_000, "A Ltd.", IN), "changed_on", "no date of the form 31-01-2025"),
        (("Nifty 50", None, "A Ltd.", IN), "changed_on", "empty"),
        (("Nifty 50", "01-01-2099", "A Ltd.", IN), "changed_on", "outside 1990-04-01 to 2021-10-01"),
        (("Nifty 50", "01-01-2020", None, IN), "company_as_printed", "empty"),
        (
            ("Nifty 50", "01-01-2020", "A Ltd.", "Weight"),
            "printed_description",
            "neither inclusion nor exclusion",
        ),
        (("Nifty 50", "01-01-2020", "A\u202eLtd.", IN), "company_as_printed", "a control character"),
        (("Nifty 50", "01-01-2020", "@SUM(A1)", IN), "company_as_printed", "a formula, not a text"),
        (("Nifty 50", "01-01-2020", "A" * 5_000, IN), "company_as_printed", "a text of 5,000 characters"),
    ],
)
def test_a_row_that_says_no_change_is_held_back_with_its_place(row, column, reason):
    parsed = parse(workbook({"Nifty Midcap 100": ROWS, "Nifty 50": [row]}))
    (breach,) = parsed.breaches
    assert (breach.line, breach.column) == (6, column)  # the rows of all sheets counted together
    assert breach.reason == f"{reason} (sheet Nifty 50, row 2)" and parsed.table.num_rows == 3


def test_a_sheet_of_another_kind_is_told_and_harms_no_other():
    payload = workbook({"Nifty Midcap 100": ROWS})
    book = openpyxl.load_workbook(io.BytesIO(payload))
    book.create_sheet("Notes", 0).append(("Prices are of the day", 1))
    sink = io.BytesIO()
    book.save(sink)
    parsed = parse(sink.getvalue())
    (breach,) = parsed.breaches
    assert (breach.line, breach.value) == (1, "Notes") and "a sheet without the columns" in breach.reason
    assert parsed.table.num_rows == 3


def bomb() -> bytes:
    """A text of 40 MB in a workbook of 50 kB."""
    return with_part(workbook({"A": ROWS}), SHEET, lambda xml: xml.replace(b"Ispat", b"A" * 40_000_000))


def far_apart() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(CHANGES_HEADER)
    book.active["XFD1048576"] = 1
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def laughs(xml: bytes) -> bytes:
    """Ten entities, each ten times the one before."""
    entities = '<!ENTITY e0 "ha">' + "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    return f"<!DOCTYPE worksheet [{entities}]>".encode() + xml.replace(b"Ispat", b"&e9;")


def outside(xml: bytes) -> bytes:
    return b'<!DOCTYPE worksheet [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + xml.replace(b"Ispat", b"&e;")


def many(count: int, size: int) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as book:
        for n in range(count):
            book.writestr(f"xl/part{n}.xml", bytes(size))
    return sink.getvalue()


GOOD = workbook({"Nifty Midcap 100": ROWS})
HOSTILE = {
    "nothing": (b"", "the file is empty"),
    "a web page": (b"<html>Access Denied</html>", "no workbook that can be read"),
    "half of it": (GOOD[: len(GOOD) // 2], "no workbook that can be read"),
    "a bomb": (bomb(), "bytes unpacked, where 33,554,432 are the most"),
    "many parts": (many(1_001, 1), "a workbook of 1,001 parts"),
    "many sheets": (workbook({f"s{n}": [] for n in range(251)}), "a workbook of 251 sheets"),
    "cells far apart": (far_apart(), "a workbook of more than 200,000 rows"),
    "entities": (with_part(GOOD, SHEET, laughs), "EntitiesForbidden"),
    "a file of this machine": (with_part(GOOD, SHEET, outside), "EntitiesForbidden"),
    "no workbook in the zip": (many(3, 10), "no workbook that can be read"),
    "no XML": (with_part(GOOD, SHEET, lambda _: b"\x00\x01"), "no workbook that can be read"),
    "a header alone": (workbook({"A": []}), "not one row of a sheet can be read"),
    "other columns": (workbook({"A": ROWS}, ("a", "b", "c", "d")), "a sheet without the columns description"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_workbook_or_too_much_of_one_is_refused_at_once(case):
    payload, says = HOSTILE[case]
    began = time.monotonic()
    with pytest.raises(MalformedFile, match=says):
        parse(payload)
    assert time.monotonic() - began < 5


def test_a_workbook_is_known_by_its_name():
    assert FEED.names.fullmatch("IndexInclExcl.xlsx") and not FEED.names.fullmatch("IndexInclExcl.csv")


@pytest.mark.real_data
def test_the_real_workbook_is_read_whole(real_data: Path):
    (path,) = real_data.glob("nse/index_membership_*/IndexInclExcl.xlsx")
    parsed = parse(path.read_bytes())
    book = openpyxl.load_workbook(path, data_only=True)
    printed = [row for sheet in book.worksheets for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert parsed.breaches == [] and broken_rows(FEED.contract, parsed.table) == []
    assert parsed.table.num_rows == len(printed) == 9_139 and len(book.worksheets) == 37
    rows = parsed.table.to_pylist()
    kinds = Counter("inclusion" if "nclusion" in row[3] else "exclusion" for row in printed)
    assert Counter(row["change"] for row in rows) == kinds
    # Every index of the workbook is one that the reviewed list knows.
    assert {row["index_name"] for row in rows} <= set(known_names().values())
    assert [row["company_as_printed"] for row in rows if row["sheet"] == "Nifty 50"][-1] == (
        "HDFC Life Insurance Company Ltd."
    )
    assert min(row["changed_on"] for row in rows) == date(1996, 9, 18)
