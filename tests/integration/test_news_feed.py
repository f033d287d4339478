"""From articles to the rating feed: one event, whatever carries it; superseded, never rewritten."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bhavhouse.contracts import CONTRACTS, Kind
from bhavhouse.pipelines.articles import Span, ingest_articles
from bhavhouse.pipelines.build import build
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.ingest import keep
from bhavhouse.pipelines.news import read_again
from bhavhouse.pipelines.publish import publish
from bhavhouse.pipelines.replay import rebuild
from bhavhouse.sources import OWN
from bhavhouse.sources.readings import reading, text_id
from houses import open_house, select
from postgres import rows

TEXT = (
    "Jefferies upgraded Titan to Buy from Hold on Friday. The house likes the margins of the jewellery arm.\n"
    "CLSA downgraded Wipro to Sell from Hold, as growth in the Americas has been slow for two quarters."
)
FRIDAY = "2026-01-23T11:00:00+05:30"
VERSIONS = "select company_as_printed, status, evidence_count from marts.rating_change_feed order by feed_seq"


def article(url: str, text: str = TEXT, published_at: str = FRIDAY) -> dict[str, str]:
    return {"url": f"https://{url}", "text": text, "published_at": published_at}


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    return folder


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "archive").mkdir()
    return open_house(tmp_path / "home", tmp_path / "archive")


def take(house: House, folder: Path) -> None:
    assert not ingest_articles(house, [folder]).failures
    build(house)
    publish(house)


def told(house: House, sql: str = VERSIONS) -> list[tuple]:
    return [tuple(row.values()) for row in select(house, sql).to_pylist()]


def deliver(folder: Path, name: str, *articles: dict[str, str]) -> None:
    (folder / name).write_text("\n".join(map(json.dumps, articles)))


def test_syndicated_copies_are_one_piece_of_evidence_and_another_publisher_confirms(house, news):
    deliver(news, "one.jsonl", article("a.example/1"), article("b.example/copy"))
    take(house, news)
    assert told(house) == [("Titan", "active", 1), ("Wipro", "active", 1)]
    before = select(house, "select * from marts.rating_change_feed")
    own = "Titan was raised to Buy from Hold by Jefferies. Its analysts see stronger demand in the season."
    deliver(news, "two.jsonl", article("c.example/own", own, "2026-01-27T09:00:00+05:30"))
    take(house, news)
    assert told(house)[2:] == [("Titan", "confirmed", 2)]
    after = select(house, "select * from marts.rating_change_feed order by feed_seq")
    assert after.slice(0, 2).equals(before.sort_by("feed_seq"))
    assert told(house, "select count(*) from marts.rating_change_current") == [(2,)]
    quoted = told(
        house, "select quote, article_id is not null from marts.rating_evidence where url like '%own'"
    )
    assert quoted == [("Titan was raised to Buy from Hold by Jefferies", True)]


def test_taking_the_same_again_and_rebuilding_from_raw_tell_nothing_new(house, news):
    deliver(news, "one.jsonl", article("a.example/1"))
    take(house, news)
    first = select(house, "select * from marts.rating_change_feed order by feed_seq")
    take(house, news)
    rebuild(house)
    assert select(house, "select * from marts.rating_change_feed order by feed_seq").equals(first)


def test_an_article_that_drops_a_claim_withdraws_it(house, news):
    deliver(news, "one.jsonl", article("a.example/1"))
    take(house, news)
    deliver(
        news,
        "two.jsonl",
        article("a.example/1", f"{TEXT.splitlines()[0]} Shares rose after noon."),
    )
    take(house, news)
    assert told(house) == [("Titan", "active", 1), ("Wipro", "active", 1), ("Wipro", "withdrawn", 0)]
    assert told(house, "select company_as_printed from marts.rating_change_current") == [("Titan",)]
    known = "select published_at, known_at > published_at from marts.rating_change_feed where version = 2"
    assert told(house, known) == [(datetime(2026, 1, 23, 5, 30, tzinfo=UTC), True)]


def test_a_better_grammar_supersedes_what_an_older_one_read(house, news):
    deliver(news, "one.jsonl", article("a.example/1"))
    ingest_articles(house, [news])
    wrong = {
        "kind": "rating_change", "company": "Americas", "from": "Hold", "to": "Sell",
        "direction": "downgrade", "broker": "CLSA", "rater": "broker", "scale_id": "broker_five",
        "date": None, "quote": "CLSA downgraded", "start": 103, "end": 118,
        "rule": "rating_change.old", "rule_version": 1, "confidence": 0.5,
    }  # fmt: skip
    id_ = text_id(TEXT, date(2026, 1, 23))
    keep(house, OWN["reading"], "readings_2026-01-23.jsonl", reading(id_, "older", [wrong]))
    build(house)
    assert read_again(house, Span(date(2026, 2, 1), date(2026, 2, 28))) == 0
    assert read_again(house, Span(date(2026, 1, 1), date(2026, 1, 31))) == 1
    build(house)
    publish(house)
    # The log told what the older grammar had read before the better one came.
    assert told(house) == [
        ("Americas", "active", 1),
        ("Americas", "withdrawn", 0),
        ("Titan", "active", 1),
        ("Wipro", "active", 1),
    ]
    then = (
        "select company_as_printed from marts.rating_change_feed "
        f"where known_at <= timestamptz '{FRIDAY}' and status = 'active'"
    )
    assert told(house, then) == [("Americas",)]
    assert read_again(house, Span(date(2026, 1, 1), date(2026, 1, 31))) == 0


def test_postgresql_shows_what_the_one_file_shows(house, news, database):
    deliver(news, "one.jsonl", article("a.example/1"), article("b.example/2", f"{TEXT} \U0001f4c8 पैसा"))
    take(house, news)
    publish(House(replace(house.settings, warehouse_url=database)))
    for table in ("marts.rating_change_feed", "marts.rating_evidence", "core.article_fact", "marts.articles"):
        columns = ", ".join(c.name for c in CONTRACTS[table].columns if c.kind is not Kind.MOMENT)
        sql = f"select {columns} from {table} order by 1, 2"
        assert rows(database, sql) == told(house, sql) != [], table
    sql = "select company_as_printed, evidence_count from marts.rating_change_current order by 1"
    assert rows(database, sql) == told(house, sql)


@pytest.mark.real_data
def test_five_articles_make_one_event_of_what_two_of_them_tell(house, real_data):
    take(house, real_data.parent / "news" / "articles")
    heg = "from marts.rating_change_feed where company_as_printed = 'HEG'"
    assert told(house, f"select status, evidence_count, scale_id, steps {heg} order by feed_seq") == [
        ("active", 1, "model_call", 1),
        ("confirmed", 2, "model_call", 1),
    ]
    assert told(house, f"select count(distinct event_id) {heg}") == [(1,)]
    stories = (
        f"select count(distinct story) from marts.rating_evidence where event_id in (select event_id {heg})"
    )
    assert told(house, stories) == [(2,)]
