"""Run DAGs through ``dag.test()``, one after the other, and print the state of each run on a line.

``run_dag.py <[[dag_id, conf], ...] as JSON>``. They share the process: most of its time goes into imports.
"""

import json
import sys

from airflow.dag_processing.dagbag import DagBag

from vn30.settings import PROJECT_ROOT

if __name__ == "__main__":
    folder, runs = PROJECT_ROOT / "dags", json.loads(sys.argv[1])
    # Each file holds the DAG that it is named after, and each takes time to load.
    dags = {
        dag_id: DagBag(folder / f"{dag_id}.py", bundle_path=folder, bundle_name="dags-folder").dags[dag_id]
        for dag_id in {dag_id for dag_id, _ in runs}
    }
    states = [dags[dag_id].test(run_conf=conf).state for dag_id, conf in runs]
    print(*states, sep="\n")
