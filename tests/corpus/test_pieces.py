"""Files that clear the floor of rows and still are a piece."""

from datetime import date
from pathlib import Path

import pytest

from bhavhouse.market.calendar import expected_sessions
from bhavhouse.market.sessions import confirmed
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import ingest
from bhavhouse.pipelines.replay import rebuild
from exchange import Archive, full, full_name, legacy, legacy_name
from houses import open_house

DAYS = [session.day for session in expected_sessions(date(2025, 6, 2), date(2025, 6, 20))][:9]
SHORT = DAYS[4]
WHOLE = [(f"S{n:04d}", "EQ", 10.0, 10.5) for n in range(1_300)]


@pytest.fixture
def market(tmp_path: Path) -> Archive:
    """Nine sessions of 1,300 shares, without the fifth."""
    archive = Archive(tmp_path / "archive", minimum_rows=1_000)
    for day in DAYS:
        if day != SHORT:
            archive.full(day, WHOLE)
    return archive


def piece(archive: Archive, rows: int = 1_050) -> None:
    archive.put(f"nse/{full_name(SHORT)}", full(SHORT, WHOLE[:rows]))


def test_a_file_with_far_fewer_rows_than_the_sessions_around_it_is_refused(house: House, market: Archive):
    piece(market)
    report = ingest(house, DAYS[0], DAYS[-1])
    assert list(confirmed(house.ledger)) == [day for day in DAYS if day != SHORT]
    (told,) = report.failures
    assert f"nse_full {SHORT} refused (truncated): 1,050 rows in series EQ" in told and "have 1,300" in told
    (receipt,) = house.ledger.receipts("nse_full", SHORT, SHORT)
    assert (receipt.verdict, receipt.rows) == ("truncated", 0) and house.raw.get(receipt.sha256)


def test_it_is_refused_in_whatever_order_the_files_come(house: House, market: Archive):
    piece(market)
    for day in [SHORT, *DAYS]:
        ingest(house, day, day)
    assert SHORT not in confirmed(house.ledger) and len(confirmed(house.ledger)) == 8


def test_it_stays_refused_when_it_is_taken_in_again_and_when_all_is_rebuilt(house: House, market: Archive):
    piece(market)
    ingest(house, DAYS[0], DAYS[-1])
    assert ingest(house, DAYS[0], DAYS[-1]).received == 0
    rebuild(house)
    assert SHORT not in confirmed(house.ledger)


def test_the_whole_file_takes_its_place(house: House, market: Archive):
    piece(market)
    ingest(house, DAYS[0], DAYS[-1])
    market.full(SHORT, WHOLE, "later")
    assert ingest(house, SHORT, SHORT).failures == [] and SHORT in confirmed(house.ledger)


def test_another_feed_of_the_session_is_not_touched(house: House, market: Archive):
    piece(market)
    rows = [(f"INE{n:06d}010", symbol, series, p, c) for n, (symbol, series, p, c) in enumerate(WHOLE)]
    market.put(legacy_name(SHORT), legacy(SHORT, rows))
    ingest(house, DAYS[0], DAYS[-1])
    assert confirmed(house.ledger)[SHORT] == ("nse_legacy",)


@pytest.mark.parametrize("rows", [1_150, 1_300, 1_500])
def test_a_session_that_is_a_little_short_is_left_alone(house: House, market: Archive, rows: int):
    more = [(f"T{n:04d}", "EQ", 10.0, 10.5) for n in range(200)]
    archive_rows = [*WHOLE, *more][:rows]
    market.full(SHORT, archive_rows)
    assert ingest(house, DAYS[0], DAYS[-1]).failures == [] and SHORT in confirmed(house.ledger)


def test_with_too_few_sessions_around_nothing_is_said(house: House, market: Archive):
    piece(market)
    assert ingest(house, DAYS[3], DAYS[5]).failures == [] and SHORT in confirmed(house.ledger)


@pytest.mark.real_data
def test_of_all_real_files_none_is_taken_for_a_piece_and_a_cut_one_is(real_data: Path, tmp_path: Path):
    house = open_house(tmp_path / "home", real_data)
    report = ingest(house, date(2020, 1, 1), date(2026, 12, 31), ["nse_full", "nse_legacy", "nse_udiff"])
    assert len(confirmed(house.ledger)) == 301 + 66
    assert report.quarantined == 0 and not any("around it" in text for text in report.refused)
    # The same file with its last quarter gone, as the only one of its session.
    day = date(2025, 8, 20)
    (whole,) = real_data.rglob(full_name(day))
    lines = whole.read_bytes().splitlines(keepends=True)
    archive = Archive(tmp_path / "cut", minimum_rows=1_000)
    archive.put(full_name(day), b"".join(lines[: len(lines) * 3 // 4]))
    for path in real_data.rglob("sec_bhavdata_full_*082025.csv"):
        if path.name != full_name(day):
            archive.put(path.name, path.read_bytes())
    house = open_house(tmp_path / "cut_home", archive.folder)
    ingest(house, date(2025, 8, 1), date(2025, 8, 31))
    assert day not in confirmed(house.ledger) and len(confirmed(house.ledger)) == 18
