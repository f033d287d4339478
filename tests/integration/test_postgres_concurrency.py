"""Readers, other publishers and kills while a publication to PostgreSQL is under way.

A publication is held up where a test wants it: another connection locks a table that it writes late.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest

from bhavhouse.ledger import Partition, make_current
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.publish import Report, publish, sources
from bhavhouse.publish.postgres.publication import publication
from bhavhouse.publish.read import row_counts
from houses import environment
from postgres import connect, rows, wait_until

FACT, FEED = "core.fact_daily_price", "marts.rating_change_feed"
WAITING = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"


@pytest.fixture
def url(database: str) -> str:
    return database


@pytest.fixture
def house(published_to: Callable[[str], House], url: str) -> House:
    """Published to PostgreSQL; since then a month of prices and the rating feed have lost rows."""
    house = published_to(url)
    publish(house)
    shorten(house, FACT, "2025-03", 10)
    shorten(house, FEED, "all", 7)
    return house


def shorten(house: House, name: str, key: str, to: int) -> None:
    table: pa.Table = house.lake.get(house.ledger.partitions(name)[key].file).slice(0, to)
    file = house.lake.put(name, "" if key == "all" else f"month={key}", table)
    with house.ledger.transaction() as connection:
        make_current(connection, [Partition(name, key, file, table.num_rows, "shortened")])


def state(url: str) -> tuple[int, int]:
    ((facts, events),) = rows(url, f"select (select count(*) from {FACT}), (select count(*) from {FEED})")
    return facts, events


@contextmanager
def held_up(url: str) -> Iterator[None]:
    """Publications stop before the rating feed, which comes after the prices."""
    with connect(url) as connection:
        connection.execute(f"lock table {FEED} in share mode")
        yield
        connection.rollback()


@contextmanager
def publishing(house: House) -> Iterator[Future[Report]]:
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(publish, house)


def test_a_reader_sees_the_old_state_until_the_commit_and_then_all_of_the_new(house, url):
    before = state(url)
    with publishing(house) as done:
        with held_up(url):
            wait_until(url, WAITING)
            # It has replaced the prices already, and nobody sees it.
            assert rows(url, f"select 1 from pg_locks where relation = '{FACT}'::regclass and granted")
            assert state(url) == before
        assert done.result(30).rows == {FACT: 10, FEED: 7}
    assert state(url) == (len(rows(url, f"select 1 from {FACT}")), 7) and state(url) < before


def test_a_reader_in_a_transaction_of_its_own_keeps_the_state_it_began_with(house, url):
    before = state(url)
    with connect(url) as reader:
        reader.execute("set transaction isolation level repeatable read")
        count = f"select count(*) from {FEED}"
        assert reader.execute(count).fetchone() == (before[1],)
        publish(house)
        assert reader.execute(count).fetchone() == (before[1],)
    assert state(url)[1] == 7


def test_a_kill_in_the_middle_leaves_the_old_state_and_the_next_run_finishes(house, url):
    before = state(url)
    variables = environment(house.settings.home) | {"BHAVHOUSE_WAREHOUSE_URL": url}
    command = [Path(sys.executable).with_name("bhavhouse"), "publish"]
    with held_up(url):
        process = subprocess.Popen(command, env=variables, stderr=subprocess.PIPE)
        wait_until(url, WAITING)
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
        assert state(url) == before
    assert publish(house).rows == {FACT: 10, FEED: 7}
    assert state(url)[1] == 7 and not publish(house).changed


def test_a_first_publication_that_is_killed_leaves_an_empty_warehouse(published_to, url):
    house = published_to(url)
    child = os.fork()
    if not child:  # dies with everything written and nothing committed
        with publication(house.settings.warehouse) as begun:
            begun.show(sources(house))
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert row_counts(house.settings.warehouse) == {}
    assert publish(house).changed and state(url)[0] > 1_000


def test_of_two_publishers_the_second_waits_and_finds_nothing_left_to_do(house, url, published_to):
    found = sources(house)
    address = house.settings.warehouse

    def show() -> dict[str, int] | None:
        with publication(address) as begun:
            return begun.show(found)

    with ThreadPoolExecutor(2) as pool:
        with held_up(url):
            both = [pool.submit(show) for _ in range(2)]
            one_waits = "select 1 from pg_locks where locktype = 'advisory' and not granted"
            wait_until(url, f"{WAITING} and exists({one_waits})")
        shown = [done.result(30) for done in both]
    assert sorted(shown, key=bool) == [None, {FACT: 10, FEED: 7}]
    assert state(url)[1] == 7


def test_what_another_publisher_showed_meanwhile_is_not_taken_back(house, url):
    with ThreadPoolExecutor(1) as pool:
        with publication(house.settings.warehouse) as early:
            late = pool.submit(publish, house)
            wait_until(url, "select 1 from pg_locks where locktype = 'advisory' and not granted")
            shorten(house, FEED, "all", 5)
            early.show(sources(house))
        assert not late.result(30).changed
    assert state(url)[1] == 5


def test_a_reader_who_never_ends_makes_a_swap_give_up_instead_of_blocking_all(house, url, monkeypatch):
    with connect(url) as admin:
        admin.execute("alter table marts.index_history alter column high type real")
    monkeypatch.setattr("bhavhouse.publish.postgres.publication.PATIENCE", "200ms")
    with connect(url) as reader:
        reader.execute("select count(*) from marts.index_history")
        with pytest.raises(Exception, match="lock timeout"):
            publish(house)
    assert publish(house).changed
