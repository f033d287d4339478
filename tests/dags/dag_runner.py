"""Reads one request a line, runs that DAG in a real Airflow, answers with the states of its tasks."""

import json
import os
import sys
from typing import Any


def main() -> None:
    """Answers until the input ends."""
    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.dag_processing.dagbag import BundleDagBag, sync_bag_to_db

    manager = DagBundlesManager()
    manager.sync_bundles_to_db()
    (bundle,) = manager.get_all_dag_bundles()
    for line in sys.stdin:
        # Read anew each time: a run with parameters leaves them in its DAG.
        bag = BundleDagBag(bundle.path, bundle_path=bundle.path, bundle_name=bundle.name)
        sync_bag_to_db(bag, bundle.name, None)
        print(json.dumps(_answer(bag, json.loads(line))), flush=True)


def _answer(bag: Any, request: dict[str, Any]) -> dict[str, Any]:
    if "dag_id" not in request:
        return {"dags": sorted(bag.dags), "errors": bag.import_errors}
    os.environ["BHAVHOUSE_HOME"] = request["home"]
    os.environ["BHAVHOUSE_ARCHIVE"] = request["archive"]
    os.environ["BHAVHOUSE_NEWS"] = request.get("news", "")
    dag = bag.dags[request["dag_id"]]
    if key := request.get("partition_key"):
        run = _run_partition(dag, key)
    else:
        run = dag.test(run_conf=request.get("conf"))
    tasks: dict[str, list[str]] = {}
    for instance in run.get_task_instances():
        tasks.setdefault(instance.task_id, []).append(str(instance.state))
    return {"state": str(run.state), "tasks": tasks, "partition_key": run.partition_key}


def _run_partition(dag: Any, key: str) -> Any:
    """What `dag.test` does, for a run with a partition key, which `dag.test` cannot make."""
    from airflow.models.serialized_dag import SerializedDagModel
    from airflow.sdk.definitions.dag import _run_task
    from airflow.utils.session import create_session
    from airflow.utils.state import DagRunState, TaskInstanceState
    from airflow.utils.types import DagRunTriggeredByType, DagRunType
    from pendulum import now

    with create_session() as session:
        scheduled = SerializedDagModel.get_dag(dag.dag_id, session=session)
        run = scheduled.create_dagrun(
            run_id=scheduled.timetable.generate_run_id(
                run_type=DagRunType.MANUAL, run_after=now("UTC"), data_interval=None, partition_key=key
            ),
            run_after=now("UTC"),
            run_type=DagRunType.MANUAL,
            triggered_by=DagRunTriggeredByType.TEST,
            state=DagRunState.RUNNING,
            partition_key=key,
            partition_date=scheduled.timetable.resolve_partition_date(key),
            session=session,
        )
        run.dag = scheduled
        session.commit()
        while run.state == DagRunState.RUNNING:
            session.expire_all()
            ready, _ = run.update_state(session=session)
            for instance in ready:
                instance.try_number += 1
                instance.state = TaskInstanceState.SCHEDULED
            session.commit()
            for instance in ready:
                _run_task(ti=instance, task=dag.task_dict[instance.task_id])
        session.expunge_all()
        return run


if __name__ == "__main__":
    main()
