"""Runs of Airflow that a row of the database stands for: started by id, so that Airflow accepts them once."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from api.core.errors import ApiError
from vn30.i18n.localized import localized
from vn30.pipelines.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable, SignInRefused

logger = logging.getLogger(__name__)


def submit_run(
    airflow: AirflowApi,
    dag_id: str,
    run_id: str,
    conf: dict[str, Any],
    username: str,
    close: Callable[[str], None],
) -> bool:
    """Start a recorded run in Airflow.

    Args:
        run_id: derives from the id of the row.
        close: called with the reason if Airflow does not run it.

    Returns:
        Whether Airflow runs it; False if Airflow has ended the run before its first task.

    Raises:
        ApiError: 503 ``airflow_refused``.
        AirflowUnavailable, SignInRefused: if Airflow received the request nevertheless, the first task claims
            the row.
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
                close(localized("The Airflow run ended before its first task"))
                return False
    except (AirflowUnavailable, SignInRefused):
        close(localized("Airflow could not be reached: the run was not started"))
        raise
    except AirflowRefused as refused:
        close(localized("Airflow refused the run: {refused}", refused=refused))
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "airflow_refused",
            localized(
                "Airflow refuses runs of {dag_id}. Check the DAG in Airflow, then try again.", dag_id=dag_id
            ),
        ) from refused
    return True


def stop_recorded_run(airflow: AirflowApi | None, dag_id: str, run_id: str | None, username: str) -> bool:
    """Stop a run in Airflow; False if Airflow is not there or does not respond."""
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
