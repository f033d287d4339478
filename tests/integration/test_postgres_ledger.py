"""The ledger on PostgreSQL, and the migrations of the ledger wherever it lies."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa

from bhavhouse import ledger as ledger_module
from bhavhouse.errors import BhavhouseError, UsageError
from bhavhouse.ledger import PARTITION, QUARANTINE, RECEIPT, RUN, Ledger, Partition, make_current
from bhavhouse.migrations import Step, migrate
from bhavhouse.pipelines.house import House
from bhavhouse.pipelines.status import status
from bhavhouse.simulate import SimulationSummary
from houses import backfill, open_house, select
from postgres import rows


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> str:
    return database if request.param == "postgresql" else f"sqlite:///{tmp_path / 'ledger.sqlite'}"


def test_a_backfill_on_postgresql_lands_and_publishes_what_one_on_sqlite_does(
    built: House, market: SimulationSummary, tmp_path: Path, database: str
):
    start, end = market.first_session, date(2025, 1, 31)
    house = open_house(tmp_path, *built.settings.archives)
    house = House(replace(house.settings, ledger_url=database, warehouse_url=database))
    first, again = backfill(house, start, end), backfill(house, start, end)
    assert first.landed > 20 and (again.received, again.landed) == (0, 0)

    names = ["feed", "day", "name", "sha256", "verdict", "reason", "rows"]
    found, expected = (
        [[getattr(r, n) for n in names] for r in h.ledger.receipts("nse_full", start, end)]
        for h in (house, built)
    )
    assert found == expected and len(found) > 20
    for feed in ("nse_full", "nse_udiff", "nse_index_close"):
        files = {key: p.file for key, p in house.ledger.partitions(feed).items()}
        assert (
            files and files.items() <= {k: p.file for k, p in built.ledger.partitions(feed).items()}.items()
        )
    counts = "select session, universe, advances, declines from marts.breadth_history"
    assert set(rows(database, counts)) == {
        tuple(r.values()) for r in select(built, f"{counts} where session <= '{end}'").to_pylist()
    }
    assert {s.state for s in status(house).sessions} == {"confirmed"}
    assert {r.outcome for r in house.ledger.rows(RUN.select())} == {"done"}
    assert not (tmp_path / "ledger.sqlite").exists()


def test_of_many_at_once_one_partition_is_current(ledger_url):
    ledgers = [Ledger(ledger_url) for _ in range(6)]
    together = Barrier(len(ledgers))

    def write(n: int) -> None:
        together.wait()
        for turn in range(5):
            with ledgers[n].transaction() as connection:
                make_current(connection, [Partition("nse_full", "2025-01-01", f"{n}/{turn}", 1, "")])

    with ThreadPoolExecutor(len(ledgers)) as pool:
        for done in [pool.submit(write, n) for n in range(len(ledgers))]:
            done.result(60)
    held = ledgers[0].rows(PARTITION.select())
    assert len(held) == 30 and sum(p.is_current for p in held) == 1
    assert len({p.file for p in held}) == 30


def test_what_a_transaction_has_read_holds_until_its_end(ledger_url):
    """The winner of rival files is chosen by what stands: nobody may put another there meanwhile."""
    one, other = Ledger(ledger_url), Ledger(ledger_url)
    with ThreadPoolExecutor(1) as pool:
        with one.transaction() as connection:
            assert connection.execute(PARTITION.select()).all() == []

            def late() -> int:
                with other.transaction() as later:
                    return len(later.execute(PARTITION.select()).all())

            waiting = pool.submit(late)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
            make_current(connection, [Partition("nse_full", "2025-01-01", "f", 1, "")])
        assert waiting.result(30) == 1


def test_text_that_is_no_text_is_held_as_an_escape(ledger_url):
    ledger = Ledger(ledger_url)
    with ledger.transaction() as connection:
        row = {"receipt_id": 1, "line": 1, "column": "symbol", "value": "a\0b\udcff", "reason": "no symbol"}
        connection.execute(QUARANTINE.insert(), [row])
    assert [r.value for r in ledger.rows(QUARANTINE.select())] == ["a\\x00b\\udcff"]


def test_moments_come_back_in_utc(server):
    server.run("create database kolkata", "alter database kolkata set timezone = 'Asia/Kolkata'")
    ledger = Ledger(server.url("kolkata"))
    with ledger.run("build"):
        pass
    (done,) = ledger.rows(RUN.select())
    assert done.started_at.utcoffset().total_seconds() == 0


def test_an_address_that_is_of_another_database_or_unreadable_is_wrong_usage(built):
    with pytest.raises(UsageError, match="neither duckdb:///PATH nor postgresql"):
        _ = replace(built.settings, warehouse_url="oracle://me@host/db").warehouse
    with pytest.raises(UsageError, match="neither sqlite:///PATH nor postgresql"):
        Ledger("mysql://me:secret@host/db")
    with pytest.raises(UsageError, match="BHAVHOUSE_LEDGER_URL cannot be read") as failure:
        Ledger("postgresql://me:secret@host:port/db")
    assert "secret" not in str(failure.value)


# Migrations


def a_column_for_notes(connection: sa.Connection) -> None:
    connection.exec_driver_sql("alter table receipt add column note text")


def a_wrong_step(connection: sa.Connection) -> None:
    connection.exec_driver_sql("create table half_done (a integer)")
    raise RuntimeError("the disk is full")


@pytest.fixture
def with_steps(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A later release, which has these steps."""

    def set_steps(*steps: Step) -> None:
        monkeypatch.setattr(ledger_module, "migrate", lambda c, tables: migrate(c, tables, steps))

    return set_steps


def columns(ledger_url: str, table: str) -> list[str]:
    url = sa.make_url(ledger_url)
    schema = "ledger" if url.get_backend_name() == "postgresql" else None
    return [c["name"] for c in sa.inspect(sa.create_engine(url)).get_columns(table, schema=schema)]


def add_receipt(ledger: Ledger) -> None:
    now = sa.func.current_timestamp()
    texts = {"feed": "f", "name": "n", "sha256": "", "source": "s", "verdict": "accepted"}
    with ledger.transaction() as connection:
        connection.execute(
            RECEIPT.insert().values(
                **texts, day=date(2025, 1, 1), size_bytes=1, received_at=now, available_at=now
            )
        )


def test_a_ledger_takes_the_steps_it_lacks_once_and_keeps_its_rows(ledger_url, with_steps):
    add_receipt(Ledger(ledger_url))
    with_steps(a_column_for_notes)
    for _ in range(2):
        assert len(Ledger(ledger_url).rows(sa.select(RECEIPT.c.name))) == 1
    assert columns(ledger_url, "receipt")[-1] == "note"


def test_a_sqlite_ledger_from_before_versions_were_counted_is_of_version_one(tmp_path, with_steps):
    path = tmp_path / "ledger.sqlite"
    add_receipt(Ledger(f"sqlite:///{path}"))
    with sqlite3.connect(path) as connection:
        connection.execute("drop table schema_version")
    assert len(Ledger(f"sqlite:///{path}").receipts()) == 1
    with sqlite3.connect(path) as connection:
        assert connection.execute("select version from schema_version").fetchall() == [(1,)]
        connection.execute("drop table schema_version")
    with_steps(a_column_for_notes)
    Ledger(f"sqlite:///{path}")
    assert columns(f"sqlite:///{path}", "receipt")[-1] == "note"


def test_a_new_ledger_is_made_in_the_newest_shape_without_steps(ledger_url, with_steps):
    with_steps(a_wrong_step)
    assert Ledger(ledger_url).receipts() == []


def test_a_step_that_fails_leaves_the_ledger_as_it_was(ledger_url, with_steps):
    add_receipt(Ledger(ledger_url))
    with_steps(a_column_for_notes, a_wrong_step)
    with pytest.raises(RuntimeError):
        Ledger(ledger_url)
    assert "note" not in columns(ledger_url, "receipt")
    with_steps()
    assert len(Ledger(ledger_url).receipts()) == 1


def test_a_ledger_of_a_later_release_is_refused_and_left_alone(ledger_url, with_steps):
    with_steps(a_column_for_notes, a_column_for_notes)
    add_receipt(Ledger(ledger_url))
    with_steps()
    with pytest.raises(BhavhouseError, match="version 3 and this release knows versions up to 1"):
        Ledger(ledger_url)


def test_two_that_open_a_new_ledger_at_once_both_find_it_made(ledger_url):
    together = Barrier(4)

    def open_it() -> int:
        together.wait()
        return len(Ledger(ledger_url).receipts())

    with ThreadPoolExecutor(4) as pool:
        assert [done.result(60) for done in [pool.submit(open_it) for _ in range(4)]] == [0, 0, 0, 0]


def test_the_shared_ledger_lies_in_a_schema_of_its_own(database):
    Ledger(database)
    names = rows(database, "select tablename from pg_tables where schemaname = 'ledger' order by 1")
    assert [n for (n,) in names] == sorted(
        ["receipt", "partition", "quarantine", "decision", "run", "publication", "schema_version"]
    )
