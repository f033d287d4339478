"""Deliveries of institutional flows in their two forms."""

from datetime import date
from pathlib import Path

import pytest

from bhavhouse.checks import broken_rows
from bhavhouse.errors import MalformedFile
from bhavhouse.pipelines.ingest import ingest
from bhavhouse.sources import FEEDS, Cadence
from bhavhouse.sources.feed import Asked, Parsed
from exchange import Archive
from houses import open_house
from published import flows_long, flows_net

FEED = FEEDS["institutional_flows"]
LONG = flows_long([("2026-05-26", "DII", 15536.74, 14175.31), ("2026-05-26", "FII/FPI", 13127.02, 15534.89)])
NET = flows_net([("2026-05-25", 704.9, 3717.64), ("2026-05-26", -1657.92, 649.16)])


def parse(payload: bytes, name: str = "fii_dii_long_2026-05-26.csv", day: date = date(2026, 6, 1)) -> Parsed:
    return FEED.parse(payload, Asked(name, day))


def test_the_long_form_gives_purchases_sales_and_difference_in_crore():
    parsed = parse(LONG)
    domestic, foreign = parsed.table.to_pylist()
    assert not parsed.breaches and (domestic["investor"], foreign["investor"]) == ("dii", "fii")
    assert (foreign["buy_inr_crore"], foreign["sell_inr_crore"]) == (13127.02, 15534.89)
    assert (foreign["net_inr_crore"], foreign["printed_net"], foreign["printed_unit"]) == (
        -2407.87,
        "-2407.87",
        "",
    )
    assert (foreign["session"], foreign["printed_investor"]) == (date(2026, 5, 26), "FII/FPI")


def test_the_net_form_gives_two_rows_a_line_with_its_unit():
    rows = parse(NET, "fii_dii_net_2026-05-26.csv").table.to_pylist()
    assert [(r["line"], r["investor"], r["net_inr_crore"]) for r in rows] == [
        (2, "fii", 704.9), (2, "dii", 3717.64), (3, "fii", -1657.92), (3, "dii", 649.16),
    ]  # fmt: skip
    assert {r["printed_unit"] for r in rows} == {"Cr"} and rows[0]["buy_inr_crore"] is None


@pytest.mark.parametrize(("unit", "net"), [("Cr", -1657.92), ("Lakh", -16.5792), ("Mn", -165.792)])
def test_every_unit_becomes_crore_and_stays_as_printed(unit, net):
    row = parse(flows_net([("2026-05-26", -1657.92, 649.16)], unit)).table.to_pylist()[0]
    assert (row["net_inr_crore"], row["printed_net"], row["printed_unit"]) == (net, "-1657.92", unit)


def test_footnote_stars_and_grouped_figures_mean_the_same():
    payload = LONG.replace(b"FII/FPI", b"FII/FPI *").replace(
        b"13127.02,15534.89,-2407.87", b'"13,127.02","15,534.89","-2,407.87"'
    )
    row = parse(payload).table.to_pylist()[1]
    assert (row["investor"], row["net_inr_crore"], row["printed_net"]) == ("fii", -2407.87, "-2,407.87")


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ((b"2026-05-26,FII", b"26-05-2026,FII"), "date", "no date of the form 2025-01-31"),
        ((b"2026-05-26,FII", b",FII"), "date", "empty"),
        ((b"2026-05-26,FII", b"2026-06-02,FII"), "date", "later than the file's own day, 2026-06-01"),
        ((b"2026-05-26,FII", b"1926-05-26,FII"), "date", "before 1992-09-14"),
        ((b"FII/FPI", b"NRI"), "category", "neither FII/FPI nor DII"),
        ((b"FII/FPI", b""), "category", "empty"),
        ((b"FII/FPI", b"=FII"), "category", "a formula, not a text"),
        ((b"-2407.87", b"2407.87"), "net_value", "not 13127.02 less 15534.89"),
        ((b"-2407.87", b"-"), "net_value", "empty"),
        ((b"13127.02", b"13127,02"), "", "6 values, not 5"),
        ((b"13127.02", b"1e4"), "buy_value", "not a number"),
    ],
)
def test_a_line_that_says_no_flow_is_held_back_alone(change, column, reason):
    parsed = parse(LONG.replace(*change))
    (breach,) = parsed.breaches
    assert (breach.line, breach.column, breach.reason) == (3, column, reason) and parsed.table.num_rows == 1


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (b"", "empty"),
        (b"<html></html>\n", "a web page"),
        (b"a,b\n1,2\n", "no column of date, category"),
        (NET.replace(b"DII_Net_Cr", b"DII_Net_USD"), "nor date, FII_Net_Cr, DII_Net_Cr"),
        (NET.replace(b"DII_Net_Cr", b"FII_Net_Cr"), "occurs twice"),
        (LONG.splitlines(keepends=True)[0], "a header and no rows"),
    ],
)
def test_what_is_no_delivery_is_malformed(payload, says):
    with pytest.raises(MalformedFile, match=says):
        parse(payload)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("fii_dii_long_2026-05-26_06-01.csv", date(2026, 6, 1)),
        ("fii_dii_net_2026-03-02_2026-05-29.csv", date(2026, 5, 29)),
        ("fii_dii_net_2026-05-29.csv", date(2026, 5, 29)),
        ("fii_dii_net.csv", None),
    ],
)
def test_a_delivery_is_of_the_last_day_in_its_name(name, day):
    assert FEED.names.fullmatch(name) and FEED.day_in(name) == day


def test_two_deliveries_of_one_session_are_both_kept_in_the_order_of_their_receipt(tmp_path: Path):
    archive = Archive(tmp_path / "archive")
    house = open_house(tmp_path / "home", archive.folder)
    name, session = "fii_dii_net_2026-05-26.csv", date(2026, 5, 26)
    for payload in (NET, NET.replace(b"-1657.92", b"-2407.87")):
        archive.put(name, payload)
        ingest(house, session, session)
    files = [p.file for p in house.ledger.partitions(FEED.name).values()]
    rows = [row for file in files for row in house.lake.get(file).to_pylist()]
    mine = sorted(
        (r["received_order"], r["net_inr_crore"])
        for r in rows
        if r["session"] == session and r["investor"] == "fii"
    )
    assert [net for _, net in mine] == [-1657.92, -2407.87]
    assert all(row["received_at"] for row in rows) and FEED.cadence is Cadence.EVENT


@pytest.mark.real_data
def test_the_real_deliveries_are_read_whole_and_disagree(real_data: Path):
    found: dict[tuple[date, str], set[float]] = {}
    for path, lines in (("long_2026-05-26_06-01", 8), ("net_2026-03-02_2026-05-29", 58)):
        file = real_data / f"flows/fii_dii_{path}.csv"
        day = FEED.day_in(file.name)
        assert day
        parsed = FEED.parse(file.read_bytes(), Asked(file.name, day))
        assert parsed.breaches == broken_rows(FEED.contract, parsed.table) == []
        assert len(file.read_text().splitlines()) - 1 == lines == len(set(parsed.table["line"].to_pylist()))
        for row in parsed.table.to_pylist():
            found.setdefault((row["session"], row["investor"]), set()).add(row["net_inr_crore"])
    assert found[date(2026, 5, 26), "fii"] == {-2407.87, -1657.92}
    assert sum(len(nets) > 1 for nets in found.values()) == 6
