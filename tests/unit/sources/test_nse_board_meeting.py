"""The daily bundle's board meetings: entries of free text over several lines, and what is wrong with one."""

import re
from datetime import date, datetime

import pytest

from bhavhouse.errors import MalformedFile, TruncatedFile
from bhavhouse.fetch.places import EXCHANGES
from bhavhouse.pipelines.ingest import ingest
from bhavhouse.sources import FEEDS
from bhavhouse.sources.feed import Asked, Parsed

DAY = date(2025, 12, 17)
FEED = FEEDS["nse_board_meeting"]
HEADER = b"COMPANY NAME    SYMBOL     : BM DATE    : BM PURPOSE\n"
# Invented companies, in the forms of the genuine files.
GOOD = HEADER + (
    b"Acme Brokers Limited ACME : 15-JAN-2026 : Financial Results Intimation of Meeting, earnings call\r\n"
    b"and investors and closure of trading  window\n"
    b"Banyan  (India) Foods Limited BANYAN : 16-DEC-2025 : Outcome of Board Meeting BANYAN : Banyan Foods "
    b"Limited has informed the Exchange regarding  Board meeting held on December 16 to Inter-alia :\r\n"
    b"1.\tApproved the acquisition: 100% and;\r\n"
    b"\r\n"
    b"2. Approved the transfer Deed (Form SH-4); Record date : 22-Dec-2025\n"
    b"Chinar & Co Limited M&M-C : 17-DEC-2025 : Fund Raising M&M-C : 23-Dec-2025 :  The Company has informed "
    b"the Exchange that a Board meeting to be held on December 17, 2025 has been re-scheduled. Further, the "
    b"meeting will be held on December 23, 2025,  To consider Fund Raising\n"
    b"Acme Brokers Limited ACME : 16-DEC-2025 : Dividend Acme declared Interim Dividend of &#8377; 1.50\n"
)


def parse(payload: bytes = GOOD, day: date = DAY) -> Parsed:
    return FEED.parse(payload, Asked(f"bm{day:%d%m%Y}.txt", day))


def with_entry(entry: bytes) -> bytes:
    """With one more entry between the others."""
    return GOOD.replace(b"Chinar & Co", entry + b"\nChinar & Co", 1)


def test_the_name_says_which_session_was_asked_for_with_a_year_of_two_digits_or_four():
    for name, day in (
        ("bm17122025.txt", DAY), ("Bm171225.txt", DAY), ("Bm111220.txt", date(2020, 12, 11)),
        ("BM021025.TXT", date(2025, 10, 2)),
    ):  # fmt: skip
        assert FEED.names.fullmatch(name) and FEED.day_in(name) == day
    for name in ("bm1712.txt", "bm1712202.txt", "bm17122025.csv", "an17122025.txt"):
        assert not FEED.names.fullmatch(name)
    with pytest.raises(MalformedFile, match="321225 is no date"):
        FEED.day_in("Bm321225.txt")


def test_each_print_is_a_row_on_the_line_where_it_begins():
    parsed = parse()
    rows = parsed.table.to_pylist()
    assert parsed.breaches == [] and {row["session"] for row in rows} == {DAY}
    assert [(row["at_line"], row["line"], row["symbol"], row["meeting_date"]) for row in rows] == [
        (2, 2, "ACME", date(2026, 1, 15)),
        (4, 4, "BANYAN", date(2025, 12, 16)),
        (8, 8, "M&M-C", date(2025, 12, 17)),
        (9, 9, "ACME", date(2025, 12, 16)),
    ]
    assert [row["company"] for row in rows[:3]] == [
        "Acme Brokers Limited", "Banyan (India) Foods Limited", "Chinar & Co Limited",
    ]  # fmt: skip
    assert rows[0]["purpose"].endswith("earnings call and investors and closure of trading window")
    assert rows[1]["purpose"].endswith("Inter-alia : 1. Approved the acquisition: 100% and; 2. Approved the "
                                       "transfer Deed (Form SH-4); Record date : 22-Dec-2025")  # fmt: skip
    assert rows[3]["purpose"] == "Dividend Acme declared Interim Dividend of &#8377; 1.50"
    assert [(row["tells"], row["moved_to"], row["is_results"]) for row in rows] == [
        ("notice", None, True), ("outcome", None, False), ("moved", date(2025, 12, 23), False),
        ("notice", None, False),
    ]  # fmt: skip


def test_equal_prints_are_kept_as_they_are():
    last = GOOD.splitlines(keepends=True)[-1]
    rows = parse(GOOD + last).table.to_pylist()
    assert [row["at_line"] for row in rows[-2:]] == [9, 10]
    assert {k: v for k, v in rows[-1].items() if "line" not in k} == {
        k: v for k, v in rows[-2].items() if "line" not in k
    }


@pytest.mark.parametrize(
    "entry",
    [
        b"Deodar Limited    DEODAR : 29-Jan-2015 :ToResults consider the accounts",
        b"Deodar Limited    DEODAR : 29-Jan-2015 ToResults consider the accounts",
        b"Deodar Limited DEODAR :29-JAN-2015:ToResults consider the accounts",
        b"Deodar Limited DEODAR : 29-Jan-2015ToResults consider the accounts",
    ],
)
def test_a_separator_of_the_older_files_that_is_missing_or_glued_on_does_not_matter(entry):
    parsed = parse(with_entry(entry))
    row = parsed.table.to_pylist()[2]
    assert parsed.breaches == [] and row["meeting_date"] == date(2015, 1, 29)
    assert (row["company"], row["symbol"], row["purpose"], row["is_results"]) == (
        "Deodar Limited", "DEODAR", "ToResults consider the accounts", True,
    )  # fmt: skip


def test_a_moved_meetings_new_day_may_begin_a_line_of_its_text():
    parsed = parse(GOOD.replace(b"Fund Raising M&M-C : 23", b"Fund Raising\r\nM&M-C : 23"))
    assert parsed.breaches == [] and parsed.table["moved_to"].to_pylist()[2] == date(2025, 12, 23)
    assert parse(GOOD.replace(b": 23-Dec", b": 32-Dec")).table["moved_to"].null_count == 4


@pytest.mark.parametrize(
    ("entry", "column", "reason"),
    [
        (
            b"Deodar Limited DEODAR : 31-FEB-2026 : Dividend",
            "meeting_date",
            "no date of the form 31-Jan-2025",
        ),
        (b"Deodar Limited DEODAR : 2026-02-01 : Dividend", "meeting_date", "no date of the form 31-Jan-2025"),
        (b"Deodar Limited DEODAR : 01-02-26 : Dividend", "meeting_date", "no date of the form 31-Jan-2025"),
        (b"Deodar Limited DEODAR :  : Dividend", "meeting_date", "empty"),
        (b"DEODAR : 01-FEB-2026 : Dividend", "company", "empty"),
        (b" : 01-FEB-2026 : Dividend", "company", "empty"),
        (b"Deodar Limited DEODAR : 01-FEB-2026 : ", "purpose", "empty"),
        (b"Deodar Limited DEODAR : 01-FEB-2026 : =HYPERLINK(0)", "purpose", "a formula, not a text"),
        (b"Deodar Limited DEODAR : 01-FEB-2026 : A\x1b[31mB", "purpose", "a control character"),
        (b"Deodar \x07 Limited DEODAR : 01-FEB-2026 : A", "company", "a control character"),
        (
            b"Deodar Limited DEODAR : 01-FEB-2026 : " + b"A\n" * 20_001,
            "purpose",
            "a text of 40,001 characters",
        ),
    ],
)
def test_an_entry_that_cannot_be_read_is_told_and_harms_no_other(entry, column, reason):
    parsed = parse(with_entry(entry))
    assert [(b.line, b.column, b.reason) for b in parsed.breaches if b.column == column] == [
        (8, column, reason)
    ]
    assert {b.line for b in parsed.breaches} == {8}
    without = parse().table.drop_columns(["line", "at_line"])
    assert parsed.table.drop_columns(["line", "at_line"]).equals(without)


def test_text_before_the_first_entry_is_told():
    parsed = parse(GOOD.replace(HEADER, HEADER + b"read this first\n"))
    assert [(b.line, b.reason) for b in parsed.breaches] == [(2, "no company, symbol and date")]
    assert parsed.table.num_rows == 4


def test_a_last_line_without_its_newline_was_cut():
    parsed = parse(GOOD[:-1])
    assert [(b.line, b.reason) for b in parsed.breaches] == [(9, "the file ends inside this line")]
    assert parsed.table["line"].to_pylist() == [2, 4, 8]
    begins = GOOD.rindex(b"Acme Brokers")
    for cut in range(begins + 1, begins + len(b"Acme Brokers Limited ACME : 16-DEC-2025 : ")):
        with pytest.raises(TruncatedFile, match="in the middle of line 9"):
            parse(GOOD[:cut])
    with pytest.raises(TruncatedFile, match="in the middle of line 7"):
        parse(GOOD[: GOOD.index(b"Record date")])


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (b"", "the file is empty"),
        (HEADER, "a header and no rows"),
        (b"<html></html>", "a web page"),
        (
            b"COMPANY NAME    SYMBOL    : ANNOUNCEMENTS\n" + GOOD[len(HEADER) :],
            "no columns COMPANY NAME SYMBOL",
        ),
        (GOOD[len(HEADER) :], "no columns COMPANY NAME SYMBOL"),
        (HEADER + b"what is this\n" * 10_002, "more than 10,000 rows cannot be read"),
    ],
)
def test_what_is_no_list_of_meetings_is_malformed(payload, says):
    with pytest.raises(MalformedFile, match=says):
        parse(payload)


def test_the_meetings_of_the_session_before_under_a_holidays_name_are_stale(house, archive):
    for name in ("bm16122025.txt", "bm17122025.txt"):
        archive.put(name, GOOD)
    archive.put("Bm181225.txt", GOOD.replace(b"1.50", b"1.75"))
    ingest(house, date(2025, 12, 16), date(2025, 12, 18))
    verdicts = {r.day.day: (r.verdict, r.reason) for r in house.ledger.receipts()}
    assert verdicts == {
        16: ("accepted", ""),
        17: ("stale", "it is the file of 2025-12-16, byte for byte"),
        18: ("accepted", ""),
    }


def test_the_bundle_is_fetched_for_it_too():
    (bundle,) = [place for place in EXCHANGES["nsearchives.nseindia.com"] if FEED.name in place.feeds]
    assert bundle.on(DAY).endswith("/PR171225.zip")


def by_splitting(text: str) -> list[tuple[str, str, date, str]]:
    """An independent reading of a genuine file: cut before all that looks like an entry's beginning."""
    starts = [m.start() for m in re.finditer(r"(?m)^(?=[^:\n]+ [A-Z0-9&-]+ : \d\d-[A-Z]{3}-\d{4} : )", text)]
    found = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        who, day, purpose = text[start:end].split(" : ", 2)
        company, symbol = who.rsplit(" ", 1)
        found.append((company, symbol, datetime.strptime(day, "%d-%b-%Y").date(), purpose))  # noqa: DTZ007
    return found


@pytest.mark.real_data
def test_the_real_files_are_read_whole(real_data):
    prints, results = 0, 0
    for day, count in ((date(2025, 12, 16), 20), (date(2025, 12, 17), 18)):
        payload = (real_data / f"nse/pr/PR{day:%d%m%y}/bm{day:%d%m%Y}.txt").read_bytes()
        parsed = parse(payload, day)
        told = by_splitting(payload.decode())
        rows = parsed.table.to_pylist()
        assert parsed.breaches == [] and len(rows) == len(told) == count
        for row, (company, symbol, meeting, purpose) in zip(rows, told, strict=True):
            assert (row["company"], row["symbol"], row["meeting_date"]) == (company, symbol, meeting)
            assert row["purpose"].split() == purpose.split()
        # Nothing of the file is left out: its words are those of the rows.
        words = [
            f"{r['company']} {r['symbol']} : {r['meeting_date']:%d-%b-%Y} : {r['purpose']}" for r in rows
        ]
        assert " ".join(words).lower().split() == payload.decode().partition("\n")[2].lower().split()
        prints, results = prints + len(rows), results + sum(row["is_results"] for row in rows)
    assert (prints, results) == (38, 6)  # 16%, outside the season of results


@pytest.mark.real_data
def test_the_real_files_tell_a_meeting_once_and_where_it_moved(real_data):
    rows = []
    for day in (date(2025, 12, 16), date(2025, 12, 17)):
        path = real_data / f"nse/pr/PR{day:%d%m%y}/bm{day:%d%m%Y}.txt"
        rows.append(parse(path.read_bytes(), day).table.to_pylist())
    first, second = ({(r["symbol"], r["meeting_date"], r["tells"]) for r in day} for day in rows)
    assert not first & second  # the list is of what was told that day, not of what is to come
    every = [row for day in rows for row in day]
    counts = {tells: sum(r["tells"] == tells for r in every) for tells in ("notice", "moved", "outcome")}
    assert counts == {"notice": 14, "moved": 2, "outcome": 22}
    assert {(r["symbol"], r["meeting_date"], r["moved_to"]) for r in every if r["tells"] == "moved"} == {
        ("GSTL", date(2025, 12, 16), date(2025, 12, 16)),
        ("ONELIFECAP", date(2025, 12, 17), date(2025, 12, 23)),
    }
    assert all(r["meeting_date"] > r["session"] for r in every if r["tells"] == "notice")
