"""Run one DAG through ``dag.test()`` and print the run's state: ``run_dag.py <dag_id> <conf as JSON>``."""

import json
import sys

from airflow.dag_processing.dagbag import DagBag

from vn30.settings import PROJECT_ROOT

if __name__ == "__main__":
    dag_id, conf = sys.argv[1], json.loads(sys.argv[2])
    folder = PROJECT_ROOT / "dags"
    bag = DagBag(folder, bundle_path=folder, bundle_name="dags-folder")
    run = bag.dags[dag_id].test(run_conf=conf)
    print(run.state)
