"""BSE's two formats, each from bytes as the exchange writes them."""

from datetime import date
from pathlib import Path

import pytest

from bhavhouse.checks import broken_rows
from bhavhouse.errors import MalformedFile, TruncatedFile, WrongSession
from bhavhouse.ledger import RECEIPT
from bhavhouse.pipelines.ingest import ingest
from bhavhouse.sources import CASH, FEEDS
from bhavhouse.sources.feed import Asked, Parsed
from exchange import Archive, zipped
from houses import open_house
from published import SCRIPS, bse_legacy, bse_udiff

DAY = date(2026, 9, 25)


def parse(feed: str, payload: bytes, minimum: int = 1, day: date = DAY) -> Parsed:
    return FEEDS[feed].parse(payload, Asked("name.csv", day, minimum))


def test_a_udiff_file_gives_scrip_code_group_isin_and_rupees():
    parsed = parse("bse_udiff", bse_udiff(DAY))
    first, second = parsed.table.to_pylist()
    assert not parsed.breaches
    assert (first["scrip_code"], first["symbol"], first["scrip_group"]) == ("500002", "ABB", "A")
    assert (first["isin"], first["name"], first["instrument_type"]) == ("INE500002012", "ABB LTD", "STK")
    assert (first["prev_close_inr"], first["close_inr"], second["close_inr"]) == (7115.0, 7057.9, 1055.25)
    assert (first["turnover_inr"], first["volume_shares"], first["trades"]) == (7_057_900.0, 1000, 10)


def test_a_legacy_file_gives_the_same_without_isin_and_symbol():
    first, _ = parse("bse_legacy", bse_legacy()).table.to_pylist()
    assert (first["scrip_code"], first["name"], first["scrip_group"]) == ("500002", "ABB LTD.", "A")
    assert (first["session"], first["feed"], first["instrument_type"]) == (DAY, "bse_legacy", "Q")
    assert (first["isin"], first["symbol"], first["prev_close_inr"]) == (None, None, 7115.0)
    assert (first["trades"], first["volume_shares"], first["turnover_inr"]) == (10, 1000, 7_057_900.0)


@pytest.mark.parametrize(
    ("feed", "made"), [("bse_udiff", lambda s: bse_udiff(DAY, s)), ("bse_legacy", bse_legacy)]
)
def test_a_listing_day_prints_a_previous_close_of_zero_and_keeps_its_row(feed, made):
    (row,) = parse(feed, made([("544999", "NEWCO", 0.0, 120.5)])).table.to_pylist()
    assert (row["prev_close_inr"], row["close_inr"]) == (0.0, 120.5)


@pytest.mark.parametrize(("feed", "payload"), [("bse_udiff", bse_udiff(DAY)), ("bse_legacy", bse_legacy())])
def test_a_close_outside_the_days_range_breaks_the_contract(feed, payload):
    contract = FEEDS[feed].contract
    assert broken_rows(contract, parse(feed, payload).table) == []
    # High, low and close of the first row stand side by side in both.
    spoiled = payload.replace(b"7115.00,7057.90,7057.90,7057.90", b"7115.00,7057.90,7157.90,7057.90")
    (fault,) = broken_rows(contract, parse(feed, spoiled).table)
    assert (fault.row, fault.reason) == (0, "high_inr below close_inr")


def test_a_udiff_file_of_another_day_is_stale():
    with pytest.raises(WrongSession, match="2026-09-24, not of 2026-09-25"):
        parse("bse_udiff", bse_udiff(date(2026, 9, 24)))


@pytest.mark.parametrize(("feed", "payload"), [("bse_udiff", bse_udiff(DAY)), ("bse_legacy", bse_legacy())])
def test_a_file_with_too_few_rows_is_a_piece_and_one_without_a_column_malformed(feed, payload):
    with pytest.raises(TruncatedFile, match="2 rows, where a whole file has 1000 or more"):
        parse(feed, payload, minimum=1_000)
    with pytest.raises(MalformedFile, match="no column"):
        parse(feed, payload.replace(b"LwPric", b"Lowest").replace(b",LOW,", b",LOWEST,"))


@pytest.mark.parametrize(
    ("name", "feed", "day"),
    [
        ("BhavCopy_BSE_CM_0_0_0_20260925_F_0000.CSV", "bse_udiff", DAY),
        ("EQ160819.CSV", "bse_legacy", date(2019, 8, 16)),
        ("EQ160819_CSV", "bse_legacy", date(2019, 8, 16)),
    ],
)
def test_a_file_is_known_by_its_name(name, feed, day):
    assert [f.name for f in FEEDS.values() if f.names.fullmatch(name)] == [feed]
    assert FEEDS[feed].day_in(name) == day


def test_no_file_of_bse_confirms_a_session():
    assert not {"bse_udiff", "bse_legacy"} & set(CASH)


def test_a_file_without_a_date_is_stale_where_an_earlier_day_has_the_same_bytes(tmp_path: Path):
    archive = Archive(tmp_path / "archive", minimum_rows=1)
    other = bse_legacy([*SCRIPS, ("500325", "RELIANCE", 1290.0, 1300.0)])
    archive.put("bse/EQ140819_CSV.ZIP", zipped(("EQ140819.CSV", bse_legacy())))
    archive.put("bse/EQ150819_CSV.ZIP", zipped(("EQ140819.CSV", bse_legacy())))  # a holiday
    archive.put("bse/EQ160819.CSV", other)
    house = open_house(tmp_path / "home", archive.folder)
    ingest(house, date(2019, 8, 14), date(2019, 8, 16))
    archive.put("bse/EQ190819.CSV", other)
    report = ingest(house, date(2019, 8, 14), date(2019, 8, 19))
    verdicts = {r.day.day: (r.verdict, r.reason) for r in house.ledger.rows(RECEIPT.select())}
    assert verdicts[14] == verdicts[16] == ("accepted", "")
    assert verdicts[15] == ("stale", "it is the file of 2019-08-14, byte for byte")
    assert verdicts[19] == ("stale", "it is the file of 2019-08-16, byte for byte")
    assert report.failures == [] and len(report.refused) == 2


@pytest.mark.real_data
def test_the_real_files_are_read_whole(real_data: Path):
    name = "EQ160819.CSV"
    payload = (real_data / "bse" / name).read_bytes()
    parsed = FEEDS["bse_legacy"].parse(payload, Asked(name, date(2019, 8, 16), 1_000))
    assert parsed.breaches == [] and parsed.table.num_rows == len(payload.splitlines()) - 1 == 2_854
    turnover = sum(float(line.split(b",")[12]) for line in payload.splitlines()[1:])
    assert sum(parsed.table["turnover_inr"].to_pylist()) == pytest.approx(turnover, abs=0.01)
