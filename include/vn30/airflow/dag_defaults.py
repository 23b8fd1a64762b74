"""What all DAGs of the platform share: settings from a Variable, schedule, owner, retries, time-outs."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from airflow.sdk import (
    Asset,
    AssetAny,
    AssetOrTimeSchedule,
    Context,
    ExceptionRetryPolicy,
    RetryAction,
    RetryDecision,
    RetryRule,
    Variable,
)

from vn30.airflow.timetable import SessionsOnRequest, SessionTimetable
from vn30.database.warehouse import is_disk_full
from vn30.pipelines.dag_settings import DagSettings, TriggeredDagSettings, notice_of
from vn30.storage.write_faults import write_fault

_Settings = TypeVar("_Settings", bound=DagSettings)

MAX_RETRY_DELAY = timedelta(minutes=5)


class TaskRetryPolicy(ExceptionRetryPolicy):
    """The rules, and no retry where a disk or a folder takes no data."""

    def evaluate(
        self, exception: BaseException, try_number: int, max_tries: int, context: Context | None = None
    ) -> RetryDecision:
        """Fail a task whose retry would repeat all its work and fail again; else follow the rules."""
        fault = write_fault(exception)
        if fault is None and is_disk_full(exception):
            fault = "the disk of PostgreSQL is full. Free space on it"
        if fault is not None:
            return RetryDecision.fail(f"{fault}, then clear the task")
        return super().evaluate(exception, try_number, max_tries, context)


_DEFAULT_ARGS: dict[str, Any] = {
    "retry_exponential_backoff": 2,
    "execution_timeout": timedelta(minutes=30),
    "retry_policy": TaskRetryPolicy(
        rules=[
            RetryRule(
                exception=[
                    "vn30.errors.WrongInput",
                    "sqlalchemy.exc.DataError",
                    "sqlalchemy.exc.IntegrityError",
                ],
                action=RetryAction.FAIL,
                reason="the input is wrong, and a retry cannot help",
            )
        ]
    ),
}


def settings_with_notice(
    variable: str, read: Callable[[str | None], tuple[_Settings, str | None]]
) -> tuple[_Settings, str]:
    """The settings of a DAG, and what its page says first if the Variable is invalid and not used.

    Args:
        read: of :mod:`vn30.pipelines.dag_settings`, for this Variable.
    """
    settings, fault = read(Variable.get(variable, default=None))
    notice = notice_of(variable, fault)
    if notice:
        logging.getLogger(__name__).warning("%s", notice.strip())
    return settings, notice


def asset_or_cron(settings: TriggeredDagSettings, *assets: Asset) -> AssetOrTimeSchedule | SessionTimetable:
    """The schedule of a DAG that runs at an event of any asset, or by its cron, as ``settings.trigger`` says.

    With events, its cron still gives the sessions of backfills.
    """
    when = settings.schedule_cron, settings.timezone
    if settings.trigger == "prices":
        # Airflow's stub knows the timetables of the task SDK alone.
        on_request: Any = SessionsOnRequest(*when)
        return AssetOrTimeSchedule(assets=AssetAny(*assets), timetable=on_request)
    return SessionTimetable(*when)


def dag_options(settings: DagSettings) -> dict[str, Any]:
    """The arguments of ``@dag``, from the settings and the platform's defaults; without the schedule."""
    delay = timedelta(minutes=settings.retry_delay_minutes)
    return {
        "start_date": settings.start_date,
        "catchup": settings.catchup,
        "max_active_runs": settings.max_active_runs,
        "tags": settings.tags,
        "default_args": {
            **_DEFAULT_ARGS,
            "owner": settings.owner,
            "retries": settings.retries,
            "retry_delay": delay,
            "max_retry_delay": max(delay, MAX_RETRY_DELAY),
        },
    }
