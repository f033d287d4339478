"""Takes what `market_daily` could not have: files that came late in the evening, and restated ones.

| | |
|---|---|
| **When** | each trading session at 22:30 IST, after the last deadline; its partition key is the session |
| **Writes** | the lake for its session and every incomplete one before it, and all that depends on them |
| **Rerun** | interval: run it again at any time, it takes what is new and changes nothing else |
| **If `land` fails** | the archive cannot be read; correct `BHAVHOUSE_ARCHIVE` and clear the task |
| **If `build` or `publish` fails** | readers keep the last good state; the message names the failing check |
| **If `verdict` fails** | an expected file was refused, the rest is published; get a good one, run again |

A DAG of its own and not a second hour of `market_daily`: Airflow's backfill of that one makes one run for
each session, and its history stays one run a session. On an evening without anything new it changes nothing.
"""

from airflow.sdk import dag
from house_tasks import DAG_DEFAULTS, build, land, pieces_of_session, publish, verdict
from trading_session_timetable import TradingSessions


@dag(
    schedule=TradingSessions("22:30"),
    tags=["market", "rerun/interval"],
    doc_md=__doc__,
    **DAG_DEFAULTS,
)
def market_sweep() -> None:
    """Plan, land, build, publish; no wait."""
    landed = land.expand(piece=pieces_of_session())
    landed >> build() >> publish() >> verdict(landed)


market_sweep()
