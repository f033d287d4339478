"""The exchange's pages of indices, members and market: what each row is of is said by the row."""

import csv
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bhavhouse.checks import broken_rows
from bhavhouse.errors import MalformedFile, WrongSession
from bhavhouse.sources import FEEDS
from bhavhouse.sources.feed import Asked, Parsed
from published import constituents, index_row, indices, market

DAY, BEFORE, OLD = date(2026, 7, 24), date(2026, 7, 23), date(2026, 7, 8)
MEMBERS = [("NIFTY 50", "INFY"), ("NIFTY 50", "TCS"), ("NIFTY SMLCAP 250", "TARC")]


def parse(feed: str, payload: bytes, day: date = DAY) -> Parsed:
    return FEEDS[feed].parse(payload, Asked("name.csv", day))


def test_a_member_is_named_with_its_index_and_the_moment_of_the_page():
    first, _, third = parse("nse_constituent_snapshot", constituents(DAY, MEMBERS)).table.to_pylist()
    assert (first["index_name"], first["symbol"], first["session"]) == ("nifty_50", "INFY", DAY)
    assert first["updated_at"] == datetime(2026, 7, 24, 10, 30, 29, tzinfo=UTC)  # 16:00:29 in India
    assert (third["index_name"], third["printed_index"]) == ("nifty_smallcap_250", "NIFTY SMLCAP 250")
    assert (first["last_price_inr"], first["average_inr"], first["turnover_inr"]) == (101, 100.5, 100_000.5)


def test_an_index_whose_page_is_older_than_the_file_keeps_its_own_day():
    payload = constituents(DAY, MEMBERS, older={"NIFTY SMLCAP 250": OLD})
    parsed = parse("nse_constituent_snapshot", payload)
    assert [r["session"] for r in parsed.table.to_pylist()] == [DAY, DAY, OLD]
    assert {r["as_of"] for r in parsed.table.to_pylist()} == {DAY} and not parsed.breaches


@pytest.mark.parametrize(
    ("feed", "payload"),
    [
        ("nse_constituent_snapshot", constituents(BEFORE, MEMBERS)),
        ("nse_market_snapshot", market(BEFORE, ["INFY", "TCS"])),
        ("nse_index_snapshot", indices([index_row("NIFTY 50", "NIFTY 50", 110.0, 100.0, BEFORE, 110.0)])),
    ],
)
def test_a_page_without_one_row_of_its_day_is_stale(feed, payload):
    with pytest.raises(WrongSession, match="its rows are of 2026-07-23, not of 2026-07-24"):
        parse(feed, payload)


def test_a_row_later_than_the_file_is_held_back_and_a_file_of_such_rows_refused():
    payload = constituents(BEFORE, MEMBERS, older={"NIFTY SMLCAP 250": DAY})
    parsed = parse("nse_constituent_snapshot", payload, BEFORE)
    (breach,) = parsed.breaches
    assert (breach.line, breach.column, breach.value) == (4, "updated_at", "2026-07-24")
    assert breach.reason == "later than the file's own day, 2026-07-23" and parsed.table.num_rows == 2
    with pytest.raises(MalformedFile, match="not one row can be read"):
        parse("nse_constituent_snapshot", constituents(DAY, MEMBERS), BEFORE)


def test_a_time_that_is_none_holds_back_its_row_alone():
    payload = constituents(DAY, MEMBERS).replace(b"24-Jul-2026 16:00:29,100", b"24-Jul-2026 25:00:29,100")
    (breach,) = parse("nse_constituent_snapshot", payload).breaches
    assert (breach.column, breach.reason) == ("updated_at", "no time of the form 31-Jan-2025 15:30:05")


def test_the_market_page_gives_free_float_in_rupees_and_leaves_the_index_itself_out():
    rows = parse("nse_market_snapshot", market(DAY, ["INFY", "TCS"])).table.to_pylist()
    assert [(r["symbol"], r["session"]) for r in rows] == [("INFY", DAY), ("TCS", DAY)]
    assert (rows[0]["free_float_market_cap_inr"], rows[0]["previous_close_inr"]) == (1e9, 101.0)
    assert rows[0]["updated_at"] == datetime(2026, 7, 24, 10, 30, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "previous", "previous_day", "value", "session"),
    [
        (110.0, 100.0, DAY, 110.0, DAY),  # the page has rolled: its previous day is the session itself
        (110.0, 100.0, DAY, 109.5, DAY),  # and the close came after the last value
        (100.0, 100.0, DAY, 100.0, DAY),  # an index that did not move
        (110.0, 100.0, BEFORE, 100.0, None),  # not rolled: a value of a session that it does not name
        (110.0, 100.0, BEFORE, 110.0, BEFORE),  # a page of the session before
        (100.0, 100.0, BEFORE, 100.0, None),  # may be either
    ],
)
def test_an_index_tells_its_session_only_when_its_page_has_rolled(
    last, previous, previous_day, value, session
):
    other = index_row("NIFTY 100", "NIFTY 100", 5.0, 4.0, DAY, 5.0)
    payload = indices(
        [index_row("NIFTY SMALLCAP 250", "NIFTY SMLCAP 250", last, previous, previous_day, value), other]
    )
    row, _ = parse("nse_index_snapshot", payload).table.to_pylist()
    assert (row["session"], row["index_name"], row["printed_symbol"]) == (
        session,
        "nifty_smallcap_250",
        "NIFTY SMLCAP 250",
    )
    assert (row["previous_day"], row["previous_day_points"]) == (previous_day, value)
    assert (row["pe_ratio"], row["advances"], row["declines"]) == (20.29, 14, 36)


def test_an_index_whose_previous_day_lies_ahead_is_held_back():
    rows = [index_row(name, name, 5.0, 4.0, day, 5.0) for name, day in (("A", BEFORE), ("B", DAY))]
    parsed = parse("nse_index_snapshot", indices(rows), BEFORE)
    assert [(b.line, b.column) for b in parsed.breaches] == [(3, "previous_day")]


@pytest.mark.parametrize(
    ("feed", "payload"),
    [
        ("nse_constituent_snapshot", constituents(DAY, MEMBERS)),
        ("nse_market_snapshot", market(DAY, ["INFY"])),
        ("nse_index_snapshot", indices([index_row("A", "A", 5.0, 4.0, DAY, 5.0)])),
    ],
)
def test_a_page_without_a_column_or_a_row_is_malformed(feed, payload):
    head = payload.splitlines(keepends=True)[0]
    with pytest.raises(MalformedFile, match="a header and no rows"):
        parse(feed, head)
    with pytest.raises(MalformedFile, match="no column"):
        parse(feed, payload.replace(b"symbol,", b"sybol,").replace(b"indexSymbol,", b"sybol,"))


@pytest.mark.real_data
@pytest.mark.parametrize("feed", ["nse_constituent_snapshot", "nse_market_snapshot", "nse_index_snapshot"])
def test_the_real_pages_are_read_whole(real_data: Path, feed: str):
    found = FEEDS[feed]
    paths = [p for p in sorted(real_data.glob("nse/index_snapshots/*")) if found.names.fullmatch(p.name)]
    assert len(paths) == 10
    sessions: Counter[date | None] = Counter()
    for path in paths:
        day = found.day_in(path.name)
        assert day
        parsed = found.parse(path.read_bytes(), Asked(path.name, day))
        with path.open(newline="") as lines:
            printed = [r for r in csv.DictReader(lines) if r.get("priority") != "1"]
        assert parsed.breaches == [] and parsed.table.num_rows == len(printed)
        faults = {
            (fault.value[11:].strip("0:/ "), fault.reason)
            for fault in broken_rows(found.contract, parsed.table)
        }
        # Printed twice a day, under the two names that the company had.
        twice = {("TARC", "several rows for one as_of, symbol")}
        assert faults == (twice if feed == "nse_market_snapshot" else set())
        sessions.update(s - day if s else None for s in parsed.table["session"].to_pylist())
    apart = {gap.days if gap is not None else None: rows for gap, rows in sessions.items()}
    assert (
        apart
        == {
            "nse_constituent_snapshot": {0: 16_213, -2: 179, -3: 125, -16: 30},
            "nse_market_snapshot": {0: 7_510},
            "nse_index_snapshot": {0: 1_360, None: 30},
        }[feed]
    )
