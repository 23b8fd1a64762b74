"""Airflow finds the timetable through its plugin, and without it could not store a DAG's schedule."""

import os
import subprocess
import sys

from vn30.settings import PROJECT_ROOT

# What the DAG processor does with a parsed DAG, and the scheduler with a stored one.
STORE_AND_LOAD = """
import json
from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.serialized_objects import DagSerialization
from vn30.settings import PROJECT_ROOT

folder = PROJECT_ROOT / "dags"
for dag in DagBag(folder, bundle_path=folder, bundle_name="test").dags.values():
    stored = json.dumps(DagSerialization.to_dict(dag))
    loaded = DagSerialization.from_dict(json.loads(stored))
    print(loaded.dag_id, loaded.timetable.type_name, loaded.timetable.summary, sep="|")
"""


def test_the_schedule_of_every_dag_survives_storing() -> None:
    plugins = str(PROJECT_ROOT / "plugins")
    done = subprocess.run(
        [sys.executable, "-c", STORE_AND_LOAD],
        env={**os.environ, "AIRFLOW__CORE__PLUGINS_FOLDER": plugins},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    lines = {line for line in done.stdout.splitlines() if "|" in line}
    assert lines == {
        "vn30_data_crawler|vn30.airflow.timetable.SessionTimetable|At 17:00 on HOSE sessions",
        "vn30_model_training|vn30.airflow.timetable.SessionTimetable|At 18:00 on HOSE sessions",
        "vn30_lake|AssetOrTimeSchedule|Asset or by backfill",
        "vn30_intraday_crawler|vn30.airflow.timetable.SessionTimetable|At 17:30 on HOSE sessions",
        "vn30_lookahead_check|vn30.airflow.timetable.SessionTimetable|"
        "At 20:00, only on Friday on HOSE sessions",
        "vn30_recommendations|AssetOrTimeSchedule|Asset or by backfill",
        "vn30_risk|AssetOrTimeSchedule|Asset or by backfill",
        "vn30_fundamentals|AssetOrTimeSchedule|Asset or by backfill",
        "vn30_simulation|NullTimetable|None",
        "vn30_maintenance|CronTriggerTimetable|0 19 * * *",
        "vn30_walk_forward|NullTimetable|None",
        "vn30_news_crawler|vn30.airflow.timetable.DailyTimetable|"
        "At 00:00, 02:00, 04:00, and 06:00 through 22:59",
    }
