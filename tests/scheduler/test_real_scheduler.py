"""The DAGs under a real scheduler, on SQLite and on PostgreSQL metadata; the rows are the library's."""

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bhavhouse.ledger import PARTITION
from bhavhouse.market.calendar import expected_sessions
from bhavhouse.pipelines.ingest import ingest
from dags.installation import rows
from exchange import full, full_name, udiff, udiff_name
from houses import backfill, open_house
from scheduler.conftest import FIRST, LAST, Stage
from scheduler.services import DONE, until
from shared import made_once

pytestmark = pytest.mark.airflow
TABLES = (
    "marts.breadth_history",
    "marts.sector_rotation",
    "marts.rating_change_current",
    "core.fact_daily_price",
)
Said = dict[str, list[tuple[Any, ...]]]
SESSIONS = [s.day.isoformat() for s in expected_sessions(FIRST, LAST)]
# When we received something differs between two runs, and so does what was told on the way; nothing else may.
OF_THIS_RUN = {"last_received_at", "received_at", "feed_seq", "version", "status"}


def said(house: Path) -> Said:
    found = {}
    for table in TABLES:
        columns = [name for name, *_ in rows(house, f"describe {table}") if name not in OF_THIS_RUN]
        found[table] = rows(house, f"select {', '.join(columns)} from {table} order by all")
    return found


@pytest.fixture(scope="session")
def library(exchange: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Said]:
    """What the library, called directly, gives for the sessions [begun, last], with all events so far."""

    @cache
    def called(begun: date, last: date = LAST) -> Said:
        def make(folder: Path) -> Said:
            house = open_house(folder / "home", exchange)
            ingest(house, date.min, last, ["rating_change"])
            backfill(house, begun, last)
            return said(house.settings.home)

        return made_once(tmp_path_factory, f"library {begun} {last}", make)

    return called


def assert_as(expected: Said, house: Path) -> None:
    found = said(house)
    for table in TABLES:
        assert found[table] == expected[table], table
        assert found[table], table


def begun_with(session: date) -> date:
    """The first session of a house whose first run is that of `session`: it takes the four before it too."""
    return expected_sessions(session - timedelta(20), session)[-5].day


def assert_written_once(house: Path) -> None:
    ledger = open_house(house).ledger
    receipts = Counter((r.feed, r.day, r.name, r.sha256) for r in ledger.receipts())
    current = ledger.rows(PARTITION.select().where(PARTITION.c.is_current))
    keys = Counter((p.dataset, p.key) for p in current)
    assert set(receipts.values()) == set(keys.values()) == {1}
    # What two runs made of one file at once is the same file of the lake.
    landed = {
        (p.dataset, p.key, p.receipt_id, p.file) for p in ledger.rows(PARTITION.select()) if p.receipt_id
    }
    versions = Counter(version[:3] for version in landed)
    assert set(versions.values()) == {1}


def test_airflows_own_backfill_of_ten_sessions_gives_the_rows_of_the_library(stage: Stage, library, capsys):
    airflow = stage.airflow
    airflow.pause("by_backfill", False)
    interval = ["--from-date", f"{FIRST}", "--to-date", f"{LAST}"]
    airflow.cli("backfill", "create", "--dag-id", "by_backfill", *interval)
    assert airflow.wait_all("by_backfill", 10, 240) == {"success": 10}
    assert [run["partition_key"] for run in airflow.runs("by_backfill")] == SESSIONS
    assert "2026-02-01" in SESSIONS
    assert "2026-01-26" not in SESSIONS
    assert_as(library(begun_with(FIRST)), stage.house("by_backfill"))
    with capsys.disabled():
        print(f"\nbackfill of ten sessions: {airflow.tasks_a_minute('by_backfill'):.0f} tasks a minute")


def test_the_schedule_runs_the_true_sessions_and_a_pause_holds_it(stage: Stage, library, capsys):
    airflow = stage.airflow
    airflow.pause("by_schedule", False)
    airflow.wait_all("by_schedule", 2, 120)
    airflow.pause("by_schedule", True)
    # What the scheduler was about to start when it was told, it still starts.
    until("nothing runs for 4 s", 60, lambda: not until_or_not(4, lambda: running(stage, "by_schedule")))
    ended = [run for run in airflow.runs("by_schedule") if run["state"] in DONE]
    assert len(ended) < 5, "the pause has left sessions to run"
    airflow.pause("by_schedule", False)
    assert airflow.wait_all("by_schedule", 5, 200) == {"success": 5}
    made = airflow.runs("by_schedule")
    assert [run["partition_key"] for run in made] == [
        s for s in SESSIONS if "2026-01-25" <= s <= "2026-02-01"
    ]
    assert {run["run_type"] for run in made} == {"scheduled"}
    begun = begun_with(date(2026, 1, 27))
    assert_as(library(begun, date(2026, 2, 1)), stage.house("by_schedule"))
    with capsys.disabled():
        print(f"\nfive sessions by schedule: {airflow.tasks_a_minute('by_schedule'):.0f} tasks a minute")


def test_market_backfill_by_hand_gives_the_rows_of_the_library(stage: Stage, library):
    stage.airflow.pause("by_hand", False)
    run = stage.airflow.trigger("by_hand", to=f"{LAST}")
    assert stage.airflow.wait("by_hand", run) == "success"
    assert_as(library(date.min), stage.house("by_hand"))


def test_a_cut_file_fails_its_run_with_an_alert_and_a_good_one_heals_it(stage: Stage):
    airflow, house = stage.airflow, stage.house("broken")
    # In the way of the lake's folder: no failure of the library's naming, so it is tried again.
    house.mkdir(parents=True)
    (house / "lake").touch()
    airflow.pause("broken", False)
    run = airflow.trigger("broken", f"{LAST}")
    until("a task is tried again", 90, lambda: "up_for_retry" in airflow.states("broken", run).values())
    (house / "lake").unlink()
    assert airflow.wait("broken", run) == "failed"
    tried = {task["task_id"]: task["try_number"] for task in airflow.tasks("broken", run)}
    assert max(tried.values()) > 1
    states = airflow.states("broken", run)
    assert (states["publish"], states["verdict"]) == ("success", "failed")
    sessions = "select session from marts.breadth_history where universe = 'nse_all' order by session"
    assert (LAST,) not in rows(house, sessions)
    assert rows(house, sessions), "what was good is published"
    subject = f"Bhavhouse: broken of session {LAST} failed"
    until("the alert", 60, lambda: subject in [p["subject"] for p in stage.alerts.posted])

    shutil.copy(
        stage.exchange / "nse" / "sec_bhavdata_full" / full_name(LAST), stage.damaged / full_name(LAST)
    )
    airflow.clear("broken", run)
    until("it runs again", 30, lambda: airflow.ask(f"dags/broken/dagRuns/{run}")["state"] not in DONE)
    assert airflow.wait("broken", run) == "success"
    assert rows(house, sessions)[-1] == (LAST,)
    assert_written_once(house)


def test_runs_at_once_on_one_house_write_nothing_twice(stage: Stage, library):
    airflow = stage.airflow
    for dag in ("twin", "twin_sweep", "twin_backfill"):
        airflow.pause(dag, False)
    begun = {
        "twin": airflow.trigger("twin", f"{LAST}"),
        "twin_sweep": airflow.trigger("twin_sweep", f"{LAST}"),
        "twin_backfill": airflow.trigger("twin_backfill", to=f"{LAST}"),
    }
    assert {airflow.wait(dag, run) for dag, run in begun.items()} == {"success"}
    spans = [(run["start_date"], run["end_date"]) for dag in begun for run in airflow.runs(dag)]
    assert max(start for start, _ in spans) < min(end for _, end in spans), "they ran at once"
    assert_written_once(stage.house("twin"))
    assert_as(library(date.min), stage.house("twin"))


def test_a_session_is_waited_for_without_a_worker_until_its_files_are_there(stage: Stage, next_session: date):
    airflow = stage.airflow
    airflow.pause("waiting", False)
    run = airflow.trigger("waiting", f"{next_session}")
    until("it waits", 60, lambda: airflow.states("waiting", run)["wait"] == "deferred")
    quotes = [(f"AAA{n}", "EQ", 100.0, 101.0) for n in range(30)]
    (stage.drop / full_name(next_session)).write_bytes(full(next_session, quotes))
    assert not until_or_not(5, lambda: airflow.states("waiting", run)["wait"] != "deferred")
    detailed = [(f"INE{n:06}0101"[:11] + "7", *quote) for n, quote in enumerate(quotes)]
    (stage.drop / udiff_name(next_session)).write_bytes(udiff(next_session, detailed))
    until("the wait is over", 60, lambda: airflow.states("waiting", run)["wait"] == "success")
    assert airflow.wait("waiting", run) in DONE
    held = open_house(stage.house("waiting")).ledger.receipts(start=next_session)
    assert {receipt.feed for receipt in held} >= {"nse_full", "nse_udiff"}


def running(stage: Stage, dag: str) -> bool:
    return any(task["state"] in ("running", "queued") for task in stage.airflow.tasks(dag))


def until_or_not(seconds: float, found) -> bool:
    """Whether `found` becomes true within these seconds."""
    try:
        return bool(until("", seconds, found))
    except AssertionError:
        return False
