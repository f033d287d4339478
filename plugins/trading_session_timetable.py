"""The timetable of the exchange: one run per expected trading session, its partition key the session's date.

Public calendars know neither the Saturday and Sunday sessions nor the evening ones of Diwali, so no cron
expression and no package will do; `bhavhouse.market.calendar` says which days trade.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pendulum
from airflow.exceptions import InvalidPartitionKeyError
from airflow.plugins_manager import AirflowPlugin
from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction, Timetable

IST = ZoneInfo("Asia/Kolkata")
# The exchange has never been shut for as long as this; it bounds the search for the next session.
LONGEST_PAUSE = timedelta(days=31)


class TradingSessions(Timetable):
    """Each expected session, at a time of its day in India."""

    partitioned = True
    run_ordering = ("partition_date", "run_after")

    def __init__(self, at: str) -> None:
        try:
            self._at = time.fromisoformat(at)
        except ValueError:
            raise ValueError(f"TradingSessions takes a time of day such as '19:15', not {at!r}") from None
        self.description = f"Every trading session at {self._at:%H:%M} IST, weekend and muhurat sessions too"

    @property
    def summary(self) -> str:
        """What the list of DAGs shows."""
        return f"sessions at {self._at:%H:%M} IST"

    def serialize(self) -> dict[str, Any]:
        """What `deserialize` needs."""
        return {"at": self._at.isoformat("minutes")}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> "TradingSessions":
        """The timetable that `serialize` wrote down."""
        return cls(data["at"])

    def next_dagrun_info_v2(
        self, *, last_dagrun_info: DagRunInfo | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        """The first session after the last run that the DAG's dates allow.

        Without catchup that is the latest session that is due, or a later one: `market_daily` heals what
        lies before it.
        """
        now = datetime.now(UTC)
        earliest = restriction.earliest or now
        if not restriction.catchup:
            earliest = max(earliest, self._last_due(now))
        if last_dagrun_info:
            earliest = max(earliest, last_dagrun_info.run_after + timedelta(microseconds=1))
        found = self._first_from(earliest)
        if not found or (restriction.latest and found.run_after > restriction.latest):
            return None
        return found

    def iter_partition_dagrun_infos(self, *, earliest: datetime, latest: datetime) -> Iterable[DagRunInfo]:
        """The sessions of [earliest, latest]: what `airflow backfill create` walks."""
        first = self.localize_partition_datetime(earliest)
        last = self.localize_partition_datetime(latest)
        return (info for info in self._between(first, last) if first <= info.partition_date <= last)

    def localize_partition_datetime(self, dt: datetime) -> pendulum.DateTime:
        """A bound given by its date means that date in India."""
        return _moment(dt.replace(tzinfo=IST))

    def infer_manual_data_interval(self, *, run_after: pendulum.DateTime) -> DataInterval:
        """A run by hand has a logical date; partitions have no interval, so it is that moment."""
        return DataInterval.exact(run_after)

    def generate_run_id(
        self, *, run_type: Any, run_after: datetime, data_interval: DataInterval | None, **extra: Any
    ) -> str:
        """The session, where there is one, and the time of asking, since a session may be run again."""
        parts = [extra.get("partition_key"), f"{pendulum.now('UTC'):%Y-%m-%dT%H:%M:%S.%fZ}"]
        return run_type.generate_run_id(suffix="__".join(part for part in parts if part))

    def _decode_partition_date(self, partition_key: str) -> datetime:
        try:
            return self._info(date.fromisoformat(partition_key)).partition_date
        except ValueError:
            raise InvalidPartitionKeyError(
                f"{partition_key!r} is no session: give its date, such as 2026-02-01"
            ) from None

    def _last_due(self, now: datetime) -> datetime:
        due = [i.run_after for i in self._between(now - LONGEST_PAUSE, now) if i.run_after <= now]
        return due[-1] if due else now

    def _first_from(self, moment: datetime) -> DagRunInfo | None:
        return next((i for i in self._between(moment, moment + LONGEST_PAUSE) if i.run_after >= moment), None)

    def _between(self, first: datetime, last: datetime) -> Iterator[DagRunInfo]:
        # Imported late: every Airflow process loads this plugin, few of them ask for a session.
        from bhavhouse.market.calendar import expected_sessions

        for session in expected_sessions(first.astimezone(IST).date(), last.astimezone(IST).date()):
            yield self._info(session.day)

    def _info(self, day: date) -> DagRunInfo:
        return DagRunInfo(
            run_after=_moment(datetime.combine(day, self._at, IST)),
            data_interval=None,
            partition_date=_moment(datetime.combine(day, time(), IST)),
            partition_key=day.isoformat(),
        )


def _moment(at: datetime) -> pendulum.DateTime:
    return pendulum.instance(at).in_timezone("UTC")


class TradingSessionTimetablePlugin(AirflowPlugin):
    """Makes the timetable known to the scheduler."""

    name = "trading_session_timetable"
    timetables = [TradingSessions]  # noqa: RUF012 - the attribute's form is Airflow's
