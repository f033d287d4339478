"""The wait for a session's files: a look every minute by the triggerer, so that no worker is held."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from airflow.sdk import BaseOperator
from airflow.triggers.base import BaseTrigger, TriggerEvent
from house_alert import tell
from house_tasks import named_failures

log = logging.getLogger("bhavhouse")


class FilesArrive(BaseTrigger):
    """Fires when all of `feeds` have a file of `session`, or when the deadline of one that lacks has passed.

    The event is the list of those that lack. `every` is the pause between looks in seconds.
    """

    def __init__(self, session: str, feeds: Sequence[str], every: float | None = None) -> None:
        super().__init__()
        self.session = session
        self.feeds = list(feeds)
        self.every = every
        self._house: Any = None  # opened in the triggerer, once

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """What another process makes this trigger from."""
        given = {"session": self.session, "feeds": self.feeds, "every": self.every}
        return "house_waiting.FilesArrive", given

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Looks until there is something to tell."""
        still = self.feeds
        while True:
            # In a thread: other triggers share this loop.
            still, pause = await asyncio.to_thread(self._look, still)
            if not pause:
                yield TriggerEvent(still)
                return
            await asyncio.sleep(pause)

    def _look(self, feeds: list[str]) -> tuple[list[str], float]:
        """What lacks, and the seconds until the next look; 0 where there is no need of one."""
        from bhavhouse.clock import IST
        from bhavhouse.market.publication import deadline
        from bhavhouse.pipelines.awaited import lacking, pause
        from bhavhouse.pipelines.house import House

        house = self._house = self._house or House.open()
        session, still = date.fromisoformat(self.session), feeds
        try:
            still = lacking(house, session, feeds)
        except Exception:  # a look that fails is no answer, and the deadline ends the wait in any case
            log.exception("session %s: could not look for its files", session)
        if not still:
            return still, 0
        left = (min(deadline(feed, session) for feed in still) - datetime.now(IST)).total_seconds()
        return still, max(0, min(self.every or pause(house), left))


class WaitForFiles(BaseOperator):
    """Waits for the cash files of the run's session, each until its deadline, and tells of those missed.

    Only a run for a session of today waits: one of Airflow's backfill, one by hand without a session, and one
    whose session lies behind it take what is there. A late file fails nothing: the rest is worth having.
    """

    def __init__(self, *, every: float | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.every = every

    def execute(self, context: Mapping[str, Any]) -> list[str]:
        """Returns the feeds that missed their deadline."""
        from bhavhouse.clock import today

        run = context["dag_run"]
        session = date.fromisoformat(run.partition_key) if run.partition_key else date.min
        if run.run_type == "backfill" or session < today():
            log.info("nothing to wait for: this run takes what is there")
            return []
        # Only now: a run that does not wait need not load the library.
        from bhavhouse.market.publication import due
        from bhavhouse.pipelines.awaited import lacking
        from bhavhouse.pipelines.house import House

        house = House.open()
        with named_failures():
            return self._go_on(session, lacking(house, session, due(house.ledger, session)), [])

    def resume(self, context: Mapping[str, Any], event: list[str], late: list[str]) -> list[str]:
        """Called with what the trigger found; `late` are those that had missed their deadline before."""
        return self._go_on(date.fromisoformat(context["dag_run"].partition_key), event, late)

    def _go_on(self, session: date, lacking: list[str], late: list[str]) -> list[str]:
        from bhavhouse.clock import IST
        from bhavhouse.market.publication import DEADLINES, missed

        passed = missed(lacking, session, datetime.now(IST))
        if passed:
            hours = ", ".join(f"{feed} (due by {DEADLINES[feed]:%H:%M} IST)" for feed in passed)
            tell(
                f"Bhavhouse: session {session} lacks {', '.join(passed)}",
                f"No good file came of {hours}. What is there is taken and published; the evening's sweep and"
                " the next session's run look again. If the exchange has it, put it into a folder of "
                "BHAVHOUSE_ARCHIVE.",
            )
        late = late + passed
        if still := [feed for feed in lacking if feed not in passed]:
            hours = ", ".join(f"{feed} until {DEADLINES[feed]:%H:%M}" for feed in still)
            log.info("session %s: waiting for %s IST", session, hours)
            trigger = FilesArrive(f"{session}", still, self.every)
            self.defer(trigger=trigger, method_name="resume", kwargs={"late": late})
        return late
