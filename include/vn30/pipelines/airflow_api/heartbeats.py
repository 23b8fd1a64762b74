"""The heartbeats of Airflow's processes, and what its workers are doing."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal

from airflow_client.client import JobResponse, TaskInstanceCollectionResponse
from airflow_client.client.api.job_api import JobApi
from airflow_client.client.api.task_instance_api import TaskInstanceApi

from vn30.pipelines.airflow_api.connection import Connection, run_concurrently

Process = Literal["scheduler", "dag_processor", "triggerer"]

_PROCESSES: dict[str, Process] = {
    "SchedulerJob": "scheduler",
    "DagProcessorJob": "dag_processor",
    "TriggererJob": "triggerer",
}
_MAX_JOBS = 100
_MAX_TASKS = 100
_ALL = "~"


@dataclass(frozen=True)
class Heartbeat:
    """The newest heartbeat of a process.

    Attributes:
        latest: aware; None before the first one.
        is_alive: Airflow's own judgement, by its thresholds.
    """

    process: Process
    hostname: str | None
    latest: datetime | None
    is_alive: bool


@dataclass(frozen=True)
class Work:
    """What workers are doing.

    Attributes:
        running: running tasks by host; at most 100 tasks are counted.
        waiting: tasks that have been handed to the executor and have not begun.
        oldest_wait: since when the first of these waits; None without any.
    """

    running: dict[str, int]
    waiting: int
    oldest_wait: datetime | None


def heartbeats(airflow: Connection) -> list[Heartbeat]:
    """The processes that have not been stopped, each with its newest heartbeat.

    A killed process stays in Airflow's list; it is left out once another one of its kind runs on its host.
    """

    def jobs(is_alive: bool | None) -> list[JobResponse]:
        answer = airflow.ask(
            lambda client: JobApi(client).get_jobs(
                is_alive=is_alive, job_state="running", order_by=["-latest_heartbeat"], limit=_MAX_JOBS
            )
        )
        return answer.jobs

    running, alive = run_concurrently([partial(jobs, None), partial(jobs, True)])
    living = {job.id for job in alive}
    newest: dict[tuple[str, str | None], Heartbeat] = {}
    for job in running:
        process = _PROCESSES.get(job.job_type or "")
        if process is not None:
            found = Heartbeat(process, job.hostname, job.latest_heartbeat, job.id in living)
            newest.setdefault((process, job.hostname), found)
    return sorted(newest.values(), key=lambda heartbeat: (heartbeat.process, heartbeat.hostname or ""))


def work(airflow: Connection) -> Work:
    """The tasks that run or wait for a worker, of all DAGs."""

    def tasks(state: str) -> TaskInstanceCollectionResponse:
        return airflow.ask(
            lambda client: TaskInstanceApi(client).get_task_instances(
                _ALL, _ALL, state=[state], limit=_MAX_TASKS, order_by=["id"]
            )
        )

    running, waiting = run_concurrently([partial(tasks, "running"), partial(tasks, "queued")])
    waits = [task.queued_when for task in waiting.task_instances if task.queued_when is not None]
    return Work(
        running=dict(Counter(task.hostname or "" for task in running.task_instances)),
        waiting=waiting.total_entries or 0,
        oldest_wait=min(waits, default=None),
    )
