"""What every DAG of the platform holds to: owner, retries, time-outs."""

from datetime import timedelta
from typing import Any

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule

ZONE = "Asia/Ho_Chi_Minh"

DEFAULT_ARGS: dict[str, Any] = {
    "owner": "vn30",
    "retries": 4,
    "retry_delay": timedelta(seconds=5),
    "retry_exponential_backoff": 2,
    "max_retry_delay": timedelta(minutes=5),
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
