"""Takes new deliveries of rating changes to the rating feed.

| | |
|---|---|
| **When** | every 30 minutes |
| **Writes** | `marts.rating_change_feed` and `marts.rating_change_current`, with what they are made from |
| **Rerun** | idempotent: a delivery that was taken before is not taken again |
| **If `land` fails** | the archive cannot be read; correct `BHAVHOUSE_ARCHIVE` and clear the task |
| **If `build` or `publish` fails** | readers keep the last good state; the message names the failing check |
| **If `verdict` fails** | a delivery was refused, the rest is published; get a good one, run again |
"""

from airflow.sdk import CronTriggerTimetable, dag
from house_tasks import DAG_DEFAULTS, build, land, pieces_of, publish, verdict


@dag(
    schedule=CronTriggerTimetable("*/30 * * * *", timezone="Asia/Kolkata"),
    tags=["events", "rerun/idempotent"],
    doc_md=__doc__,
    **DAG_DEFAULTS,
)
def news_events() -> None:
    """Land, build, publish."""
    landed = land.expand(piece=pieces_of("event"))
    landed >> build() >> publish() >> verdict(landed)


news_events()
