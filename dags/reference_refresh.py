"""Takes new reference lists: masters, constituents, symbol changes, corporate actions, classification.

| | |
|---|---|
| **When** | every day at 08:30 IST, before the market opens |
| **Writes** | the lists in the lake, and of `core` and `marts` what depends on a list that has changed |
| **Rerun** | idempotent: a list that was taken before is not taken again |
| **If `land` fails** | the archive cannot be read; correct `BHAVHOUSE_ARCHIVE` and clear the task |
| **If `build` or `publish` fails** | readers keep the last good state; the message names the failing check |
| **If `verdict` fails** | a list was refused, the last good one stays in use; get a good one, run again |
"""

from airflow.sdk import CronTriggerTimetable, dag
from house_tasks import DAG_DEFAULTS, build, land, pieces_of, publish, verdict


@dag(
    schedule=CronTriggerTimetable("30 8 * * *", timezone="Asia/Kolkata"),
    tags=["reference", "rerun/idempotent"],
    doc_md=__doc__,
    **DAG_DEFAULTS,
)
def reference_refresh() -> None:
    """Land, build, publish."""
    landed = land.expand(piece=pieces_of("reference"))
    landed >> build() >> publish() >> verdict(landed)


reference_refresh()
