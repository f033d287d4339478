"""Takes one trading session, and every session before it that is not complete, to the warehouse.

| | |
|---|---|
| **When** | each trading session at 19:15 IST; the run's partition key is the session |
| **Writes** | the lake for those sessions; of `core` and `marts` all that depends on them |
| **Rerun** | interval: clear or trigger it again at any time, it takes what is new and changes nothing else |
| **If `land` fails** | the archive cannot be read; correct `BHAVHOUSE_ARCHIVE` and clear the task |
| **If `build` or `publish` fails** | readers keep the last good state; the message names the failing check |
| **If `verdict` fails** | an expected file was refused, the rest is published; get a good one, run again |

A file that has not come is no failure: the next session's run takes it. By hand, without a partition key, it
takes the latest session up to today. To go back in time use `market_backfill`; `airflow backfill create
--dag-id market_daily` walks sessions as well.
"""

from typing import Any

from airflow.sdk import dag, task
from house_tasks import DAG_DEFAULTS, build, land, publish, session_of_run, verdict
from trading_session_timetable import TradingSessions


@task
def plan() -> list[dict[str, Any]]:
    """The pieces to land: the session, what lacks before it, and the lists."""
    from bhavhouse.pipelines.house import House
    from bhavhouse.pipelines.plan import pieces_up_to

    return pieces_up_to(House.open(), session_of_run())


@dag(
    schedule=TradingSessions("19:15"),
    tags=["market", "rerun/interval"],
    doc_md=__doc__,
    **DAG_DEFAULTS,
)
def market_daily() -> None:
    """Plan, land, build, publish."""
    landed = land.expand(piece=plan())
    landed >> build() >> publish() >> verdict(landed)


market_daily()
