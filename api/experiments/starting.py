"""Starting and cancelling training runs: the row first, then Airflow."""

import logging
from http import HTTPStatus
from uuid import UUID

import sqlalchemy as sa

from api.auth.users import User
from api.database import writing
from api.errors import ApiError
from api.experiments.schemas import CancelledRun, RunRequest
from vn30.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable, SignInRefused
from vn30.errors import WrongInput
from vn30.membership import known_tickers
from vn30.pipelines import TRAINING_DAG
from vn30.training.config import InvalidConfig, parse_config
from vn30.training.requests import (
    KeyReused,
    Requested,
    Wish,
    fail_request,
    renew_request,
    repeat_experiment,
    request_experiment,
    wanted_document,
)
from vn30.training.run_state import cancel_experiment
from vn30.warehouse import fetch_one

logger = logging.getLogger(__name__)


def start(engine: sa.Engine, airflow: AirflowApi, user: User, asked: RunRequest, key: str | None) -> UUID:
    """Record the run and have Airflow start it; with the same key again, only what is still missing of that.

    The Airflow run's id follows from the row's, so that Airflow takes it once, however often it is told.

    Raises:
        ApiError: 404 ``unknown_config``; 422 ``invalid_config``, ``validation_error`` or
            ``idempotency_key_reused``; 503 ``airflow_refused``.
        AirflowUnavailable, SignInRefused: the run is recorded as failed. If Airflow has heard of it after
            all, its first task takes it up.
    """
    with writing(engine) as connection:
        wish = _wish(connection, asked)
        try:
            requested = request_experiment(connection, wish, user.id, user.username, key)
        except KeyReused as reused:
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency_key_reused", str(reused)) from reused
    if requested.waits_for_airflow:
        _tell(engine, airflow, requested, user)
    return requested.id


def start_again(engine: sa.Engine, airflow: AirflowApi, user: User, earlier_id: str) -> Requested | None:
    """Start a run with what an earlier one was asked for with; None if there is none of this id.

    Raises:
        ApiError, AirflowUnavailable, SignInRefused: as :func:`start` does.
    """
    with writing(engine) as connection:
        requested = repeat_experiment(connection, earlier_id, user.id, user.username)
    if requested is not None:
        _tell(engine, airflow, requested, user)
    return requested


def cancel(engine: sa.Engine, airflow: AirflowApi | None, user: User, run_id: UUID) -> CancelledRun:
    """Cancel the run, whoever's it is, then stop it in Airflow; a cancelled one is stopped again.

    Raises:
        ApiError: 404 ``unknown_run``; 409 ``run_is_over``.
    """
    with writing(engine) as connection:
        try:
            cancel_experiment(connection, str(run_id), user.username)
        except WrongInput as gone:
            raise unknown_run() from gone
        run = fetch_one(connection, "experiments/state", run_id=str(run_id))
    if run is None or run["state"] != "cancelled":
        raise ApiError(
            HTTPStatus.CONFLICT, "run_is_over", "The run has ended by itself: there is nothing to cancel."
        )
    stopped = _stop(airflow, run["airflow_run_id"])
    return CancelledRun(run_id=run_id, state="cancelled", stopped_in_airflow=stopped)


def unknown_run() -> ApiError:
    """The answer to the id of a run that is not there."""
    return ApiError(
        HTTPStatus.NOT_FOUND,
        "unknown_run",
        "There is no such training run. Ask for the list of runs.",
    )


def _wish(connection: sa.Connection, asked: RunRequest) -> Wish:
    found = fetch_one(connection, "configs/by_id", config_id=str(asked.config_id))
    if found is None:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "unknown_config",
            "configId: there is no such configuration. Ask for the list of versions.",
        )
    if asked.scope == "all_vn30" and asked.tickers is not None:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "validation_error",
            "tickers: only with scope `selected`; leave it out",
        )
    seed = asked.seeds.global_seed if asked.seeds else None
    document = wanted_document(found["config"], asked.scope, asked.tickers, seed)
    try:
        config = parse_config(document, known_tickers(connection))
    except InvalidConfig as invalid:
        faults = "; ".join(f"{fault.field_path or 'document'}: {fault.message}" for fault in invalid.faults)
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_config", f"This cannot be trained. {faults}"
        ) from invalid
    tickers = None if asked.tickers is None else config.universe.tickers
    return Wish(str(asked.config_id), asked.scope, tickers, seed, asked.notes)


def _tell(engine: sa.Engine, airflow: AirflowApi, requested: Requested, user: User) -> None:
    note = f"Asked for by {user.username} through the platform's API"
    conf = {"experiment_id": str(requested.id)}
    try:
        try:
            airflow.trigger(TRAINING_DAG, conf, run_id=requested.airflow_run_id, note=note)
        except AirflowRefused as refused:
            if refused.status != HTTPStatus.CONFLICT:
                raise
            # It has the run already: somebody asked at the same time, or an answer of its was lost.
            if airflow.run_state(TRAINING_DAG, requested.airflow_run_id).ended:
                _close(engine, requested, "Its Airflow run has ended before training began")
                return
    except (AirflowUnavailable, SignInRefused):
        _close(engine, requested, "Airflow could not be reached: the run was not started")
        raise
    except AirflowRefused as refused:
        _close(engine, requested, f"Airflow refused the run: {refused}")
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "airflow_refused",
            f"Airflow does not take runs of {TRAINING_DAG} now. Look at the DAG in Airflow, then try again.",
        ) from refused
    if requested.state == "failed":
        with writing(engine) as connection:
            renew_request(connection, requested.id)


def _close(engine: sa.Engine, requested: Requested, reason: str) -> None:
    with writing(engine) as connection:
        fail_request(connection, requested.id, reason)


def _stop(airflow: AirflowApi | None, airflow_run_id: str | None) -> bool:
    if airflow is None or airflow_run_id is None:
        return False
    try:
        airflow.stop_run(TRAINING_DAG, airflow_run_id)
    except (AirflowUnavailable, SignInRefused) as error:
        logger.warning("Airflow did not stop %s: %s", airflow_run_id, error)
        return False
    except AirflowRefused as refused:
        # It never started, or was deleted: nothing is left to stop.
        return refused.status == HTTPStatus.NOT_FOUND
    return True
