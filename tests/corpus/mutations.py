"""Ways to spoil a good file: each with a name, its meaning in a line, and what must come of it."""

import gzip
import io
import json
import os
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import openpyxl

from corpus.good import (
    ACTIONS,
    ALL,
    BOARD,
    BSE,
    CASH,
    CSV,
    EVERY,
    FLOWS,
    LISTS,
    PAGES,
    PLAIN,
    REPORT,
    ROW,
    SESSION,
    WATCH,
    WORKBOOK,
    Good,
)  # fmt: skip
from published import CHANGES_HEADER, with_part

DATED = (*SESSION, "bse_udiff")  # one day on every row
ENDED = (*SESSION, *BSE, *PAGES, "nse_bundle_index")  # their publisher ends every line
PRINTING_DAYS = tuple(kind for kind in ALL if kind not in ("bse_legacy", "nse_bundle_index", "bse_master"))
TEXTS = tuple(kind for kind in ALL if kind != "flows_net")
COUNTED = (*SESSION, *BSE, *PAGES)
RANGED = (*CASH, "nse_index_close", *PLAIN)
PRICED = (*SESSION, *PLAIN, *FLOWS)
NUMBERED = (*PRICED, "rating_csv")


@dataclass(frozen=True)
class Gets:
    """What must come of a file.

    `what`: "same" (the rows of the good file land), "rows held back" (the others land), "file refused", or
    "passed by" (it is not offered at all). `says` stands in the reason. So many `lines` are in quarantine, so
    many rows of the good file are `lost`; `row` is the one whose line the quarantine must name.
    """

    what: str
    says: str = ""
    verdict: str = ""
    lines: int = 0
    lost: int = 0
    row: int | None = None
    exact: bool = True


@dataclass(frozen=True)
class Mutation:
    """One kind of bad input.

    `make` turns a good file into bytes; `put`, where it is set, writes it into the folder of its place, for
    what is more than bytes. `but` holds what other feeds get. `heavy` ones are also run in a process of their
    own, whose memory is measured.
    """

    name: str
    meaning: str
    gets: Gets
    make: Callable[[Good], bytes] = lambda good: good.payload
    put: Callable[[Path, Good], None] | None = None
    feeds: tuple[str, ...] = ALL
    but: dict[str, Gets] = field(default_factory=dict)
    heavy: bool = False

    def outcome(self, kind: str) -> Gets:
        return self.but.get(kind, self.gets)

    def place(self, folder: Path, good: Good) -> None:
        """Writes the bad file below `folder`, under the good one's name."""
        path = folder / good.place
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.put:
            self.put(path, good)
        else:
            path.write_bytes(self.make(good))


SAME = Gets("same")


def held(says: str, lines: int = 1, lost: int | None = None, row: int | None = ROW) -> Gets:
    lost = lines if lost is None else lost
    return Gets("rows held back", says, lines=lines, lost=lost, row=row if lines == 1 else None)


def refused(says: str, verdict: str = "malformed") -> Gets:
    return Gets("file refused", says, verdict)


def passed_by(says: str = "") -> Gets:
    return Gets("passed by", says)


def _cell(role: str, printed: str) -> Callable[[Good], bytes]:
    return lambda good: good.with_cell(role, printed)


def _times(role: str, factor: float) -> Callable[[Good], bytes]:
    return lambda good: good.with_cell(role, f"{float(good.cell(role)) * factor:.2f}")


def _shuffled(good: Good) -> bytes:
    lines = good.lines if good.is_json else good.lines[1:]
    random.Random(7).shuffle(lines)
    return good.of_lines(lines if good.is_json else [good.lines[0], *lines])


def _reordered(good: Good) -> bytes:
    order = list(range(len(good.header)))
    random.Random(7).shuffle(order)
    return good.made([good.header[n] for n in order], [[row[n] for n in order] for row in good.rows])


def _header(change: Callable[[list[str], str], list[str]]) -> Callable[[Good], bytes]:
    return lambda good: good.made(change(good.header, good.column("symbol")), good.rows)


def _without_symbol(good: Good) -> bytes:
    at = good.header.index("firm" if good.kind == "rating_csv" else good.column("symbol"))
    return good.made(
        good.header[:at] + good.header[at + 1 :], [row[:at] + row[at + 1 :] for row in good.rows]
    )


def _needed(good: Good) -> str:
    return "firm" if good.kind == "rating_csv" else good.column("symbol")


def _renamed(good: Good) -> bytes:
    return good.made(["Sonstiges" if h == _needed(good) else h for h in good.header], good.rows)


def _twice_named(good: Good) -> bytes:
    return good.made([*good.header, _needed(good)], [[*row, "x"] for row in good.rows])


def _cut_in_row(good: Good) -> bytes:
    return good.of_lines(good.lines[:-2])[:-1] + b"\n" + good.lines[-2][:9].encode()


def _cut_at_border(good: Good) -> bytes:
    return good.of_lines(good.lines[:20])


def _cut_in_last_value(good: Good) -> bytes:
    values = list(good.rows[-1])
    at = max(n for n, value in enumerate(values) if len(value) > 1)
    return good.made(good.header, [*good.rows[:-1], [*values[:at], values[at][:-1], *values[at + 1 :]]])[:-1]


def _other_day(good: Good) -> bytes:
    return good.of_day(good.day - timedelta(days=1)).payload


def _two_days(good: Good) -> bytes:
    other = good.of_day(good.day - timedelta(days=1)).lines
    return good.of_lines([*good.lines[:10], *other[10:]])


def _conflict(good: Good) -> bytes:
    role = "number" if good.column("number") else "text"
    changed = good.with_cell(role, "7" if good.kind in LISTS else good.cell("low"))
    return good.payload + changed.splitlines(keepends=True)[good.line_of(ROW) - 1]


def _dates(form: str) -> Callable[[Good], bytes]:
    def make(good: Good) -> bytes:
        if good.is_session and good.kind not in ACTIONS:
            return good.with_column("day", lambda _: f"{good.day:{form}}")
        return good.with_cell("day", f"{good.day:{form}}")

    return make


def _odd_dates(but: dict[str, Gets] | None = None) -> dict[str, Gets]:
    return {
        "nse_master": held("no date of the form 31-Jan-2025"),
        "nse_official_action": held("no date of the form 31-Jan-2025"),
        "nse_bundle_action": held("no date of the form 2025-01-31"),
        "nse_name_change": held("no date of the form 31-Jan-2025"),
        "rating_csv": held("no time of the form"),
        "rating_jsonl": held("no time of the form"),
        "nse_constituent_snapshot": refused("no time of the form"),
        "nse_market_snapshot": refused("no time of the form"),
        **{kind: held("no date of the form 2025-01-31") for kind in (*FLOWS, *WATCH, "index_import")},
        **(but or {}),
    }


def _two_lines(good: Good) -> bytes:
    values = list(good.rows[ROW])
    values[good.header.index(good.column("text"))] = '"one\ntwo"'
    line = good.line(values).replace('""', '"')
    if good.kind == "nse_full":  # its values begin with a space, where a quote is a letter
        line = line.replace(', "', ',"')
    return good.with_line(line)


def _spaced(good: Good) -> bytes:
    wide = Good(good.kind, good.day, good.payload)
    return wide.made(
        [f"  {h}  " for h in good.header], [[f"   {value} \t" for value in row] for row in good.rows]
    )


def _latin(good: Good) -> bytes:
    return (
        good.with_cell("text", "Caf\xe9")
        .replace("Caf\xe9".encode(), b"Caf\xe9")
        .replace(b"Caf\\u00e9", b"Caf\xe9")
    )


def _pandas(good: Good) -> bytes:
    return good.with_column("volume", lambda value: f"{value}.0")


def _as_json(good: Good) -> bytes:
    return json.dumps([dict(zip(good.header, row, strict=True)) for row in good.rows], indent=1).encode()


def _giant_header(good: Good) -> bytes:
    names = ",".join(f"c{n}" for n in range(200_000))
    return good.payload.replace(b"\n", f",{names}\n".encode(), 1)


def _more_columns(good: Good) -> bytes:
    more = [f"c{n}" for n in range(5_000)]
    return good.made([*good.header, *more], [[*row, *more] for row in good.rows])


def _many_lines(good: Good) -> bytes:
    return good.payload + b"\n" * 60_000_000


def _many_bad_rows(good: Good) -> bytes:
    return good.payload + b"x,y\n" * 400_000


def _zip(path: Path, *members: tuple[str, bytes], **more: object) -> Path:
    target = path.with_name(f"{path.name}.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, payload in members:
            bundle.writestr(name, payload)
    return target


def _zip_locked(path: Path, good: Good) -> None:
    target = _zip(path, (good.name, good.payload))
    bundle = bytearray(target.read_bytes())
    bundle[6] |= 1  # "needs a password", in the member's head and in the list at the end
    bundle[bundle.rindex(b"PK\x01\x02") + 8] |= 1
    target.write_bytes(bundle)


def _zip_in_zip(path: Path, good: Good) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as bundle:
        bundle.writestr(good.name, good.payload)
    _zip(path, (f"{good.name}.zip", inner.getvalue()))


def _zip_swelling(path: Path, good: Good) -> None:
    _zip(path, (good.name, good.payload + b"\n" * 200_000_000))


def _zip_giant(path: Path, good: Good) -> None:
    target = path.with_name(f"{path.name}.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle, bundle.open(good.name, "w") as file:
        for _ in range(300):
            file.write(bytes(2**20))


def _zip_lying(path: Path, good: Good) -> None:
    """A small size is written where 100 MB follow."""
    target = _zip(path, (good.name, good.payload + bytes(100_000_000)))
    bundle = bytearray(target.read_bytes())
    for at in (22, bundle.rindex(b"PK\x01\x02") + 24):
        bundle[at : at + 4] = struct.pack("<I", len(good.payload))
    target.write_bytes(bundle)


def _zip_overlapping(path: Path, good: Good) -> None:
    """Thousands of names for the same packed bytes, in a bundle: together they would be 60 GB."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr(good.name, good.payload + b"\n" * 20_000_000)
    packed = body.getvalue()
    start = packed.rindex(b"PK\x01\x02")
    entry = packed[start : packed.rindex(b"PK\x05\x06")]
    count = 3_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, start, 0)
    path.with_name(f"bundle_{path.name}.zip").write_bytes(packed[:start] + entry * count + end)


def _zip_wrong_sum(path: Path, good: Good) -> None:
    target = _zip(path, (good.name, good.payload))
    bundle = bytearray(target.read_bytes())
    for at in (14, bundle.rindex(b"PK\x01\x02") + 16):
        bundle[at] ^= 0xFF
    target.write_bytes(bundle)


def _zip_cut(path: Path, good: Good) -> None:
    target = _zip(path, (good.name, good.payload))
    target.write_bytes(target.read_bytes()[:-40])


def _sheet(good: Good, change: Callable[[bytes], bytes]) -> bytes:
    return with_part(good.payload, "xl/worksheets/sheet1.xml", change)


def _laughing(xml: bytes) -> bytes:
    entities = '<!ENTITY e0 "ha">' + "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    return f"<!DOCTYPE worksheet [{entities}]>".encode() + xml.replace(b"Company 1<", b"&e9;<", 1)


def _far_apart(good: Good) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(good.payload))
    book.active["XFD1048576"] = 1
    return _saved(book)


def _with_sheet(good: Good, rows: list[tuple[str, ...]]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(good.payload))
    sheet = book.create_sheet("More")
    for row in rows:
        sheet.append(row)
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _link(path: Path, good: Good) -> None:
    target = path.with_name("elsewhere.txt")
    target.write_bytes(good.payload)
    path.symlink_to(target)


def _fifo(path: Path, _: Good) -> None:
    os.mkfifo(path)


def _folder(path: Path, good: Good) -> None:
    path.mkdir()
    (path / "readme.txt").write_bytes(good.payload)


def _impossible(path: Path, good: Good) -> None:
    path.with_name(f"sec_bhavdata_full_3102{good.day:%Y}.csv").write_bytes(good.payload)


ONE_CASH = ("nse_full",)
NOT_NUMBER, NOT_WHOLE = held("not a number"), held("not a whole number")

MUTATIONS = (
    # A piece of a file, or none of it.
    Mutation(
        "empty",
        "no bytes at all",
        refused("the file is empty"),
        lambda g: b"",
        feeds=(*EVERY, *WORKBOOK),
    ),
    Mutation(
        "header only",
        "a header and no rows",
        refused("a header and no rows"),
        lambda g: g.of_lines(g.lines[:1]),
        feeds=(*SESSION, *LISTS, *PLAIN, *FLOWS, *WATCH, *REPORT, *BOARD),
        but={"nse_market_activity": refused("the report ends before TRADED VALUE", "truncated")},
    ),
    Mutation(
        "cut in a row",
        "the download ended in the middle of a row",
        refused("the file ends in the middle of line", "truncated"),
        _cut_in_row,
        feeds=(*ALL, *BOARD),
        but={"rating_jsonl": held("no JSON object", lost=2, row=None)},
    ),
    Mutation(
        "cut at a row's end",
        "whole rows, and fewer than the exchange lists shares",
        refused("in series EQ, where a whole file has", "truncated"),
        _cut_at_border,
        feeds=(*CASH, *BSE),
        but={**{kind: refused("rows, where a whole file has", "truncated") for kind in BSE}},
    ),
    Mutation(
        "cut in the last value",
        "the last value lacks its end, and the line its newline",
        held("the file ends inside this line", row=None),
        _cut_in_last_value,
        feeds=(*ENDED, *BOARD),
        # Their last line adds the others up.
        but={
            kind: held("the file ends inside this line", lost=0, row=None)
            for kind in ("nse_market_cap", "nse_bundle_index")
        },
    ),
    # Another day's rows.
    Mutation(
        "wrong date inside",
        "the rows are of the day before the one in the name",
        refused("its rows are of", "stale"),
        _other_day,
        feeds=(*DATED, *PAGES, *REPORT),
        but={"nse_market_activity": refused("its report is of", "stale")},
    ),
    Mutation(
        "mixed dates",
        "rows of two days in one file",
        refused("rows of several days in one file"),
        _two_days,
        feeds=(*DATED, *PAGES),
        but={**{kind: Gets("same", exact=False) for kind in PAGES}},
    ),
    Mutation(
        "a row without a date",
        "one date is blank",
        held("empty"),
        _cell("day", ""),
        feeds=(*DATED, *PAGES, *FLOWS, "index_import", *BOARD),
    ),
    Mutation(
        "ISO dates with slashes",
        "2025/01/02",
        refused("no date of the form"),
        _dates("%Y/%m/%d"),
        but=_odd_dates(),
        feeds=(*PRINTING_DAYS, *BOARD),
    ),
    Mutation(
        "dates with the month's number",
        "02-01-2025; the index file's own form",
        refused("no date of the form"),
        _dates("%d-%m-%Y"),
        but=_odd_dates({"nse_index_close": SAME}),
        feeds=(*PRINTING_DAYS, *BOARD),
    ),
    Mutation(
        "two-digit years",
        "02-Jan-25; masters and legacy files do print them",
        refused("no date of the form"),
        _dates("%d-%b-%y"),
        feeds=(*PRINTING_DAYS, *BOARD),
        but=_odd_dates(
            {"nse_legacy": SAME} | dict.fromkeys(("nse_master", "nse_name_change"), Gets("same", exact=False))
        ),
    ),
    Mutation(
        "a date that is none",
        "31-Feb on one row",
        held("no date of the form"),
        _cell("day", "31-Feb-2025"),
        feeds=tuple(k for k in (*DATED, *LISTS, *PAGES, *FLOWS, *WATCH, "index_import") if k in PRINTING_DAYS)
        + BOARD,
        but={**{kind: held("no time of the form") for kind in PAGES[:2]}},
    ),
    Mutation(
        "a window that ends before it begins",
        "the two days of a row the wrong way round",
        held("valid_to below valid_from"),
        lambda g: g.with_line(f"{g.cell('symbol')},2014-01-02,2014-01-01"),
        feeds=WATCH,
    ),
    Mutation(
        "a row that names nobody",
        "neither symbol nor ISIN",
        held("empty"),
        _cell("symbol", ""),
        feeds=WATCH,
    ),
    # Rows twice, in another order, among others.
    Mutation(
        "a row twice",
        "the same row again at the end: one is kept",
        held("the same as line", lost=0, row=None),
        lambda g: g.of_lines([*g.lines, g.lines[g.line_of(ROW) - 1]]),
        feeds=(*SESSION, "nse_master", "bse_master", *PLAIN, *FLOWS),
    ),
    Mutation(
        "two rows of one key that differ",
        "no one can say which is right",
        held("several rows for one", lines=2, lost=1),
        _conflict,
        feeds=(*SESSION, "nse_master", "bse_master", *PLAIN),
    ),
    Mutation("shuffled rows", "the same rows in another order", SAME, _shuffled, feeds=(*ALL, *BOARD)),
    Mutation(
        "a header again in the middle",
        "two downloads in one file",
        held("not a number", lost=0),
        lambda g: g.with_line(g.lines[0], instead=False),
        feeds=(*CSV, *BOARD),
        but={
            "nse_bundle_action": held("no date of the form", lost=0),
            "nse_name_change": held("no date of the form", lost=0),
            "nse_market_snapshot": held("not a whole number", lost=0),
            **{kind: held("no date of the form", lost=0) for kind in (*FLOWS, *WATCH, *BOARD)},
        },
    ),
    Mutation(
        "a footer",
        "a last line that is no row",
        held("values, not", lost=0, row=None),
        lambda g: g.payload + b"Total,2045\n",
        feeds=CSV,
        but={"rating_jsonl": held("no JSON object", lost=0, row=None)},
    ),
    Mutation(
        "blank lines", "between all rows", SAME, lambda g: g.payload.replace(b"\n", b"\n\n"), feeds=EVERY
    ),
    # Columns.
    Mutation("reordered columns", "read by name, never by position", SAME, _reordered, feeds=CSV),
    Mutation(
        "an extra column",
        "one that nobody knows",
        SAME,
        lambda g: g.made([*g.header, "Rsvd9"], [[*row, "x"] for row in g.rows]),
        feeds=CSV,
    ),
    Mutation("a renamed column", "a needed one", refused("no column"), _renamed, feeds=(*CSV, *BOARD)),
    Mutation("a missing column", "a needed one", refused("no column"), _without_symbol, feeds=CSV),
    Mutation("a column name twice", "a needed one", refused("occurs twice"), _twice_named, feeds=CSV),
    Mutation(
        "a row too short",
        "its last value is missing",
        held("values, not"),
        lambda g: g.with_line(g.line(g.rows[ROW][:-1])),
        feeds=CSV,
    ),
    Mutation(
        "a row too long",
        "a value too many",
        held("values, not"),
        lambda g: g.with_line(g.line([*g.rows[ROW], "1"])),
        feeds=CSV,
    ),
    # Bytes.
    Mutation(
        "a byte-order mark",
        "as spreadsheets write it",
        SAME,
        lambda g: b"\xef\xbb\xbf" + g.payload.removeprefix(b"\xef\xbb\xbf"),
        feeds=EVERY,
    ),
    Mutation(
        "UTF-16",
        "as spreadsheets write it",
        refused("UTF-16"),
        lambda g: g.payload.decode("utf-8-sig").encode("utf-16"),
        feeds=(*CSV, *REPORT, *BOARD),
        but={"rating_jsonl": refused("utf-8", "broken")},
    ),
    Mutation(
        "UTF-16 without a mark",
        "every second byte is NUL",
        refused("binary bytes, not text"),
        lambda g: g.payload.decode("utf-8-sig").encode("utf-16-le"),
        feeds=(*CSV, *REPORT, *BOARD),
    ),
    Mutation(
        "a Latin-1 byte",
        "one name in the old encoding, which lists may have",
        held("bytes that are not utf-8"),
        _latin,
        feeds=(*ALL, *BOARD),
        but={kind: Gets("same", exact=False) for kind in (*LISTS, "nse_market_cap", *BOARD)},
    ),
    Mutation(
        "NUL bytes",
        "a block that was never written to the disk",
        refused("a NUL on line"),
        lambda g: g.payload[:-100] + bytes(100),
        feeds=(*CSV, *REPORT, *BOARD),
    ),
    Mutation(
        "CRLF line ends",
        "as Windows writes them",
        SAME,
        lambda g: g.payload.replace(b"\n", b"\r\n"),
        feeds=EVERY,
    ),
    Mutation(
        "lone CR line ends",
        "as no one has since 2001",
        SAME,
        lambda g: g.payload.replace(b"\n", b"\r"),
        feeds=EVERY,
    ),
    Mutation("white space around all", "values and names padded", SAME, _spaced, feeds=(*CSV, *BOARD)),
    Mutation(
        "gzip under a csv name",
        "a transfer encoding that was not undone",
        refused("gzip under another name"),
        lambda g: gzip.compress(g.payload, mtime=0),
        feeds=(*CSV, *REPORT, *BOARD),
    ),
    # Something else altogether.
    Mutation(
        "a web page",
        "access denied, with status 200",
        refused("a web page"),
        lambda g: b"<!DOCTYPE html>\n<html><body>Access Denied</body></html>\n",
        feeds=EVERY,
        but={"rating_jsonl": refused("no JSON object", "broken")},
    ),
    Mutation("JSON under a csv name", "another interface's answer", refused("JSON"), _as_json, feeds=CSV),
    # Numbers.
    Mutation("no price", "blank", held("empty"), _cell("number", ""), feeds=PRICED),
    Mutation(
        "a negative price",
        "-1.00",
        held("outside"),
        _cell("number", "-1.00"),
        feeds=tuple(kind for kind in NUMBERED if kind != "flows_net"),
        but={"flows_long": held(" less ")},
    ),
    Mutation(
        "a price of zero",
        "0.00",
        held("outside"),
        _cell("number", "0.00"),
        feeds=RANGED,
        but={"nse_constituent_snapshot": Gets("same", exact=False)},
    ),
    Mutation(
        "an absurd price",
        "a million millions",
        held("outside"),
        _cell("number", "1000000000000"),
        feeds=NUMBERED,
        but={"flows_long": held(" less ")},
    ),
    Mutation("an infinite price", "inf", NOT_NUMBER, _cell("number", "inf"), feeds=NUMBERED),
    Mutation("a price that is NaN", "NaN", NOT_NUMBER, _cell("number", "NaN"), feeds=NUMBERED),
    Mutation(
        "an exponent", "1e3, which no exchange prints", NOT_NUMBER, _cell("number", "1e3"), feeds=NUMBERED
    ),
    Mutation("a hexadecimal volume", "0x3E8", NOT_WHOLE, _cell("volume", "0x3E8"), feeds=COUNTED),
    Mutation(
        "a plus sign",
        "+1",
        NOT_NUMBER,
        _cell("number", "+1"),
        feeds=NUMBERED,
        but={"rating_csv": held("a formula")},
    ),
    Mutation(
        "thousands quoted",
        '"1,234.50"',
        NOT_NUMBER,
        _cell("number", '"1,234.50"'),
        feeds=NUMBERED,
        but={
            "flows_long": held(" less "),
            "flows_net": Gets("same", exact=False),
            "nse_full": held("values, not"),
            "rating_csv": Gets("same", exact=False),
        },
    ),
    Mutation(
        "thousands not quoted", "1,234.50", held("values, not"), _cell("number", "1,234.50"), feeds=NUMBERED
    ),
    Mutation(
        "a decimal comma",
        '"12,5"',
        NOT_NUMBER,
        _cell("number", '"12,5"'),
        feeds=NUMBERED,
        but={"nse_full": held("values, not")},
    ),
    Mutation("a percent sign", "5%", NOT_NUMBER, _cell("number", "5%"), feeds=NUMBERED),
    Mutation("a rupee sign", "₹100", NOT_NUMBER, _cell("number", "₹100"), feeds=NUMBERED),
    Mutation(
        "other digits", "१२३, which Python takes for 123", NOT_NUMBER, _cell("number", "१२३"), feeds=NUMBERED
    ),
    Mutation(
        "an underscore",
        "1_000, which Python takes for 1000",
        NOT_NUMBER,
        _cell("number", "1_000"),
        feeds=NUMBERED,
    ),
    Mutation("an overlong number", "30 digits", NOT_WHOLE, _cell("volume", "9" * 30), feeds=COUNTED),
    Mutation("a volume with a point", "1000.0", NOT_WHOLE, _cell("volume", "1000.0"), feeds=COUNTED),
    Mutation(
        "all volumes with a point",
        "a file that went through a data frame",
        refused("not one row can be read, the first on line 2: volume_shares"),
        _pandas,
        feeds=COUNTED,
        but={
            "nse_market_cap": refused("not one row can be read, the first on line 2: issue_size_shares"),
            "nse_index_snapshot": refused("not one row can be read, the first on line 2: advances"),
        },
    ),
    Mutation(
        "high below low",
        "the two exchanged",
        held("below"),
        lambda g: g.with_cell("high", "0.01"),
        feeds=RANGED,
    ),
    Mutation(
        "close above high",
        "by a half",
        held("high_inr below close_inr"),
        _times("number", 3),
        feeds=(*CASH, *BSE),
    ),
    Mutation(
        "close below low",
        "by two thirds",
        held("close_inr below low_inr"),
        _times("number", 0.3),
        feeds=(*CASH, *BSE),
    ),
    Mutation(
        "a date without separators",
        "20260212, which is a second of 1970 to a clock",
        held("no time of the form"),
        _cell("day", "20260212"),
        feeds=("rating_jsonl",),
    ),
    # Texts.
    Mutation(
        "a formula",
        "=HYPERLINK(...), live in whatever spreadsheet opens it",
        held("a formula"),
        _cell("text", "=HYPERLINK(0)"),
        feeds=(*TEXTS, *BOARD),
    ),
    Mutation(
        "a formula with @",
        "@SUM(A1)",
        held("a formula"),
        _cell("text", "@SUM(A1)"),
        feeds=(*TEXTS, *BOARD),
    ),
    Mutation(
        "a symbol in small letters",
        "infy",
        held("not of the form"),
        _cell("symbol", "infy"),
        feeds=(*CASH, *LISTS, *BSE, *PAGES[:2], *BOARD),
    ),
    Mutation(
        "a path for a symbol",
        "../../etc/passwd",
        held("not of the form"),
        _cell("symbol", "../../etc/passwd"),
        feeds=(*CASH, *LISTS, *BSE, *PAGES[:2], *BOARD),
    ),
    Mutation(
        "SQL for a symbol",
        "'; drop table",
        held("not of the form"),
        _cell("symbol", "'; drop table quote; --"),
        feeds=(*CASH, *LISTS, *BSE, *PAGES[:2]),
    ),
    Mutation(
        "a control character",
        "an escape sequence for terminals",
        held("a control character"),
        _cell("text", "AB\x1b[31mC"),
        feeds=(*TEXTS, *BOARD),
    ),
    Mutation(
        "text turned around",
        "a right-to-left override",
        held("a control character"),
        _cell("text", "AB\u202eC"),
        feeds=(*TEXTS, *BOARD),
    ),
    Mutation(
        "half a character",
        "a lone surrogate in JSON",
        held("a control character"),
        _cell("text", "AB\ud800C"),
        feeds=("rating_jsonl",),
    ),
    Mutation(
        "a very long cell",
        "5,000 characters",
        held("a text of 5,000 characters"),
        _cell("text", "A" * 5_000),
        feeds=TEXTS,
    ),
    Mutation(
        "a quote that is not closed",
        "it must not swallow the rows after it",
        held("a quote that is not closed"),
        lambda g: g.with_line(
            g.lines[g.line_of(ROW) - 1].replace(",", ',"', 1)
            if g.kind != "nse_official_action"
            else g.lines[g.line_of(ROW) - 1][:-1]
        ),
        feeds=CSV,
    ),
    Mutation(
        "a newline in quotes",
        "a line is a row",
        held("a quote that is not closed", lines=2, lost=1),
        _two_lines,
        feeds=CSV,
    ),
    Mutation(
        "deeply nested JSON",
        "50,000 brackets",
        held("no JSON object"),
        lambda g: g.with_line("[" * 50_000),
        feeds=("rating_jsonl",),
    ),
    # A report of figures beside labels.
    Mutation(
        "a report cut before its counts",
        "the download ended between two sections",
        refused("the report ends before ADVANCES", "truncated"),
        lambda g: g.payload.partition(b",ADVANCES")[0],
        feeds=REPORT,
    ),
    Mutation(
        "a report cut inside a count",
        "its last digits may be missing",
        refused("the report ends inside line", "truncated"),
        lambda g: g.payload.partition(b",DECLINES,5")[0] + b",DECLINES,5",
        feeds=REPORT,
    ),
    Mutation(
        "a report without a figure",
        "a label has gone, or has changed",
        refused("no line NUMBER OF TRADES"),
        lambda g: g.payload.replace(b"Number of Trades", b"Trades"),
        feeds=REPORT,
    ),
    Mutation(
        "a figure twice",
        "two reports in one file",
        refused("ADVANCES is printed twice"),
        lambda g: g.payload + b",ADVANCES,7\n",
        feeds=REPORT,
    ),
    Mutation(
        "a figure that is none",
        "thousands separated, which are several values",
        refused("not a whole number"),
        lambda g: g.payload.replace(b",ADVANCES,61", b",ADVANCES,1,061"),
        feeds=REPORT,
    ),
    Mutation(
        "a figure below zero",
        "-61",
        refused("outside", "broken"),
        lambda g: g.payload.replace(b",ADVANCES,61", b",ADVANCES,-61"),
        feeds=REPORT,
    ),
    Mutation(
        "a report without a date",
        "nothing says which session it is of",
        refused("no date of the form"),
        lambda g: g.payload.partition(b"\n")[2],
        feeds=REPORT,
    ),
    # Entries of free text.
    Mutation(
        "a text over several lines",
        "what begins no entry goes on with the one before",
        SAME,
        lambda g: g.payload.replace(b" has informed the Exchange", b"\r\n\r\nhas informed\nthe Exchange"),
        feeds=BOARD,
    ),
    Mutation(
        "an entry without its company",
        "nobody can be told by a symbol alone, which the texts hold too",
        held("empty"),
        lambda g: g.with_line(g.line(["", *g.rows[ROW][1:]])),
        feeds=BOARD,
    ),
    Mutation(
        "an entry without its text",
        "it may be about anything",
        held("empty"),
        _cell("text", ""),
        feeds=BOARD,
    ),
    Mutation(
        "a text without end",
        "a million characters on many lines",
        held("a text of 1,0"),
        lambda g: g.with_line(g.lines[g.line_of(ROW) - 1] + "\n" + "word\n" * 200_000),
        feeds=BOARD,
    ),
    Mutation(
        "text before the first entry",
        "it belongs to no company",
        held("no company, symbol and date", lost=0, row=None),
        lambda g: g.of_lines([g.lines[0], "Read this first", *g.lines[1:]]),
        feeds=BOARD,
    ),
    # Giants.
    Mutation(
        "a very long line",
        "a million characters",
        held("a line of"),
        lambda g: g.with_line("A" * 1_000_000),
        feeds=CSV,
        heavy=True,
    ),
    Mutation(
        "a giant header",
        "200,000 names",
        refused("a line of more than"),
        _giant_header,
        feeds=CSV,
        heavy=True,
    ),
    Mutation("very many columns", "5,000 more", refused("a header of 5,0"), _more_columns, feeds=CSV),
    Mutation("very many lines", "60 million", refused("lines"), _many_lines, feeds=ONE_CASH, heavy=True),
    Mutation(
        "very many bad rows",
        "400,000",
        refused("more than 10,000 rows cannot be read"),
        _many_bad_rows,
        feeds=(*ONE_CASH, "rating_csv"),
        heavy=True,
    ),
    # Zips.
    Mutation("a locked zip", "it needs a password", refused("encrypted"), put=_zip_locked, feeds=CASH),
    Mutation(
        "a zip in a zip",
        "not opened",
        refused("a zip under another name, or one inside another"),
        put=_zip_in_zip,
        feeds=CASH,
    ),
    Mutation(
        "a zip bomb",
        "200 MB of nothing in 200 kB",
        refused("a zip bomb"),
        put=_zip_swelling,
        feeds=ONE_CASH,
        heavy=True,
    ),
    Mutation(
        "a giant in a zip",
        "300 MB",
        refused("larger than 256 MiB"),
        put=_zip_giant,
        feeds=ONE_CASH,
        heavy=True,
    ),
    Mutation(
        "a zip that lies about sizes",
        "100 MB where a few kB are announced",
        refused("the zip cannot be read"),
        put=_zip_lying,
        feeds=ONE_CASH,
        heavy=True,
    ),
    Mutation(
        "overlapping members",
        "3,000 names for the same packed bytes",
        refused("a zip bomb"),
        put=_zip_overlapping,
        feeds=ONE_CASH,
        heavy=True,
    ),
    Mutation(
        "a path out of the zip",
        "../../../name: read in place, never unpacked",
        SAME,
        put=lambda path, g: _zip(path, (f"../../../{g.name}", g.payload)) and None,
        feeds=CASH,
    ),
    Mutation(
        "an absolute path in a zip",
        "/etc/name: read in place, never unpacked",
        SAME,
        put=lambda path, g: _zip(path, (f"/etc/{g.name}", g.payload)) and None,
        feeds=CASH,
    ),
    Mutation(
        "a zip of two files",
        "no one can say which is meant",
        refused("a zip of 2 files, not of one"),
        put=lambda path, g: _zip(path, (g.name, g.payload), ("other.csv", b"x")) and None,
        feeds=CASH,
    ),
    Mutation(
        "a zip cut short",
        "its list of members is gone",
        refused("the zip cannot be read"),
        put=_zip_cut,
        feeds=CASH,
    ),
    Mutation(
        "a zip with a wrong checksum",
        "damaged on the way",
        refused("Bad CRC-32"),
        put=_zip_wrong_sum,
        feeds=CASH,
    ),
    # Workbooks.
    Mutation(
        "half a workbook",
        "its list of parts is gone",
        refused("no workbook that can be read"),
        lambda g: g.payload[: len(g.payload) // 2],
        feeds=WORKBOOK,
    ),
    Mutation(
        "no workbook",
        "a web page under its name",
        refused("no workbook that can be read"),
        lambda g: b"<!DOCTYPE html><html>Access Denied</html>",
        feeds=WORKBOOK,
    ),
    Mutation(
        "a workbook that swells",
        "40 MB of text in 60 kB",
        refused("bytes unpacked"),
        lambda g: _sheet(g, lambda xml: xml.replace(b"Company 1<", b"A" * 40_000_000 + b"<", 1)),
        feeds=WORKBOOK,
        heavy=True,
    ),
    Mutation(
        "cells far apart",
        "one in the first cell and one in the last: laid out they would be 17 thousand million",
        refused("a workbook of more than 200,000 rows"),
        _far_apart,
        feeds=WORKBOOK,
        heavy=True,
    ),
    Mutation(
        "entities in a workbook",
        "a text of a thousand million letters, told in ten lines",
        refused("EntitiesForbidden"),
        lambda g: _sheet(g, _laughing),
        feeds=WORKBOOK,
        heavy=True,
    ),
    Mutation(
        "a sheet of other columns",
        "the other sheets are read",
        held("a sheet without the columns", lost=0, row=None),
        lambda g: _with_sheet(g, [("Notes", "on", "this", "file")] * 3),
        feeds=WORKBOOK,
    ),
    Mutation(
        "a row of a sheet that says no change",
        "neither inclusion nor exclusion",
        held("neither inclusion nor exclusion (sheet More, row 2)", lost=0, row=None),
        lambda g: _with_sheet(g, [CHANGES_HEADER, ("Nifty 50", "01-01-2014", "Company", "Weight")]),
        feeds=WORKBOOK,
    ),
    # What is no file.
    Mutation(
        "a symbolic link",
        "not followed: it may lead anywhere",
        passed_by("symbolic links"),
        put=_link,
        feeds=(*SESSION, *REPORT, *BOARD),
    ),
    Mutation(
        "a FIFO",
        "reading it would never end",
        refused("no regular file"),
        put=_fifo,
        feeds=(*SESSION, *REPORT, *BOARD),
    ),
    Mutation(
        "a folder named like a file",
        "searched as any other folder",
        passed_by(),
        put=_folder,
        feeds=(*SESSION, *REPORT, *BOARD),
    ),
    Mutation(
        "a name with an impossible date",
        "31 February: it asks for no day",
        passed_by("is passed by: "),
        put=_impossible,
        feeds=ONE_CASH,
    ),
)
