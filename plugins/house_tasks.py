"""The tasks that the DAGs are wired from: each calls one function of the library and returns what it did.

The library is imported inside the tasks: DAG files are parsed every half minute, and must not load it.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from airflow.sdk import get_current_context, task
from airflow.sdk.exceptions import AirflowFailException
from house_alert import RunFailed

log = logging.getLogger("bhavhouse")
START = datetime(2025, 1, 1, tzinfo=ZoneInfo("Asia/Kolkata"))

# `max_active_runs`: the library takes one build and one publication at a time, so more runs would only wait.
# `max_active_tasks`: a task that lands holds a few hundred megabytes.
DAG_DEFAULTS: dict[str, Any] = {
    "start_date": START,
    "catchup": False,
    "max_active_runs": 1,
    "max_active_tasks": 4,
    "on_failure_callback": RunFailed(),
    "default_args": {"owner": "bhavhouse", "retries": 2, "retry_delay": timedelta(seconds=30)},
}


@contextmanager
def named_failures() -> Iterator[None]:
    """What the library names as a failure comes again when tried again, so no retries."""
    from bhavhouse.errors import BhavhouseError

    try:
        yield
    except BhavhouseError as error:
        raise AirflowFailException(str(error)) from None


def session_of_run() -> date:
    """The session of the running DAG run: its partition key, or by hand the latest session up to today."""
    from bhavhouse.clock import today
    from bhavhouse.pipelines.plan import latest_session

    key = get_current_context()["dag_run"].partition_key
    return date.fromisoformat(key) if key else latest_session(today())


@task
def pieces_of_session() -> list[dict[str, Any]]:
    """The pieces to land: the run's session, what lacks before it, and the lists."""
    from bhavhouse.pipelines.house import House
    from bhavhouse.pipelines.plan import pieces_up_to

    return pieces_up_to(House.open(), session_of_run())


@task
def pieces_of(cadence: str) -> list[dict[str, Any]]:
    """The one piece that takes all files of the feeds of one cadence."""
    from bhavhouse.pipelines.plan import everything

    return everything(cadence)


@task(map_index_template="{{ task.op_kwargs['piece']['label'] }}")
def land(piece: dict[str, Any]) -> dict[str, Any]:
    """Files of the archive -> checked rows in the lake."""
    from bhavhouse.pipelines.house import House
    from bhavhouse.pipelines.ingest import ingest

    with named_failures():
        report = ingest(
            House.open(),
            date.fromisoformat(piece["start"]),
            date.fromisoformat(piece["end"]),
            piece["feeds"],
            reprocess=piece["reprocess"],
        )
    log.info("%s: %d files landed, %d rows", piece["label"], report.landed, report.rows)
    # The files that were refused are named in the ledger; a failure must be named here too.
    return asdict(report) | {"refused": len(report.refused)}


@task
def articles() -> dict[str, Any]:
    """Articles of BHAVHOUSE_NEWS -> raw bytes and rows in the lake; nothing where it is not set."""
    from bhavhouse.pipelines.articles import ingest_articles
    from bhavhouse.pipelines.house import House
    from bhavhouse.pipelines.ingest import Report

    house = House.open()
    with named_failures():
        has_news = house.settings.news or house.settings.news_urls
        report = ingest_articles(house) if has_news else Report()
    return asdict(report) | {"refused": len(report.refused)}


@task
def read_again() -> int:
    """The articles of the interval asked for, if one is, read by today's grammar; how many were."""
    from bhavhouse.clock import today
    from bhavhouse.pipelines.articles import Span
    from bhavhouse.pipelines.house import House
    from bhavhouse.pipelines.news import read_again as again

    asked = get_current_context()["params"]
    if not asked["from"]:
        return 0
    end = date.fromisoformat(asked["to"]) if asked["to"] else today()
    with named_failures():
        return again(House.open(), Span(date.fromisoformat(asked["from"]), end))


@task
def build() -> dict[str, Any]:
    """The lake -> every stale file of every table."""
    from bhavhouse.pipelines import build as pipeline
    from bhavhouse.pipelines.house import House

    with named_failures():
        return asdict(pipeline.build(House.open()))


@task
def publish() -> dict[str, Any]:
    """The built tables -> the warehouse that readers see, audited first and replaced whole."""
    from bhavhouse.pipelines import publish as pipeline
    from bhavhouse.pipelines.house import House

    with named_failures():
        return asdict(pipeline.publish(House.open()))


@task(retries=0)
def verdict(landed: Sequence[dict[str, Any]], articles: dict[str, Any] | None = None) -> dict[str, Any]:
    """Fails the run, after all that could be had is published, if an expected file was refused."""
    reports = [*landed[:], *([articles] if articles else [])]  # all pieces in one request
    failures = [failure for report in reports for failure in report["failures"]]
    if failures:
        raise AirflowFailException(
            f"{len(failures)} expected file(s) refused; everything else is published. Put a good "
            "file into the archive and run again:\n" + "\n".join(failures)
        )
    return {name: sum(r[name] for r in reports) for name in ("offered", "landed", "rows", "quarantined")}
