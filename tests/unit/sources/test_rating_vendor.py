"""Deliveries of rating changes as vendors shape them."""

import json
from datetime import UTC, date, datetime

import pytest

from bhavhouse.errors import MalformedFile
from bhavhouse.sources import FEEDS
from bhavhouse.sources.feed import Asked, Parsed

FEED = FEEDS["rating_change"]
BENZINGA = (
    "id,date,time,updated,ticker,exchange,name,firm,analyst,action,rating_prior,rating_current,pt_prior,pt_current,url\n"
    'a1,2026-02-12,15:45:00,1770891300,ABC,NSE,Abc Limited,Banyan,A. Verma,Upgrades,Hold,Buy,100,"1,250",https://x\n'
)
FINNHUB = {
    "symbol": "ABC", "company": "Banyan", "fromGrade": "Hold", "toGrade": "Buy",
    "gradeTime": 1770891300, "action": "up",
}  # fmt: skip


def parse(payload: str | bytes, name: str = "rating_changes_2026-02-12.csv") -> Parsed:
    return FEED.parse(
        payload if isinstance(payload, bytes) else payload.encode(), Asked(name, date(2026, 2, 12))
    )


def test_date_and_time_without_an_offset_are_indian_time():
    (row,) = parse(BENZINGA).table.to_pylist()
    moment = datetime(2026, 2, 12, 10, 15, tzinfo=UTC)
    assert row["published_at"] == row["updated_at"] == moment
    assert (row["symbol"], row["firm"], row["from_grade"], row["to_grade"]) == (
        "ABC",
        "Banyan",
        "Hold",
        "Buy",
    )
    assert (row["from_target_inr"], row["to_target_inr"]) == (100, 1250) and row["vendor_event_id"] == "a1"


def test_another_vendors_names_mean_the_same():
    (row,) = parse(json.dumps(FINNHUB) + "\n", "upgrades_downgrades.jsonl").table.to_pylist()
    assert (row["symbol"], row["firm"], row["from_grade"], row["to_grade"]) == (
        "ABC",
        "Banyan",
        "Hold",
        "Buy",
    )
    assert row["published_at"] == datetime(2026, 2, 12, 10, 15, tzinfo=UTC) and row["vendor_event_id"] is None


def test_a_delivery_is_known_by_name_and_content():
    one, two = (parse(text).table["delivery"].to_pylist()[0] for text in (BENZINGA, BENZINGA + "\n"))
    assert one.startswith("rating_changes_2026-02-12.csv:") and one != two


@pytest.mark.parametrize(
    ("change", "column", "value", "reason"),
    [
        (
            ("2026-02-12,15:45:00", "12/02/2026,15:45"),
            "published_at",
            "12/02/2026T15:45",
            "no time of the form",
        ),
        (("2026-02-12,15:45:00", ","), "published_at", "", "empty"),
        (("Banyan", ""), "firm", "", "empty"),
        (("ABC,NSE,Abc Limited", ",NSE,"), "symbol", "", "neither symbol nor company"),
        ((",100,", ",a lot,"), "from_target_inr", "a lot", "not a number"),
        (("1770891300", "9" * 30), "updated_at", "9" * 30, "no time of the form"),
    ],
)
def test_a_line_that_lacks_what_counts_is_held_back_alone(change, column, value, reason):
    bad = BENZINGA.splitlines()[1].replace(*change)
    parsed = parse(BENZINGA + bad + "\n")
    (breach,) = parsed.breaches
    assert (breach.line, breach.column, breach.value) == (3, column, value) and reason in breach.reason
    assert parsed.table.num_rows == 1


def test_a_line_that_is_no_json_object_is_held_back_alone():
    good = json.dumps(FINNHUB)
    parsed = parse("\n".join([good, "{broken", "[1, 2]", "", good]), "ratings.jsonl")
    assert [(b.line, b.reason) for b in parsed.breaches] == [(2, "no JSON object"), (3, "no JSON object")]
    assert parsed.table["line"].to_pylist() == [1, 5]


def test_an_unknown_symbol_is_kept_for_later():
    (row,) = parse(BENZINGA.replace("ABC,NSE", ",NSE")).table.to_pylist()
    assert row["symbol"] is None and row["company_as_printed"] == "Abc Limited"


@pytest.mark.parametrize(
    ("payload", "name", "says"),
    [
        (b"", "ratings.csv", "empty"),
        (b" \n", "ratings.jsonl", "empty"),
        (b"\xff\xfe", "ratings.csv", "not utf-8"),
        (b"a,b\n1,2\n", "ratings.csv", "no column for firm"),
        (b"<html></html>\n", "ratings.csv", "a web page"),
    ],
)
def test_what_is_no_delivery_is_malformed(payload, name, says):
    with pytest.raises(MalformedFile, match=says):
        parse(payload, name)


@pytest.mark.parametrize("target", ["nan", "inf", "-Infinity"])
def test_a_target_that_is_not_finite_is_no_number(target):
    parsed = parse(BENZINGA.replace(",100,", f",{target},"))
    assert [(b.column, b.reason) for b in parsed.breaches] == [("from_target_inr", "not a number")]


def test_a_byte_order_mark_before_a_delivery_changes_only_its_hash():
    plain, marked = parse(BENZINGA).table, parse(b"\xef\xbb\xbf" + BENZINGA.encode()).table
    assert marked.drop_columns(["delivery"]).equals(plain.drop_columns(["delivery"]))


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("rating_changes_2026-02-12.csv", date(2026, 2, 12)),
        ("upgrades_downgrades.jsonl", None),
        ("analyst_ratings-2026-02-12-late.ndjson", date(2026, 2, 12)),
        ("rating_changes.csv", None),
    ],
)
def test_a_delivery_is_known_by_its_name(name, day):
    assert FEED.names.fullmatch(name) and FEED.day_in(name) == day
    assert not FEED.names.fullmatch("truth_" + name)
