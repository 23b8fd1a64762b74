"""Answers of ``/operations``."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from api.core.language import StoredWords
from api.core.schemas import ApiModel, example
from vn30.pipelines.models import RunState

_AT = "2025-03-31T10:00:05Z"
_HEARTBEATS: dict[str, Any] = {
    "answers": True,
    "processes": [
        {
            "process": "scheduler",
            "hostname": "airflow-1",
            "state": "alive",
            "latestHeartbeat": "2025-03-31T10:00:03Z",
        }
    ],
    "workers": [{"hostname": "airflow-1", "runningTasks": 2}],
    "waitingTasks": 0,
    "workersStalled": False,
    "checkedAt": _AT,
}
_DATASETS: dict[str, Any] = {
    "asOf": "2025-03-31",
    "data": [
        {
            "dataset": "prices",
            "state": "current",
            "newestSession": "2025-03-31",
            "sessionsBehind": 0,
            "storedAt": "2025-03-31T10:01:12Z",
            "dagId": "vn30_data_crawler",
            "dagName": "VN30 data crawler",
            "dagPaused": False,
            "nextRunAt": "2025-04-01T10:00:00Z",
        }
    ],
}
_RUNS: dict[str, Any] = {
    "data": [
        {
            "dagId": "vn30_model_training",
            "dagName": "VN30 model training",
            "runId": "manual__2025-03-31T10:02:00+00:00",
            "state": "running",
            "triggeredBy": "ds1",
            "runAfter": "2025-03-31T10:02:00Z",
            "start": "2025-03-31T10:02:01Z",
            "stages": ["train"],
            "tasks": 36,
            "tasksEnded": 12,
            "tasksFailed": 0,
            "progress": 0.33,
            "secondsLeft": 95,
        }
    ],
}


class ProcessHeartbeat(ApiModel):
    """The newest heartbeat of one process of Airflow."""

    process: Literal["scheduler", "dag_processor", "triggerer"]
    hostname: str | None = Field(description="null for a process that Airflow does not list")
    state: Literal["alive", "stalled", "missing"] = Field(
        description="by Airflow's own thresholds. `stalled`: its heartbeat has stopped; `missing`: Airflow "
        "lists no such process"
    )
    latest_heartbeat: datetime | None


class WorkerTasks(ApiModel):
    """A host on which tasks run."""

    hostname: str
    running_tasks: int


class Heartbeats(ApiModel):
    """The processes of Airflow."""

    model_config = example(**_HEARTBEATS)

    answers: bool = Field(description="false: Airflow does not answer, and nothing else is known")
    processes: list[ProcessHeartbeat]
    workers: list[WorkerTasks] = Field(
        description="the hosts of running tasks. With the LocalExecutor the scheduler runs them"
    )
    waiting_tasks: int = Field(description="tasks that wait for a free worker")
    oldest_wait: datetime | None = Field(None, description="since when the first of them waits")
    workers_stalled: bool = Field(description="tasks have waited for more than five minutes and none runs")
    checked_at: datetime


class DatasetAge(ApiModel):
    """The age of one data set against the sessions that it should have."""

    dataset: str
    state: Literal["current", "due", "late", "empty"] = Field(
        description="`due`: it lacks the newest session, which closed less than six hours ago; `late`: it "
        "lacks more; `empty`: it was never made. Of news: the schedule has fired not at all, once, or more "
        "often since a feed has answered"
    )
    newest_session: date | None = Field(description="null if it is empty, and of news")
    sessions_behind: int | None = Field(
        description="sessions that it lacks; null if it is empty, and of news"
    )
    stored_at: datetime | None
    dag_id: str
    dag_name: StoredWords | None
    dag_paused: bool | None = Field(description="null before Airflow was seen for the first time")
    next_run_at: datetime | None = Field(description="null while the DAG is paused or if prices trigger it")


class DatasetAges(ApiModel):
    """All data sets."""

    model_config = example(**_DATASETS)

    as_of: date | None = Field(description="the current session; null before the first crawl")
    data: list[DatasetAge]


class ActiveRun(ApiModel):
    """A run that waits or runs, with its progress by the mirror."""

    dag_id: str
    dag_name: StoredWords
    run_id: str
    state: RunState
    triggered_by: str | None = Field(description="null for walk-forwards, which are private")
    run_after: datetime
    start: datetime | None
    stages: list[str] = Field(description="its tasks that run now")
    tasks: int = Field(description="task instances so far: a mapped task has them when it is expanded")
    tasks_ended: int
    tasks_failed: int
    progress: float | None = Field(description="ended tasks as a share of 1; null before its tasks are known")
    seconds_left: int | None = Field(
        description="by the median time of the newest ten successful runs of the DAG; null without any"
    )


class ActiveRuns(ApiModel):
    """The runs of all DAGs that wait or run, newest first, 100 at most."""

    model_config = example(**_RUNS)

    data: list[ActiveRun]
