"""Run DAGs through ``dag.test()``, one after the other, and print the state of each run on a line.

``run_dag.py <[[dag_id, conf], ...] as JSON>``. They share the process: most of its time goes into imports.
"""

import json
import sys

from airflow.dag_processing.dagbag import DagBag

from vn30.settings import PROJECT_ROOT

if __name__ == "__main__":
    folder = PROJECT_ROOT / "dags"
    bag = DagBag(folder, bundle_path=folder, bundle_name="dags-folder")
    states = [bag.dags[dag_id].test(run_conf=conf).state for dag_id, conf in json.loads(sys.argv[1])]
    print(*states, sep="\n")
