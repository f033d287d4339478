"""Takes a whole interval of sessions to the warehouse: landed in pieces, built once, published once.

| | |
|---|---|
| **When** | by hand, with parameters; without any it takes everything that the archive holds |
| **Writes** | the lake for the interval; of `core` and `marts` all that depends on it |
| **Rerun** | interval: run it again after a failure, it takes up where it stopped and repeats nothing |
| **If `plan` fails** | the parameters or the archive are at fault; the message says which |
| **If `build` or `publish` fails** | readers keep the last good state; the message names the failing check |
| **If `verdict` fails** | expected files were refused, the rest is published; get good ones, run again |

With `dry_run` the log of `plan` tells what each piece would take, and nothing else happens. A run can be
stopped at any time by marking it failed: a piece that has landed stays, nothing is published half.
"""

from typing import Any

from airflow.sdk import Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException
from house_tasks import DAG_DEFAULTS, build, land, named_failures, publish, verdict

DATE = {"type": ["null", "string"], "format": "date"}
PARAMS = {
    "from": Param(None, title="First day", description="Empty: the first day the archive holds.", **DATE),
    "to": Param(None, title="Last day", description="Empty: the last day the archive holds.", **DATE),
    "feeds": Param(
        None,
        type=["null", "array"],
        items={"type": "string"},
        description="Names of feeds, one a line. Empty: all of them.",
    ),
    "reprocess": Param(
        False,
        type="boolean",
        description="Read again what was taken before, after a parser has changed.",
    ),
    "dry_run": Param(False, type="boolean", description="Only say in the log of `plan` what would be taken."),
}


@task
def plan() -> list[dict[str, Any]]:
    """The pieces to land."""
    from bhavhouse.pipelines.house import House
    from bhavhouse.pipelines.plan import describe, pieces_between

    asked = get_current_context()["params"]
    house = House.open()
    with named_failures():
        pieces = pieces_between(
            house, asked["from"], asked["to"], asked["feeds"], reprocess=asked["reprocess"]
        )
        if asked["dry_run"]:
            describe(house, pieces)
            raise AirflowSkipException("dry run: nothing was taken")
    return pieces


@dag(
    schedule=None,
    params=PARAMS,
    tags=["market", "rerun/interval"],
    doc_md=__doc__,
    **DAG_DEFAULTS,
)
def market_backfill() -> None:
    """Plan, land, build, publish."""
    landed = land.expand(piece=plan())
    landed >> build() >> publish() >> verdict(landed)


market_backfill()
