"""Runs of a DAG that users request: recorded first, then started in Airflow, under an id of the record."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from api.core.errors import ApiError
from vn30.pipelines.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable, SignInRefused

logger = logging.getLogger(__name__)


def submit(
    airflow: AirflowApi,
    dag_id: str,
    conf: dict[str, str],
    run_id: str,
    username: str,
    close: Callable[[str], None],
) -> bool:
    """Start a recorded run, once: a run that Airflow has already is not started again.

    Args:
        close: records as failed what was not started; it gets the reason.

    Returns:
        Whether Airflow has the run, and it has not ended.

    Raises:
        ApiError: 503 ``airflow_refused``.
        AirflowUnavailable, SignInRefused: Airflow did not confirm the run, which it may have nevertheless.
    """
    note = f"Requested by {username} through the API"
    try:
        try:
            airflow.trigger(dag_id, conf, run_id=run_id, note=note, user=username)
        except AirflowRefused as refused:
            if refused.status != HTTPStatus.CONFLICT:
                raise
            # Airflow has the run already: a concurrent request, or a lost answer.
            if airflow.run_progress(dag_id, run_id).ended:
                close("The Airflow run ended before its first task")
                return False
    except (AirflowUnavailable, SignInRefused):
        close("Airflow could not be reached: the run was not started")
        raise
    except AirflowRefused as refused:
        close(f"Airflow refused the run: {refused}")
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "airflow_refused",
            f"Airflow refuses runs of {dag_id}. Check the DAG in Airflow, then try again.",
        ) from refused
    return True


def stop(airflow: AirflowApi | None, dag_id: str, run_id: str | None, username: str) -> bool:
    """Stop a run in Airflow; whether it runs no more."""
    if airflow is None or run_id is None:
        return False
    try:
        airflow.stop_run(dag_id, run_id, user=username)
    except (AirflowUnavailable, SignInRefused) as error:
        logger.warning("Airflow did not stop %s: %s", run_id, error)
        return False
    except AirflowRefused as refused:
        # The run never started or was deleted.
        return refused.status == HTTPStatus.NOT_FOUND
    return True
