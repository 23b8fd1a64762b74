"""DAGs, runs, task instances and log lines, the same whether read from Airflow or from the mirror."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from vn30.i18n.localized import localized

RunState = Literal["queued", "running", "success", "failed", "cancelled"]
"""The state of a run. ``cancelled``: a user stopped it; Airflow itself calls such a run failed."""

TaskState = Literal[
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
"""The state of a task instance; of a mapped task, the first of these in which any of its instances is."""

ACTIVE: frozenset[RunState] = frozenset({"queued", "running"})

_TASK_STATES: Mapping[str | None, TaskState] = {
    None: "pending",
    **{state: state for state in get_args(TaskState)},
    "scheduled": "queued",
    "restarting": "running",
    "deferred": "running",
    "awaiting_input": "running",
    "up_for_reschedule": "up_for_retry",
}

_TRIGGER_LABELS: Mapping[str, str] = {
    "scheduled": "schedule",
    "asset_triggered": "asset",
    "asset_materialization": "asset",
    "backfill": "backfill",
    "operator_triggered": "dag",
}

_SCHEDULE = re.compile(r"\((?P<cron>[^()]+), (?P<zone>[^(), ]+)\)$")


@dataclass(frozen=True)
class Dag:
    """A DAG with its settings; ``next_run_at`` is aware, ``retry_delay_minutes`` that of the first retry."""

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
class DagRun:
    """One run of a DAG; times are aware, ``run_after`` is when it was due or triggered."""

    dag_id: str
    run_id: str
    state: RunState
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
class TaskInstance:
    """A task instance in its newest try; ``map_label`` is the ticker of a mapped one, or another label of it.

    Attributes:
        map_index: -1 for a task that is not mapped.
        try_number: 0 before its first try.
    """

    task_id: str
    label: str
    map_index: int
    map_label: str | None
    state: TaskState
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


LogLevel = Literal["debug", "info", "warning", "error", "critical"]

LOG_LEVELS: tuple[LogLevel, ...] = get_args(LogLevel)
"""From the least to the most severe."""


@dataclass(frozen=True)
class LogFilter:
    """The lines to return of a run's log; None: all.

    Attributes:
        task_id: of this task alone.
        map_label: of the mapped instance with this label, such as a ticker, alone.
        level: this severe or more.
    """

    task_id: str | None = None
    map_label: str | None = None
    level: LogLevel | None = None

    def has_task(self, task_id: str, map_label: str | None) -> bool:
        """Whether lines of this task instance are returned."""
        return self.task_id in (None, task_id) and self.map_label in (None, map_label)

    def levels(self) -> list[LogLevel]:
        """The levels that are returned."""
        return list(LOG_LEVELS[LOG_LEVELS.index(self.level) :] if self.level else LOG_LEVELS)

    def has_line(self, level: str) -> bool:
        """Whether a line of this level is returned. One of an unknown level always is."""
        return self.level is None or level.lower() not in LOG_LEVELS or level.lower() in self.levels()


EVERYTHING = LogFilter()


def task_state(state: str | None) -> TaskState:
    """The platform's state for a state of Airflow's; None is that of an instance not yet scheduled.

    Raises:
        KeyError: Airflow has no such state.
    """
    return _TASK_STATES[state]


def map_label_of(rendered: str | None, map_index: int | None) -> str | None:
    """The label of a mapped task instance; None while Airflow renders its index alone."""
    return None if rendered == str(map_index) else rendered


def overall_state(states: Collection[TaskState]) -> TaskState:
    """The state of a mapped task with instances in these states; ``pending`` without instances."""
    return next((state for state in get_args(TaskState) if state in states), "pending")


def trigger_label(run_type: str, user: str | None) -> str:
    """The cause of a run: ``schedule``, ``asset``, ``backfill``, ``dag``, a user; else ``airflow``."""
    return _TRIGGER_LABELS.get(run_type) or user or "airflow"


def schedule_text(cron: str, zone: str) -> str:
    """The end of a timetable's description, which :func:`read_schedule` parses."""
    return f"({cron}, {zone})"


def read_schedule(description: str) -> tuple[str, str]:
    """Cron expression and timezone from the description of one of the platform's timetables.

    Raises:
        ValueError: it does not end with a :func:`schedule_text`.
    """
    match = _SCHEDULE.search(description)
    if match is None:
        raise ValueError(
            localized("No schedule in the timetable description {description!r}", description=description)
        )
    return match["cron"], match["zone"]


def set_by_user(message: str) -> bool:
    """Whether the message that Airflow passes to its listeners says that a user set the state."""
    return "manually" in message
