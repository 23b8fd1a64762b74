"""DAGs, their runs and tasks in the platform's own words, whether Airflow tells of them or the mirror."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

RunWord = Literal["queued", "running", "success", "failed", "up_for_retry", "cancelled"]
"""The state of a run. ``cancelled``: a user stopped it. ``up_for_retry`` is a task's, and no run's."""

TaskWord = Literal[
    "failed",
    "upstream_failed",
    "up_for_retry",
    "running",
    "queued",
    "pending",
    "success",
    "skipped",
    "removed",
]
"""The state of a task. Of a mapped one as a whole: the first of these that any of its instances is in."""

ACTIVE: frozenset[RunWord] = frozenset({"queued", "running"})

_TASK_WORDS: Mapping[str | None, TaskWord] = {
    None: "pending",
    **{word: word for word in get_args(TaskWord)},
    "scheduled": "queued",
    "restarting": "running",
    "deferred": "running",
    "awaiting_input": "running",
    "up_for_reschedule": "up_for_retry",
}

_WHO: Mapping[str, str] = {
    "scheduled": "schedule",
    "asset_triggered": "asset",
    "asset_materialization": "asset",
    "backfill": "backfill",
    "operator_triggered": "dag",
}

_SCHEDULE = re.compile(r"\((?P<cron>[^()]+), (?P<zone>[^(), ]+)\)$")


@dataclass(frozen=True)
class DagFacts:
    """What Airflow holds of a DAG: all that can be edited among it, and when it runs next."""

    dag_id: str
    name: str
    description: str | None
    paused: bool
    trigger: Literal["cron", "prices"]
    cron: str
    timezone: str
    schedule_label: str | None
    catchup: bool
    max_active_runs: int
    retries: int
    retry_delay_minutes: float
    owner: str | None
    tags: tuple[str, ...]
    next_run_at: datetime | None


@dataclass(frozen=True)
class RunFacts:
    """One run of a DAG; ``run_after`` is when it was due or asked for."""

    dag_id: str
    run_id: str
    state: RunWord
    run_type: str
    triggered_by: str
    run_after: datetime
    start: datetime | None
    end: datetime | None
    conf: dict[str, Any]

    @property
    def active(self) -> bool:
        """Whether it has not ended yet."""
        return self.state in ACTIVE


@dataclass(frozen=True)
class TaskFacts:
    """One task instance in its newest try; ``map_label`` is the ticker or so of a mapped one."""

    task_id: str
    label: str
    map_index: int
    map_label: str | None
    state: TaskWord
    try_number: int
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True)
class TaskNode:
    """A task in the graph of its DAG."""

    task_id: str
    label: str
    is_mapped: bool
    downstream: tuple[str, ...]


@dataclass(frozen=True)
class LogLine:
    """A line of a task's log; the mirror has one for the end of each try."""

    timestamp: datetime | None
    level: str
    message: str
    task_id: str
    map_label: str | None
    try_number: int


def task_word(state: str | None) -> TaskWord:
    """The word for a task state of Airflow's."""
    return _TASK_WORDS[state]


def map_label_of(rendered: str | None, map_index: int | None) -> str | None:
    """The label of a mapped task's instance; None while Airflow has its index alone in that place."""
    return None if rendered == str(map_index) else rendered


def overall(states: Collection[TaskWord]) -> TaskWord:
    """The state of a task as a whole; ``pending`` without instances."""
    return next((word for word in get_args(TaskWord) if word in states), "pending")


def who_triggered(run_type: str, user: str | None) -> str:
    """The label of who or what started a run: ``schedule``, ``asset``, ``backfill``, ``dag``, or a user."""
    return _WHO.get(run_type) or user or "airflow"


def schedule_text(cron: str, zone: str) -> str:
    """The end of a timetable's description, which :func:`read_schedule` reads back."""
    return f"({cron}, {zone})"


def read_schedule(description: str) -> tuple[str, str]:
    """Cron expression and timezone from the description of one of the platform's timetables.

    Raises:
        ValueError: it does not end with a :func:`schedule_text`.
    """
    found = _SCHEDULE.search(description)
    if found is None:
        raise ValueError(f"No schedule in the timetable description {description!r}")
    return found["cron"], found["zone"]
