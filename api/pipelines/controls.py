"""Starting, pausing and stopping: what changes something in Airflow, and is told to the mirror as well."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import sqlalchemy as sa

from api.auth.users import User
from api.database import writing
from api.errors import ApiError
from api.experiments.starting import start_again
from api.pipelines import service
from api.pipelines.reading import Pipelines
from api.pipelines.schemas import DagDetail, RunDetail, TriggeredRun
from vn30 import mirror
from vn30.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable, SignInRefused
from vn30.airflow_api.dags import dag_with_params
from vn30.pipeline_facts import RunFacts
from vn30.pipelines import TRAINING_DAG
from vn30.training.run_state import end_experiment

logger = logging.getLogger(__name__)

LARGEST_CONF = 20_000
"""Characters of JSON."""

_LONGEST_REASON = 500
_REQUESTED = "experiment_id"


def trigger(
    airflow: AirflowApi, engine: sa.Engine, user: User, dag_id: str, conf: dict[str, Any]
) -> TriggeredRun:
    """Start a run.

    Raises:
        ApiError: 422 ``invalid_conf``, Airflow or the DAG does not take the values.
    """
    with refusals_of_airflow("invalid_conf"):
        dag, params = dag_with_params(airflow, dag_id)
        _check(conf, dag_id, params)
        if dag_id == TRAINING_DAG and conf.get(_REQUESTED) is not None:
            run_id, conf = _repeat(airflow, engine, user, conf)
        else:
            run_id = airflow.trigger(dag_id, conf, note=f"Triggered by {user.username}")
    run = RunFacts(
        dag_id=dag_id,
        run_id=run_id,
        state="queued",
        run_type="manual",
        triggered_by=user.username,
        run_after=datetime.now(UTC),
        start=None,
        end=None,
        conf=conf,
    )
    _tell(engine, lambda connection: mirror.put_trigger(connection, run, str(user.id), user.username))
    return TriggeredRun(run_id=run_id, dag_id=dag_id, state="queued", waits_for_resume=dag.paused)


def _repeat(
    airflow: AirflowApi, engine: sa.Engine, user: User, conf: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The id and the conf of a new run like the one that ``conf`` names: a record is of one run alone."""
    earlier_id = conf[_REQUESTED]
    if any(value is not None for name, value in conf.items() if name != _REQUESTED):
        raise _invalid_conf(
            f"{_REQUESTED} stands for all that the run was asked for with: leave the rest out"
        )
    again = start_again(engine, airflow, user, earlier_id) if isinstance(earlier_id, str) else None
    if again is None:
        raise _invalid_conf(f"{_REQUESTED}: there is no such training run")
    return again.airflow_run_id, {_REQUESTED: str(again.id)}


def pause(pipelines: Pipelines, airflow: AirflowApi, dag_id: str, paused: bool) -> DagDetail:
    """Pause or resume a DAG, and return it as Airflow has it then."""
    with refusals_of_airflow():
        airflow.pause(dag_id, paused)
    return service.dag(pipelines, dag_id)


def stop(pipelines: Pipelines, airflow: AirflowApi, user: User, dag_id: str, run_id: str) -> RunDetail:
    """Stop a run that has not ended: Airflow ends its tasks, those in the middle of something by force.

    Raises:
        ApiError: 404 ``unknown_run``; 409 ``run_is_over``; 503, Airflow does not answer.
    """
    run, source = pipelines.run(run_id, dag_id)
    if source == "mirror":
        raise AirflowUnavailable("Airflow did not say whether the run is active")
    with refusals_of_airflow():
        # It may have ended since it was read: then nobody stopped it.
        stops = run.active and airflow.stop_run(dag_id, run_id)
    if not stops:
        raise ApiError(HTTPStatus.CONFLICT, "run_is_over", "runId: this run has ended: nothing to stop.")
    # Airflow's own listener does both as well, where it reaches the database.
    _tell(pipelines.engine, lambda connection: mirror.mark_cancelled(connection, run))
    if dag_id == TRAINING_DAG:
        reason = f"{user.username} stopped it"
        _tell(pipelines.engine, lambda connection: end_experiment(connection, run_id, "cancelled", reason))
    stopped = replace(run, state="cancelled", end=datetime.now(UTC))
    return service.run_detail(stopped, "airflow")


@contextmanager
def refusals_of_airflow(invalid: str = "refused_by_airflow") -> Iterator[None]:
    """Make what Airflow refuses an answer of the API's own, with Airflow's reason.

    Args:
        invalid: the code where Airflow finds the request itself wrong.
    """
    try:
        yield
    except AirflowRefused as error:
        reason = str(error)[:_LONGEST_REASON]
        match error.status:
            case HTTPStatus.NOT_FOUND:
                raise ApiError(HTTPStatus.NOT_FOUND, "unknown_to_airflow", f"Airflow: {reason}") from error
            case HTTPStatus.CONFLICT:
                raise ApiError(HTTPStatus.CONFLICT, "conflict_in_airflow", f"Airflow: {reason}") from error
            case HTTPStatus.BAD_REQUEST | HTTPStatus.UNPROCESSABLE_ENTITY:
                raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, invalid, f"Airflow: {reason}") from error
        raise SignInRefused(reason) from error


def _check(conf: dict[str, Any], dag_id: str, params: frozenset[str]) -> None:
    """Refuse what Airflow would ignore, or cannot store."""
    unknown = sorted(conf.keys() - params)
    if unknown:
        named = ", ".join(map(repr, unknown))[:200]
        raise _invalid_conf(f"{dag_id} has no parameter {named}; it has {', '.join(sorted(params))}")
    try:
        text = json.dumps(conf, ensure_ascii=False, allow_nan=False)
        text.encode()
    except ValueError as error:
        raise _invalid_conf("numbers must be finite, and texts Unicode") from error
    if r"\u0000" in text:
        raise _invalid_conf("must not contain the NUL character")
    if len(text) > LARGEST_CONF:
        raise _invalid_conf(f"must be shorter than {LARGEST_CONF} characters")


def _invalid_conf(fault: str) -> ApiError:
    return ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_conf", f"conf: {fault}")


def _tell(engine: sa.Engine, write: Callable[[sa.Connection], object]) -> None:
    """Write what Airflow has done already: a failure here must not look as if it had not."""
    try:
        with writing(engine) as connection:
            write(connection)
    except sa.exc.SQLAlchemyError as error:
        logger.warning("Done in Airflow, but not noted: %s", error)
