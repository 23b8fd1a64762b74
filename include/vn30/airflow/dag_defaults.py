"""The options that all DAGs of the platform share: owner, retries, time-outs."""

from datetime import timedelta
from typing import Any

from airflow.sdk import Context, ExceptionRetryPolicy, RetryAction, RetryDecision, RetryRule

from vn30.database.warehouse import is_disk_full
from vn30.pipelines.dag_settings import DagSettings
from vn30.storage.write_faults import write_fault

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
