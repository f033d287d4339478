"""Whether a session's files are there."""

from datetime import date
from pathlib import Path

import pytest

from bhavhouse.pipelines.awaited import lacking, pause
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import ingest
from exchange import Archive, full, full_name, udiff, udiff_name
from houses import open_house

DAY, FEEDS = date(2026, 2, 2), ["nse_udiff", "nse_full"]
ROWS = [("AAA", "EQ", 100.0, 101.0), ("BBB", "EQ", 100.0, 99.0)]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive", minimum_rows=2)


@pytest.fixture
def house(archive: Archive, tmp_path: Path) -> House:
    return open_house(tmp_path / "home", archive.folder)


def test_a_file_that_comes_is_there_and_nothing_is_landed(archive: Archive, house: House):
    assert lacking(house, DAY, FEEDS) == FEEDS
    archive.full(DAY, ROWS)
    assert lacking(house, DAY, FEEDS) == ["nse_udiff"]
    archive.put(udiff_name(DAY), udiff(DAY, [(f"INE00{n}A01010", *row) for n, row in enumerate(ROWS)]))
    assert lacking(house, DAY, FEEDS) == []
    assert not house.ledger.receipts()


@pytest.mark.parametrize(
    "payload",
    [
        full(date(2026, 1, 30), ROWS),
        full(DAY, ROWS[:1]),
        full(DAY, ROWS)[:80],
        b"<html>not found</html>",
        b"",
    ],
    ids=["stale", "truncated", "half copied", "web page", "empty"],
)
def test_a_file_that_would_be_refused_is_waited_on(archive: Archive, house: House, payload: bytes):
    archive.put(full_name(DAY), payload)
    assert lacking(house, DAY, ["nse_full"]) == ["nse_full"]


def test_what_is_held_is_not_looked_for(archive: Archive, house: House):
    file = archive.full(DAY, ROWS)
    ingest(house, DAY, DAY)
    file.unlink()
    assert lacking(house, DAY, FEEDS) == ["nse_udiff"]


def test_an_exchange_is_asked_less_often_than_a_folder_is_looked_into(house: House, tmp_path: Path):
    elsewhere = House(
        type(house.settings)(tmp_path, (), ("http://127.0.0.1:9/x",), "duckdb:///x", "sqlite:///y")
    )
    assert 30 <= pause(house) < pause(elsewhere) <= 600
