"""Which cash files a session is waited for, and until when."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from bhavhouse.clock import IST
from bhavhouse.market.publication import DEADLINES, deadline, due, missed
from bhavhouse.market.sessions import DEADLINE
from bhavhouse.pipelines.ingest import ingest
from bhavhouse.sources import CASH, FEEDS
from exchange import Archive
from houses import open_house

DAY = date(2026, 2, 2)


def test_every_cash_feed_has_a_deadline_after_its_usual_hour_and_before_the_sweep():
    assert set(DEADLINES) == set(CASH)
    assert all(FEEDS[feed].usual_time < DEADLINES[feed] < time(22, 30) < DEADLINE for feed in CASH)


def test_a_deadline_is_in_india_on_the_day_of_the_session():
    assert deadline("nse_udiff", DAY) == datetime(2026, 2, 2, 15, 30, tzinfo=IST) + timedelta(hours=5.5)


def test_each_feed_is_missed_at_its_own_deadline():
    feeds = ["nse_udiff", "nse_full"]
    first, second = (deadline(feed, DAY) for feed in feeds)
    assert missed(feeds, DAY, first - timedelta(seconds=1)) == []
    assert missed(feeds, DAY, first) == ["nse_udiff"]
    assert missed(feeds, DAY, second) == feeds


def test_a_new_house_expects_what_the_exchange_published_on_that_day(tmp_path: Path):
    ledger = open_house(tmp_path).ledger
    assert set(due(ledger, DAY)) == {"nse_udiff", "nse_full"}
    assert set(due(ledger, date(2020, 1, 1))) == {"nse_legacy", "nse_full"}


def test_a_house_is_not_told_of_a_feed_that_it_does_not_get(tmp_path: Path):
    archive = Archive(tmp_path / "archive")
    archive.full(date(2026, 1, 30), [("AAA", "EQ", 100, 101)])
    house = open_house(tmp_path / "home", archive.folder)
    ingest(house, date(2026, 1, 30), date(2026, 1, 30))
    assert due(house.ledger, DAY) == ["nse_full"]
    assert set(due(house.ledger, DAY + timedelta(60))) == {"nse_udiff", "nse_full"}
