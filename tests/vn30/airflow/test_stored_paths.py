"""What release 0.1 has stored by dotted paths is found under the paths of today.

Airflow's database holds the module and name of each timetable, deadline reference and callback, and a pooled
model's file those of its class. A scheduler may start on such a database before the DAG processor has stored
the DAGs anew, and old runs keep the version of the DAG that they were made with.
"""

import asyncio
import json
import os
import pickle
import subprocess
import sys

import pytest

from vn30.airflow import callbacks
from vn30.models.pooled import PooledModel
from vn30.settings import PROJECT_ROOT

# In a process of its own, as Airflow reads where the plugins are when it is imported. The command line makes
# the crawler have its deadline.
LOAD_WHAT_0_1_STORED = """
import json, os, sys
sys.argv = ["airflow", "dags", "reserialize"]
from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.decoders import decode_deadline_alert
from airflow.serialization.encoders import encode_timetable
from airflow.serialization.serialized_objects import DagSerialization
from airflow.timetables.base import TimeRestriction
from pendulum import datetime
from vn30.settings import PROJECT_ROOT

PATHS = {
    "vn30.airflow.timetable.": "vn30.timetable.",
    "vn30.airflow.deadline.": "vn30.prices_deadline.",
    "vn30.airflow.callbacks.": "vn30.alerting.",
}

def load(dag_id):
    file = PROJECT_ROOT / "dags" / f"{dag_id}.py"
    [dag] = DagBag(file, bundle_path=file.parent, bundle_name="test").dags.values()
    stored = json.dumps(DagSerialization.to_dict(dag))
    for today, before in PATHS.items():
        stored = stored.replace(today, before)
    assert "vn30.airflow." not in stored, stored
    loaded = DagSerialization.from_dict(json.loads(stored))
    span = TimeRestriction(datetime(2026, 4, 29, 12, tz="UTC"), datetime(2026, 12, 31, tz="UTC"), True)
    due = loaded.timetable.next_dagrun_info(last_automated_data_interval=None, restriction=span)
    alerts = [decode_deadline_alert(one) for one in loaded.deadline or ()]
    return {
        "paths": [path for path in PATHS.values() if path in stored],
        "due": due.run_after.isoformat(),
        "again": encode_timetable(loaded.timetable) == json.loads(stored)["dag"]["timetable"],
        "deadlines": [one.reference.inner_ref.at for one in alerts],
        "callbacks": [one.callback.path for one in alerts],
    }

dags = {dag_id: load(dag_id) for dag_id in ("vn30_data_crawler", "vn30_model_training")}
os.environ["AIRFLOW_VAR_VN30_MODEL_TRAINING_SETTINGS"] = '{"trigger": "prices"}'
print("loaded", json.dumps({**dags, "triggered by prices": load("vn30_model_training")}))
"""


def test_stored_dags() -> None:
    """Schedules skip the holidays from 30 April on, and the deadline keeps its time and its callback."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD_WHAT_0_1_STORED],
        env={
            **os.environ,
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT_ROOT / "plugins"),
            "VN30_PRICES_DEADLINE": "17:45",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    [line] = [line for line in done.stdout.splitlines() if line.startswith("loaded ")]
    training = {
        "paths": ["vn30.timetable."],
        "due": "2026-05-04T11:00:00+00:00",
        "again": True,
        "deadlines": [],
        "callbacks": [],
    }
    assert json.loads(line.removeprefix("loaded ")) == {
        "vn30_data_crawler": {
            "paths": ["vn30.timetable.", "vn30.prices_deadline.", "vn30.alerting."],
            "due": "2026-05-04T10:00:00+00:00",
            "again": True,
            "deadlines": ["17:45"],
            "callbacks": ["vn30.alerting.prices_deadline_passed"],
        },
        "vn30_model_training": training,
        "triggered by prices": training,
    }


def test_stored_callback(monkeypatch: pytest.MonkeyPatch) -> None:
    """The triggerer imports the callback of a missed deadline by its path, and awaits it."""
    from airflow.triggers.callback import CallbackTrigger

    contexts = []
    monkeypatch.setattr(callbacks, "_prices_deadline_passed", contexts.append)
    context = {"deadline": {"deadline_time": "2026-04-29T18:00:00+07:00"}}
    trigger = CallbackTrigger("vn30.alerting.prices_deadline_passed", {"context": context})

    async def states() -> list[str]:
        return [str(event.payload["state"]) async for event in trigger.run()]

    assert asyncio.run(states()) == ["running", "success"]
    assert contexts == [context]


def test_stored_pooled_model() -> None:
    """The path of the class in a pooled model's file."""
    assert pickle.loads(b"cvn30.training.pooled\nPooledModel\n.") is PooledModel  # noqa: S301
