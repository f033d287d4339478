"""Takes new articles and vendors' rating changes to facts and to the rating feed.

| | |
|---|---|
| **When** | every 30 minutes; by hand with an interval, to read its articles again by a better grammar |
| **Writes** | `marts.rating_change_feed`, `marts.claim_checks`, and what both are made from |
| **Rerun** | idempotent: what was taken or read before is not taken or read again |
| **If `land` fails** | the archive cannot be read; correct `BHAVHOUSE_ARCHIVE` and clear the task |
| **If `articles` fails** | `BHAVHOUSE_NEWS` names no folder or address; correct it and clear the task |
| **If `build` or `publish` fails** | readers keep the last good state; the message names the failing check |
| **If `verdict` fails** | a delivery, file or feed was refused, the rest is published; see to it, run again |

Without `BHAVHOUSE_NEWS` the vendors' deliveries alone are taken.
"""

from airflow.sdk import CronTriggerTimetable, Param, dag
from house_tasks import DAG_DEFAULTS, articles, build, land, pieces_of, publish, read_again, verdict

DATE = {"type": ["null", "string"], "format": "date"}
PARAMS = {
    "from": Param(None, title="First day", description="Of the articles to read again. Empty: none.", **DATE),
    "to": Param(None, title="Last day", description="Empty: today.", **DATE),
}


@dag(
    schedule=CronTriggerTimetable("*/30 * * * *", timezone="Asia/Kolkata"),
    params=PARAMS,
    tags=["events", "rerun/idempotent"],
    doc_md=__doc__,
    **DAG_DEFAULTS,
)
def news_events() -> None:
    """Land, take articles, read, build, publish."""
    landed = land.expand(piece=pieces_of("event"))
    taken = articles()
    [landed, taken] >> read_again() >> build() >> publish() >> verdict(landed, taken)


news_events()
