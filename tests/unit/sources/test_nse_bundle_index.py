"""Indices in the daily bundle's price file, which holds no date."""

import csv
from datetime import date
from pathlib import Path

import pytest

from bhavhouse.checks import broken_rows
from bhavhouse.errors import MalformedFile
from bhavhouse.ledger import RECEIPT
from bhavhouse.market.index_names import known_names
from bhavhouse.pipelines.ingest import ingest
from bhavhouse.sources import FEEDS
from bhavhouse.sources.feed import Asked, Parsed
from exchange import Archive, zipped
from houses import open_house
from published import bundle

FEED = FEEDS["nse_bundle_index"]
DAY = date(2025, 12, 16)
LEVELS = [("Nifty 50", 26027.3, 25860.1), ("NIFTY SMLCAP 250", 16455.45, 16328.25)]


def parse(payload: bytes) -> Parsed:
    return FEED.parse(payload, Asked("pr16122025.csv", DAY))


def test_indices_are_told_from_the_shares_of_the_nifty_and_from_other_sections():
    parsed = parse(bundle(LEVELS))
    first, second = parsed.table.to_pylist()
    assert not parsed.breaches
    assert (first["session"], first["printed_name"], first["index_name"]) == (DAY, "Nifty 50", "nifty_50")
    assert (first["previous_close_points"], first["open_points"], first["high_points"]) == (
        26027.3,
        26027.3,
        26027.3,
    )
    assert (first["low_points"], first["close_points"], first["year_high_points"]) == (25860.1, 25860.1, 0.0)
    assert (second["index_name"], second["line"]) == ("nifty_smallcap_250", 3)


def test_an_index_without_a_close_is_held_back_and_a_file_without_an_index_malformed():
    parsed = parse(bundle(LEVELS).replace(b"16328.25,0.00", b"        ,0.00"))
    (breach,) = parsed.breaches
    assert (breach.line, breach.column, breach.reason) == (3, "close_points", "empty")
    with pytest.raises(MalformedFile, match="a header and no rows"):
        parse(bundle([]))


def test_a_bundle_under_a_later_days_name_is_stale(tmp_path: Path):
    archive = Archive(tmp_path / "archive")
    archive.put("PR161225.zip", zipped(("pr16122025.csv", bundle(LEVELS))))
    archive.put("PR171225.zip", zipped(("pr17122025.csv", bundle(LEVELS))))
    house = open_house(tmp_path / "home", archive.folder)
    ingest(house, DAY, date(2025, 12, 17))
    verdicts = {r.day.day: (r.verdict, r.reason) for r in house.ledger.rows(RECEIPT.select())}
    assert verdicts == {16: ("accepted", ""), 17: ("stale", "it is the file of 2025-12-16, byte for byte")}


@pytest.mark.real_data
def test_the_real_files_are_read_whole_and_follow_each_other(real_data: Path):
    closes: dict[int, dict[str, float]] = {}
    for path in sorted(real_data.glob("nse/pr/PR*/pr*.csv")):
        day = FEED.day_in(path.name)
        assert day
        parsed = FEED.parse(path.read_bytes(), Asked(path.name, day))
        with path.open(newline="") as lines:
            printed = [row for row in csv.DictReader(lines) if row["MKT"] == "Y"]
        rows = parsed.table.to_pylist()
        assert parsed.breaches == broken_rows(FEED.contract, parsed.table) == []
        assert [row["printed_name"] for row in rows] == [row["SECURITY"] for row in printed] and len(
            rows
        ) == 133
        assert {row["index_name"] for row in rows} <= set(known_names().values())
        closes[day.day] = {row["index_name"]: row["close_points"] for row in rows}
        if day.day == 17:
            before = {row["index_name"]: row["previous_close_points"] for row in rows}
    same = [name for name, close in closes[16].items() if before[name] == close]
    assert len(same) > 115  # bond and dollar indices are worked out again in the evening
