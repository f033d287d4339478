"""What an archive folder offers, wherever and however its files lie."""

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from bhavhouse.archive import FEWEST_EQ_ROWS, Offer, minimum_rows, offers
from bhavhouse.clock import IST
from bhavhouse.errors import MalformedFile, UsageError
from exchange import Archive, full, full_name, udiff, udiff_name, zipped

DAY, NEXT = date(2025, 6, 18), date(2025, 6, 19)
NAME = full_name(DAY)
ROWS = full(DAY, [("ABC", "EQ", 10, 11)])


def found(archive: Archive, start: date = DAY, end: date = DAY) -> list[Offer]:
    return offers([archive.folder], start, end)


def test_files_are_found_at_any_depth_by_their_names_alone(archive):
    archive.put(NAME, ROWS)
    archive.put(f"a/b/c/d/{full_name(NEXT)}", ROWS)
    archive.put("a/readme.txt", b"nothing")
    archive.put(f"a/copy of {NAME}", ROWS)
    assert [(o.name, o.day) for o in found(archive, DAY, NEXT)] == [(NAME, DAY), (full_name(NEXT), NEXT)]
    assert [o.day for o in found(archive)] == [DAY]


def test_a_zip_of_one_file_is_that_file_whatever_it_is_called_inside(archive):
    payload = udiff(DAY, [("INE144J01027", "ABC", "EQ", 10, 11)])
    archive.put(f"nse/{udiff_name(DAY)}.zip", zipped(("other name.csv", payload)))
    (offer,) = found(archive)
    assert offer.name == udiff_name(DAY) and offer.read() == payload
    assert offer.source.endswith(".csv.zip!other name.csv")


def test_a_bundle_offers_every_member_of_a_known_name(archive):
    archive.put("PR180625.zip", zipped((f"deep/{NAME}", ROWS), ("pr.csv", b"x"), ("etf18062025.csv", b"y")))
    assert {o.name: o.read() for o in found(archive)} == {NAME: ROWS, "etf18062025.csv": b"y"}


def test_a_member_that_would_climb_out_of_its_zip_is_read_in_place_and_writes_nothing(archive, tmp_path):
    archive.put("PR180625.zip", zipped((f"../../../{NAME}", ROWS), (f"..\\..\\{full_name(DAY)}", ROWS)))
    before = {path for path in tmp_path.rglob("*")}
    assert [(o.name, o.read()) for o in found(archive)] == [(NAME, ROWS)] * 2
    assert {path for path in tmp_path.rglob("*")} == before


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (b"no zip at all", "the zip cannot be read"),
        (zipped(("a.csv", ROWS), ("b.csv", ROWS)), "a zip of 2 files, not of one"),
        (zipped(), "a zip of 0 files, not of one"),
        (zipped((NAME, ROWS))[:-30], "the zip cannot be read"),
    ],
)
def test_a_zip_of_a_known_name_that_cannot_be_read_is_offered_with_its_problem(archive, payload, says):
    archive.put(f"{NAME}.zip", payload)
    (offer,) = found(archive)
    with pytest.raises(MalformedFile, match=says):
        offer.read()


def test_a_zip_whose_bytes_were_damaged_is_malformed(archive):
    payload = bytearray(zipped((NAME, ROWS * 50)))
    payload[60:90] = bytes(30)
    archive.put(f"{NAME}.zip", bytes(payload))
    (offer,) = found(archive)
    with pytest.raises(MalformedFile, match="the zip cannot be read"):
        offer.read()


def test_a_zip_of_an_unknown_name_that_cannot_be_read_is_passed_by(archive):
    archive.put("holiday photos.zip", b"no zip at all")
    assert found(archive) == []


def test_a_zip_that_swells_beyond_all_measure_is_refused(archive):
    archive.put(f"{NAME}.zip", zipped((NAME, bytes(257 * 2**20))))
    (offer,) = found(archive)
    with pytest.raises(MalformedFile, match="larger than 256 MiB"):
        offer.read()


def test_symbolic_links_to_files_and_folders_are_not_followed(archive, tmp_path):
    elsewhere = tmp_path / "elsewhere" / NAME
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(ROWS)
    (archive.folder / NAME).symlink_to(elsewhere)
    (archive.folder / "linked").symlink_to(elsewhere.parent)
    assert found(archive) == []


def test_a_file_that_has_gone_since_it_was_found_is_malformed_and_no_crash(archive):
    archive.put(NAME, ROWS)
    (offer,) = found(archive)
    offer.path.unlink()
    with pytest.raises(MalformedFile, match="the file cannot be read"):
        offer.read()


def test_a_name_that_asks_for_no_day_at_all_is_passed_by(archive):
    archive.put("sec_bhavdata_full_99132025.csv", ROWS)
    assert found(archive, date.min, date.max) == []


def test_a_list_counts_as_of_the_date_that_ends_its_files_or_its_folders_name(archive):
    archive.put("lists/constituents_2026-02-03/deep/ind_nifty50list.csv", b"x")
    archive.put("lists_2020-01-01/symbol_industry_2026-08-21.csv", b"x")
    plain = archive.put("lists/EQUITY_L.csv", b"x")
    moment = datetime(2026, 1, 1, 0, 30, tzinfo=IST).timestamp()
    os.utime(plain, (moment, moment))
    assert {o.name: o.day for o in found(archive)} == {
        "ind_nifty50list.csv": date(2026, 2, 3),
        "symbol_industry_2026-08-21.csv": date(2026, 8, 21),
        "EQUITY_L.csv": date(2026, 1, 1),
    }


def test_the_same_name_in_two_places_is_offered_twice_in_a_fixed_order(archive):
    for folder in ("b", "a"):
        archive.put(f"{folder}/{NAME}", ROWS)
    assert [Path(o.path).parent.name for o in found(archive)] == ["a", "b"]


def test_only_the_feeds_asked_for_are_offered(archive):
    archive.put(NAME, ROWS)
    archive.put(udiff_name(DAY), b"x")
    (offer,) = offers([archive.folder], DAY, DAY, frozenset(["nse_udiff"]))
    assert offer.feed.name == "nse_udiff"


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="no archive at"):
        offers([tmp_path / "nowhere"], DAY, DAY)


def test_the_floor_of_rows_is_the_real_exchanges_unless_an_archive_says_that_it_is_smaller(tmp_path):
    small = Archive(tmp_path / "small", minimum_rows=7)
    (tmp_path / "real").mkdir()
    assert minimum_rows([tmp_path / "real"]) == FEWEST_EQ_ROWS == 1000
    assert minimum_rows([small.folder]) == 7
    small.put("archive.json", b'{"minimum_rows": "many"}')
    with pytest.raises(UsageError, match=r"archive\.json"):
        minimum_rows([small.folder])
