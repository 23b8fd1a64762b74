"""Store the DAGs and make runs of them that no scheduler would make at this moment.

``make_runs.py <session before the newest closed one> <newest closed session>``: of the crawler one run due at
the close of each, one of a backfill and one by hand; of the training a run whose tasks have all failed.
"""

import sys
from datetime import date, datetime

from airflow.cli.cli_parser import get_parser
from airflow.cli.commands.dag_command import dag_reserialize
from airflow.models.dag import DagModel
from airflow.models.serialized_dag import SerializedDagModel
from airflow.utils.session import create_session
from airflow.utils.state import DagRunState
from airflow.utils.types import DagRunTriggeredByType, DagRunType

from vn30.market.calendar import CLOSES, HOSE_ZONE
from vn30.names import CRAWLER_DAG, TRAINING_DAG


def main(before: date, newest: date) -> None:
    sys.argv = ["airflow", "dags", "reserialize"]
    dag_reserialize(get_parser().parse_args(sys.argv[1:]))
    make(CRAWLER_DAG, "scheduled__of_the_past", DagRunType.SCHEDULED, before)
    make(CRAWLER_DAG, "scheduled__of_today", DagRunType.SCHEDULED, newest)
    make(CRAWLER_DAG, "backfill__", DagRunType.BACKFILL_JOB, newest, hours=1)
    make(CRAWLER_DAG, "by_hand", DagRunType.MANUAL, newest, hours=2)
    make(TRAINING_DAG, "hopeless", DagRunType.MANUAL, newest, all_failed=True)


def make(
    dag_id: str, run_id: str, run_type: DagRunType, session: date, hours: int = 0, all_failed: bool = False
) -> None:
    due = datetime.combine(session, CLOSES, tzinfo=HOSE_ZONE).replace(hour=CLOSES.hour + hours)
    dag = SerializedDagModel.get_dag(dag_id)
    assert dag is not None
    with create_session() as metadata:
        run = dag.create_dagrun(
            run_id=run_id,
            run_type=run_type,
            logical_date=due,
            data_interval=(due, due),
            run_after=due,
            start_date=due,
            triggered_by=DagRunTriggeredByType.TEST,
            state=DagRunState.RUNNING,
            session=metadata,
        )
        if all_failed:
            for instance in run.get_task_instances(session=metadata):
                instance.set_state("failed", session=metadata)
            # Of the other DAG the scheduler is to start nothing.
            metadata.get(DagModel, dag_id).is_paused = False


if __name__ == "__main__":
    main(*map(date.fromisoformat, sys.argv[1:]))
