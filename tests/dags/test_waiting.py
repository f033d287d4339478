"""The wait for a session's files: who waits, what ends it, who is told."""

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk.exceptions import TaskDeferred
from house_waiting import FilesArrive, WaitForFiles

from alerts import Webhook, webhook
from bhavhouse.clock import IST, today
from bhavhouse.market import publication
from exchange import Archive

pytestmark = pytest.mark.airflow
ROWS = [("AAA", "EQ", 100.0, 101.0)]
BOTH = ["nse_udiff", "nse_full"]


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    archive = Archive(tmp_path / "archive")
    monkeypatch.setenv("BHAVHOUSE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BHAVHOUSE_ARCHIVE", str(archive.folder))
    return archive


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch):
    with webhook() as hook:
        monkeypatch.setenv("BHAVHOUSE_ALERT_URL", hook.url)
        yield hook


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """The deadlines, far from now, whatever the hour of the test."""
    found = dict.fromkeys(BOTH, datetime.now(IST) + timedelta(hours=3))
    monkeypatch.setattr(publication, "deadline", lambda feed, session: found[feed])
    return found


def run_of(session: date | None, run_type: str = "scheduled") -> dict[str, Any]:
    key = f"{session}" if session else None
    return {"dag_run": SimpleNamespace(partition_key=key, run_type=run_type)}


def execute(context: dict[str, Any]) -> list[str]:
    return WaitForFiles(task_id="wait").execute(context)


def fired(trigger: FilesArrive, seconds: float = 10) -> list[str]:
    async def first() -> Any:
        return await anext(trigger.run())

    return asyncio.run(asyncio.wait_for(first(), seconds)).payload


@pytest.mark.parametrize(
    "context",
    [
        run_of(None, "manual"),
        run_of(today(), "backfill"),
        run_of(today() - timedelta(1)),
        run_of(date(2026, 2, 2), "manual"),
    ],
    ids=["by hand", "backfill", "yesterday", "long ago"],
)
def test_a_run_that_has_nothing_to_wait_for_does_not_wait(archive, hook: Webhook, hours, context):
    assert execute(context) == []
    assert not hook.posted


def test_a_session_of_today_is_waited_for_by_the_triggerer(archive: Archive, hook: Webhook, hours):
    archive.full(today(), ROWS)
    with pytest.raises(TaskDeferred) as deferred:
        execute(run_of(today()))
    assert deferred.value.trigger.feeds == ["nse_udiff"]
    path, given = deferred.value.trigger.serialize()
    assert path == "house_waiting.FilesArrive"
    assert FilesArrive(**given).serialize() == (path, given)
    assert not hook.posted


def test_the_wait_ends_when_the_file_comes(archive: Archive, hours):
    trigger = FilesArrive(f"{today()}", ["nse_full"], every=0.05)
    with pytest.raises(TimeoutError):
        fired(trigger, 0.5)
    archive.full(today(), ROWS)
    assert fired(trigger) == []


def test_the_wait_ends_at_the_first_deadline_and_goes_on_for_the_others(
    archive: Archive, hook: Webhook, hours
):
    hours["nse_udiff"] = datetime.now(IST) + timedelta(seconds=0.3)
    assert fired(FilesArrive(f"{today()}", BOTH)) == BOTH
    wait = WaitForFiles(task_id="wait")
    with pytest.raises(TaskDeferred) as deferred:
        wait.resume(run_of(today()), BOTH, [])
    assert deferred.value.trigger.feeds == ["nse_full"]
    assert deferred.value.kwargs == {"late": ["nse_udiff"]}
    assert [p["subject"] for p in hook.posted] == [f"Bhavhouse: session {today()} lacks nse_udiff"]
    assert "by 21:00 IST" in hook.posted[0]["text"]
    assert wait.resume(run_of(today()), [], ["nse_udiff"]) == ["nse_udiff"]
    assert len(hook.posted) == 1


def test_a_run_that_begins_after_the_deadline_tells_and_goes_on(archive: Archive, hook: Webhook, hours):
    hours.update(dict.fromkeys(BOTH, datetime.now(IST) - timedelta(minutes=1)))
    archive.full(today(), ROWS)
    assert execute(run_of(today())) == ["nse_udiff"]
    assert len(hook.posted) == 1


def test_a_look_that_fails_does_not_end_the_wait_before_the_deadline(archive: Archive, hours, monkeypatch):
    monkeypatch.setenv("BHAVHOUSE_ARCHIVE", "http://user@/")
    hours["nse_full"] = datetime.now(IST) + timedelta(seconds=0.5)
    begun = datetime.now(IST)
    assert fired(FilesArrive(f"{today()}", ["nse_full"], every=0.05)) == ["nse_full"]
    assert datetime.now(IST) - begun >= timedelta(seconds=0.4)
