"""When the timetable runs, without a running Airflow."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import pendulum
import pytest
from airflow.exceptions import InvalidPartitionKeyError
from airflow.timetables.base import DagRunInfo, TimeRestriction
from trading_session_timetable import IST, TradingSessions

from dags.installation import TRUE_SESSIONS

EVENING = TradingSessions("19:15")


def at(text: str) -> pendulum.DateTime:
    return pendulum.instance(datetime.fromisoformat(text))


def between(first: str, last: str) -> list[DagRunInfo]:
    return list(
        EVENING.iter_partition_dagrun_infos(earliest=at(f"{first}T00:00Z"), latest=at(f"{last}T00:00Z"))
    )


def walk(restriction: TimeRestriction, steps: int) -> list[str | None]:
    def runs():
        info = None
        while info := EVENING.next_dagrun_info_v2(last_dagrun_info=info, restriction=restriction):
            yield info.partition_key

    return list(islice(runs(), steps))


def test_a_backfill_walks_the_true_sessions_of_january_2026():
    found = [info.partition_key for info in between("2026-01-12", "2026-02-03")]
    assert found == TRUE_SESSIONS
    assert "2026-02-01" in found
    assert not {"2026-01-15", "2026-01-26"} & set(found)


def test_the_scheduler_walks_the_same_sessions():
    since = TimeRestriction(at("2026-01-12T00:00+05:30"), at("2026-02-03T23:59+05:30"), catchup=True)
    assert walk(since, 100) == TRUE_SESSIONS


def test_diwali_has_its_session_and_the_day_after_has_none():
    keys = [info.partition_key for info in between("2025-10-20", "2025-10-23")]
    assert keys == ["2025-10-20", "2025-10-21", "2025-10-23"]


def test_a_run_begins_at_the_same_time_in_india_all_year():
    times = {info.run_after.time() for info in between("2025-01-01", "2025-12-31")}
    assert {f"{time}" for time in times} == {"13:45:00"}
    assert all(info.run_after.utcoffset() == timedelta(0) for info in between("2025-06-02", "2025-06-06"))


def test_a_partition_is_its_session_from_midnight_in_india():
    (sunday,) = between("2026-02-01", "2026-02-01")
    assert sunday.partition_date == datetime(2026, 2, 1, tzinfo=IST)
    assert (sunday.data_interval, sunday.logical_date) == (None, None)
    assert EVENING.resolve_partition_date("2026-02-01") == sunday.partition_date


def test_a_key_that_is_no_date_is_refused_and_the_message_shows_one():
    with pytest.raises(InvalidPartitionKeyError, match="2026-02-01"):
        EVENING.resolve_partition_date("yesterday")


def test_nothing_runs_before_the_start_date_or_after_the_end_date():
    bounds = TimeRestriction(at("2026-01-14T20:00+05:30"), at("2026-01-19T19:15+05:30"), catchup=True)
    assert walk(bounds, 100) == ["2026-01-16", "2026-01-19"]


def test_without_catchup_the_first_run_is_the_latest_session_that_is_due():
    since = TimeRestriction(at("2025-01-01T00:00+05:30"), None, catchup=False)
    first = EVENING.next_dagrun_info_v2(last_dagrun_info=None, restriction=since)
    assert first.run_after <= datetime.now(UTC) < first.run_after + timedelta(days=7)
    second = EVENING.next_dagrun_info_v2(last_dagrun_info=first, restriction=since)
    assert second.run_after > datetime.now(UTC)


def test_without_catchup_a_backfill_of_old_sessions_does_not_pull_the_schedule_back():
    since = TimeRestriction(at("2025-01-01T00:00+05:30"), None, catchup=False)
    (old,) = between("2026-01-12", "2026-01-12")
    following = EVENING.next_dagrun_info_v2(last_dagrun_info=old, restriction=since)
    assert following.run_after > datetime.now(UTC) - timedelta(days=7)


def test_a_start_date_in_the_future_waits_for_its_first_session():
    since = TimeRestriction(at("2030-01-05T00:00+05:30"), None, catchup=False)
    first = EVENING.next_dagrun_info_v2(last_dagrun_info=None, restriction=since)
    assert first.partition_key == "2030-01-07"


def test_what_is_serialized_comes_back_as_the_same_timetable():
    back = TradingSessions.deserialize(EVENING.serialize())
    assert (back.serialize(), back.summary) == ({"at": "19:15"}, "sessions at 19:15 IST")
    assert back.description == EVENING.description


def test_a_time_that_is_none_is_refused():
    with pytest.raises(ValueError, match="19:15"):
        TradingSessions("evening")
