"""Landing: what becomes a receipt, a partition, a row in quarantine."""

from datetime import date

import pytest
import sqlalchemy as sa

from bhavhouse.errors import UsageError
from bhavhouse.ledger import PARTITION, QUARANTINE
from bhavhouse.market.sessions import confirmed
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import Report, ingest
from exchange import full, full_name, udiff, udiff_name, zipped

DAY, HOLIDAY = date(2025, 6, 18), date(2026, 1, 26)
ROWS = [(f"S{n:02d}", "EQ", 10.0, 10.0 + n) for n in range(20)]


def take(house: House, day: date = DAY) -> Report:
    return ingest(house, day, day)


def landed(house: House, feed: str = "nse_full") -> list[dict[str, object]]:
    return [r for p in house.ledger.partitions(feed).values() for r in house.lake.get(p.file).to_pylist()]


def test_identical_bytes_offered_twice_are_one_receipt(house, archive):
    archive.put(f"a/{udiff_name(DAY)}", payload := udiff(DAY, [("INE144J01027", "ABC", "EQ", 10, 11)]))
    archive.put(f"b/{udiff_name(DAY)}.zip", zipped((udiff_name(DAY), payload)))
    report = take(house)
    assert (report.offered, report.received, report.landed) == (2, 1, 1)
    assert len(house.ledger.receipts()) == 1 and len(landed(house, "nse_udiff")) == 1


def test_taking_a_session_in_again_changes_nothing(house, archive):
    archive.full(DAY, ROWS)
    take(house)
    before = house.ledger.rows(PARTITION.select()), house.ledger.receipts()
    again = take(house)
    assert (again.received, again.landed, again.rows) == (0, 0, 0)
    assert (house.ledger.rows(PARTITION.select()), house.ledger.receipts()) == before


def test_of_two_valid_files_for_a_session_the_one_with_more_rows_wins_and_the_other_is_kept(house, archive):
    archive.full(DAY, ROWS, "a")
    archive.full(DAY, ROWS[:15], "b")
    take(house)
    assert len(landed(house)) == 20
    assert sorted((r.rows, r.verdict) for r in house.ledger.receipts()) == [
        (15, "accepted"),
        (20, "accepted"),
    ]


def test_a_restated_file_with_more_rows_takes_the_place_of_the_first(house, archive):
    archive.full(DAY, ROWS[:15])
    take(house)
    archive.full(DAY, ROWS, "restated")
    report = take(house)
    assert (report.received, report.landed, len(landed(house))) == (1, 1, 20)
    states = [(p.rows, p.is_current) for p in house.ledger.rows(PARTITION.select())]
    assert states == [(15, False), (20, True)]
    assert all(house.raw.path(r.sha256).exists() for r in house.ledger.receipts())


def test_a_restated_file_with_fewer_rows_is_recorded_and_changes_nothing(house, archive):
    archive.full(DAY, ROWS)
    take(house)
    archive.full(DAY, ROWS[:15], "later")
    take(house)
    assert len(landed(house)) == 20 and len(house.ledger.receipts()) == 2


def test_a_restated_file_of_as_many_rows_takes_the_place_of_the_first(house, archive):
    archive.full(DAY, ROWS)
    take(house)
    archive.full(DAY, [*ROWS[:-1], ("S19", "EQ", 10.0, 99.0)], "restated")
    take(house)
    assert {r["close_inr"] for r in landed(house) if r["symbol"] == "S19"} == {99.0}


def test_a_refused_file_is_recorded_with_its_reason_and_its_bytes(house, archive):
    payload = full(date(2026, 1, 23), ROWS)
    archive.put(full_name(HOLIDAY), payload)
    report = take(house, HOLIDAY)
    (receipt,) = house.ledger.receipts()
    assert (receipt.verdict, receipt.rows) == ("stale", 0) and "of 2026-01-23" in receipt.reason
    assert house.raw.get(receipt.sha256) == payload
    assert confirmed(house.ledger) == {} and len(report.refused) == 1 and report.failures == []


def test_bytes_that_are_refused_under_one_name_are_good_under_another(house, archive):
    friday = date(2026, 1, 23)
    payload = full(friday, ROWS)
    archive.put(full_name(HOLIDAY), payload)
    archive.put(full_name(friday), payload)
    ingest(house, friday, HOLIDAY)
    assert [(r.day, r.verdict) for r in house.ledger.receipts()] == [(friday, "accepted"), (HOLIDAY, "stale")]
    assert list(confirmed(house.ledger)) == [friday]


def test_a_broken_file_stops_only_its_own_feed_and_session(house, archive):
    archive.put(full_name(DAY), b"<html>Access Denied</html>")
    archive.put(udiff_name(DAY), udiff(DAY, [("INE144J01027", "ABC", "EQ", 10, 11)]))
    archive.full(date(2025, 6, 19), ROWS)
    report = ingest(house, DAY, date(2025, 6, 19))
    assert len(report.failures) == 1 and "a web page" in report.failures[0]
    assert confirmed(house.ledger) == {DAY: ("nse_udiff",), date(2025, 6, 19): ("nse_full",)}


def test_a_broken_file_leaves_the_partition_that_stood_before(house, archive):
    archive.full(DAY, ROWS)
    take(house)
    archive.put(f"later/{full_name(DAY)}", b"SYMBOL, SERIES\n")
    report = take(house)
    assert len(report.refused) == 1 and not report.failures and len(landed(house)) == 20


def test_a_file_that_was_refused_is_a_failure_until_another_stands_for_it(house, archive):
    archive.put(full_name(DAY), b"SYMBOL, SERIES\n")
    assert [len(take(house).failures) for _ in range(2)] == [1, 1]
    archive.full(DAY, ROWS, "later")
    assert not take(house).failures


def test_a_broken_row_goes_to_quarantine_with_line_column_value_and_reason(house, archive):
    rows = full(DAY, ROWS).replace(b"S07, EQ, 18-Jun-2025, 10.00", b"S07, EQ, 18-Jun-2025, ten")
    rows = rows.replace(b"S03, EQ", b"S\x03!, EQ")
    archive.put(full_name(DAY), rows)
    report = take(house)
    held = [
        (q.line, q.column, q.value) for q in house.ledger.rows(QUARANTINE.select().order_by(sa.text("line")))
    ]
    assert held == [(5, "symbol", "S\x03!"), (9, "prev_close_inr", "ten")]
    assert (report.quarantined, report.rows) == (2, 18) and report.failures == []


def test_two_rows_of_one_key_that_differ_go_to_quarantine_both(house, archive):
    archive.full(DAY, [*ROWS, ("S04", "EQ", 10.0, 99.0)])
    report = take(house)
    assert report.quarantined == 2 and "S04" not in {r["symbol"] for r in landed(house)}


def test_of_a_row_that_is_repeated_one_is_kept_and_the_others_are_told(house, archive):
    archive.full(DAY, [*ROWS, ROWS[4]])
    report = take(house)
    held = [(q.line, q.reason) for q in house.ledger.rows(QUARANTINE.select())]
    assert held == [(22, "the same as line 6")] and report.failures == []
    assert [r["symbol"] for r in landed(house)].count("S04") == 1


def test_a_file_with_more_than_a_tenth_of_its_rows_broken_is_refused_whole(house, archive):
    rows = full(DAY, ROWS)
    for n in range(3):
        rows = rows.replace(f"S{n:02d}, EQ, 18-Jun-2025, 10.00".encode(), b"X, EQ, 18-Jun-2025, none")
    archive.put(full_name(DAY), rows)
    report = take(house)
    assert report.landed == 0 and "3 of 20 rows cannot be used, the first on line 2" in report.failures[0]
    assert house.ledger.receipts()[0].verdict == "broken"


def test_a_file_that_cannot_be_opened_is_refused_and_told(house, archive):
    archive.put(f"{full_name(DAY)}.zip", b"no zip")
    assert "the zip cannot be read" in take(house).failures[0]
    (receipt,) = house.ledger.receipts()
    assert (receipt.verdict, receipt.sha256) == ("malformed", "")


def test_a_session_file_that_nobody_expected_confirms_a_session_by_its_content(house, archive):
    saturday = date(2025, 6, 21)
    archive.full(saturday, ROWS)
    take(house, saturday)
    assert list(confirmed(house.ledger)) == [saturday]


def test_rating_changes_carry_the_order_and_moment_of_their_receipt(house, archive):
    text = "id,published_at,ticker,firm,rating_current\n1,2025-06-18T10:00:00+05:30,S01,Banyan,Buy\n"
    archive.put("events/rating_changes_2025-06-18.csv", text.encode())
    take(house)
    (row,) = landed(house, "rating_change")
    (receipt,) = house.ledger.receipts()
    assert row["received_order"] == receipt.receipt_id and row["received_at"].year == receipt.received_at.year


def test_a_feed_that_is_not_asked_for_is_left_alone(house, archive):
    archive.full(DAY, ROWS)
    archive.put(udiff_name(DAY), udiff(DAY, [("INE144J01027", "ABC", "EQ", 10, 11)]))
    ingest(house, DAY, DAY, ["nse_udiff"])
    assert confirmed(house.ledger) == {DAY: ("nse_udiff",)}


def test_an_archive_that_is_not_there_is_wrong_usage(house, archive):
    (archive.folder / "archive.json").unlink()
    archive.folder.rmdir()
    with pytest.raises(UsageError, match="no archive"):
        take(house)
