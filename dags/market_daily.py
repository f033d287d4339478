"""Takes one trading session, and every session before it that is not complete, to the warehouse.

| | |
|---|---|
| **When** | each trading session at 19:15 IST; the run's partition key is the session |
| **Waits** | for its session's cash files, each until its feed's deadline, without holding a worker |
| **Writes** | the lake for those sessions; of `core` and `marts` all that depends on them |
| **Rerun** | interval: clear or trigger it again at any time, it takes what is new and changes nothing else |
| **If `land` fails** | the archive cannot be read; correct `BHAVHOUSE_ARCHIVE` and clear the task |
| **If `build` or `publish` fails** | readers keep the last good state; the message names the failing check |
| **If `verdict` fails** | an expected file was refused, the rest is published; get a good one, run again |

A file that misses its deadline is no failure but an alert: what is there is published, and `market_sweep`,
later that evening, or the next session's run takes the rest. By hand, without a partition key, it takes the
latest session up to today. To go back in time use `market_backfill`; `airflow backfill create --dag-id
market_daily` walks sessions as well. Neither waits for anything.
"""

from airflow.sdk import dag
from house_tasks import DAG_DEFAULTS, build, land, pieces_of_session, publish, verdict
from house_waiting import WaitForFiles
from trading_session_timetable import TradingSessions


@dag(
    schedule=TradingSessions("19:15"),
    tags=["market", "rerun/interval"],
    doc_md=__doc__,
    **DAG_DEFAULTS,
)
def market_daily() -> None:
    """Wait, plan, land, build, publish."""
    pieces = pieces_of_session()
    WaitForFiles(task_id="wait") >> pieces
    landed = land.expand(piece=pieces)
    landed >> build() >> publish() >> verdict(landed)


market_daily()
