"""What every DAG of the platform holds to: owner, retries, time-outs."""

from datetime import timedelta
from typing import Any

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule

from vn30.dag_settings import DagSettings

LONGEST_RETRY_DELAY = timedelta(minutes=5)

_DEFAULT_ARGS: dict[str, Any] = {
    "retry_exponential_backoff": 2,
    "execution_timeout": timedelta(minutes=30),
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            RetryRule(
                exception=[
                    "vn30.errors.WrongInput",
                    "sqlalchemy.exc.DataError",
                    "sqlalchemy.exc.IntegrityError",
                ],
                action=RetryAction.FAIL,
                reason="the input is wrong, and trying again cannot help",
            )
        ]
    ),
}


def dag_options(settings: DagSettings) -> dict[str, Any]:
    """The arguments of ``@dag`` that the settings decide, but for the schedule, and those no setting does."""
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
            "max_retry_delay": max(delay, LONGEST_RETRY_DELAY),
        },
    }
