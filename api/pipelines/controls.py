"""Triggers, pauses and stops: changes in Airflow, recorded in the mirror."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import sqlalchemy as sa

from api.auth.audit import Audit
from api.core.database import writing
from api.core.errors import ApiError
from api.experiments.starting import start_again
from api.pipelines import service
from api.pipelines.reading import Pipelines
from api.pipelines.schemas import DagDetail, RunDetail, TriggeredRun
from vn30.experiments.state import end_experiment
from vn30.i18n.localized import joined, localized
from vn30.market.membership import known_tickers
from vn30.market.universe import INDICES, UnknownTicker, check_tickers
from vn30.names import CRAWLER_DAG, TRAINING_DAG
from vn30.pipelines import mirror
from vn30.pipelines.airflow_api import AirflowApi, AirflowRefused, AirflowUnavailable, SignInRefused
from vn30.pipelines.airflow_api.dags import dag_with_params
from vn30.pipelines.models import DagRun

logger = logging.getLogger(__name__)

MAX_CONF_LENGTH = 20_000
"""Characters of JSON."""

_MAX_REASON_LENGTH = 500
_REQUESTED = "experiment_id"


def trigger(
    airflow: AirflowApi, engine: sa.Engine, audit: Audit, dag_id: str, conf: dict[str, Any]
) -> TriggeredRun:
    """Start a run.

    Raises:
        ApiError: 422 ``invalid_conf``, Airflow or the DAG refuses the values.
    """
    user = audit.user
    with refusals_of_airflow("invalid_conf"):
        dag, params = dag_with_params(airflow, dag_id)
        _check(conf, dag_id, params)
        conf = _with_known_tickers(engine, conf, dag_id)
        if dag_id == TRAINING_DAG and conf.get(_REQUESTED) is not None:
            run_id, conf = _repeat(airflow, engine, audit, conf)
        else:
            note = f"Triggered by {user.username}"
            run_id = airflow.trigger(dag_id, conf, note=note, user=user.username)
    run = DagRun(
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
    audit.add_made(engine, "trigger_dag", dag_id, after={"runId": run_id, "conf": conf})
    _record(engine, lambda connection: mirror.put_trigger(connection, run, str(user.id), user.username))
    return TriggeredRun(run_id=run_id, dag_id=dag_id, state="queued", waits_for_resume=dag.paused)


def _repeat(
    airflow: AirflowApi, engine: sa.Engine, audit: Audit, conf: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """Id and conf of a new run with the request of the training run that ``conf`` names."""
    earlier_id = conf[_REQUESTED]
    if any(value is not None for name, value in conf.items() if name != _REQUESTED):
        raise _invalid_conf(
            localized("{requested} cannot be combined with other parameters", requested=_REQUESTED)
        )
    again = start_again(engine, airflow, audit, earlier_id) if isinstance(earlier_id, str) else None
    if again is None:
        raise _invalid_conf(localized("{requested}: there is no such training run", requested=_REQUESTED))
    return again.airflow_run_id, {_REQUESTED: str(again.id)}


def pause(pipelines: Pipelines, airflow: AirflowApi, audit: Audit, dag_id: str, paused: bool) -> DagDetail:
    """Pause or resume a DAG, and return it."""
    with refusals_of_airflow():
        airflow.pause(dag_id, paused, user=audit.user.username)
    audit.add_made(pipelines.engine, "pause_dag" if paused else "resume_dag", dag_id)
    return service.dag(pipelines, dag_id)


def stop(pipelines: Pipelines, airflow: AirflowApi, audit: Audit, dag_id: str, run_id: str) -> RunDetail:
    """Stop a run that has not ended; Airflow terminates its tasks.

    Raises:
        ApiError: 404 ``unknown_run``; 409 ``run_is_over``; 503, Airflow does not respond.
    """
    run, source = pipelines.run(run_id, dag_id)
    if source == "mirror":
        raise AirflowUnavailable("Airflow did not report whether the run is active")
    with refusals_of_airflow():
        # False if it has ended since it was read.
        stops = run.active and airflow.stop_run(dag_id, run_id, user=audit.user.username)
    if not stops:
        raise ApiError(HTTPStatus.CONFLICT, "run_is_over", localized("runId: this run has ended."))
    audit.add_made(pipelines.engine, "stop_run", run_id, after={"dagId": dag_id})
    # The listener in Airflow does both as well, if it reaches the database.
    _record(pipelines.engine, lambda connection: mirror.mark_cancelled(connection, run))
    if dag_id == TRAINING_DAG:
        reason = f"{audit.user.username} stopped it"
        _record(pipelines.engine, lambda connection: end_experiment(connection, run_id, "cancelled", reason))
    stopped = replace(run, state="cancelled", end=datetime.now(UTC))
    return service.run_detail(stopped, "airflow")


@contextmanager
def refusals_of_airflow(invalid: str = "refused_by_airflow") -> Iterator[None]:
    """Convert refusals of Airflow to errors of the API, with Airflow's reason.

    Args:
        invalid: the code for a request that Airflow finds invalid.
    """
    try:
        yield
    except AirflowRefused as error:
        reason = str(error)[:_MAX_REASON_LENGTH]
        match error.status:
            case HTTPStatus.NOT_FOUND:
                raise ApiError(
                    HTTPStatus.NOT_FOUND, "unknown_to_airflow", joined(": ", "Airflow", str(reason))
                ) from error
            case HTTPStatus.CONFLICT:
                raise ApiError(
                    HTTPStatus.CONFLICT, "conflict_in_airflow", joined(": ", "Airflow", str(reason))
                ) from error
            case HTTPStatus.BAD_REQUEST | HTTPStatus.UNPROCESSABLE_ENTITY:
                raise ApiError(
                    HTTPStatus.UNPROCESSABLE_ENTITY, invalid, joined(": ", "Airflow", str(reason))
                ) from error
        raise SignInRefused(reason) from error


def _check(conf: dict[str, Any], dag_id: str, params: frozenset[str]) -> None:
    """Refuse parameters that Airflow would ignore or cannot store."""
    unknown = sorted(conf.keys() - params)
    if unknown:
        named = ", ".join(map(repr, unknown))[:200]
        raise _invalid_conf(
            localized(
                "{dag_id} has no parameter {named}; it has {params}",
                dag_id=dag_id,
                named=named,
                params=", ".join(sorted(params)),
            )
        )
    try:
        text = json.dumps(conf, ensure_ascii=False, allow_nan=False)
        text.encode()
    except ValueError as error:
        raise _invalid_conf(localized("numbers must be finite, and texts Unicode")) from error
    if r"\u0000" in text:
        raise _invalid_conf(localized("must not contain the NUL character"))
    if len(text) > MAX_CONF_LENGTH:
        raise _invalid_conf(
            localized("must be shorter than {max_conf_length} characters", max_conf_length=MAX_CONF_LENGTH)
        )


def _with_known_tickers(engine: sa.Engine, conf: dict[str, Any], dag_id: str) -> dict[str, Any]:
    """``conf`` with its tickers as they are stored: in a task, an unknown one would fail the run."""
    tickers = conf.get("tickers")
    if not isinstance(tickers, list) or not all(isinstance(ticker, str) for ticker in tickers):
        # Airflow checks the type.
        return conf
    with engine.connect() as connection:
        known = known_tickers(connection).union(INDICES if dag_id == CRAWLER_DAG else ())
    try:
        return {**conf, "tickers": list(check_tickers(tickers, known))}
    except UnknownTicker as error:
        raise _invalid_conf(joined(": ", "tickers", str(error))) from error


def _invalid_conf(fault: str) -> ApiError:
    return ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_conf", joined(": ", "conf", str(fault)))


def _record(engine: sa.Engine, write: Callable[[sa.Connection], object]) -> None:
    """Write to the database after a change in Airflow; a failure is logged, as the change has been made."""
    try:
        with writing(engine) as connection:
            write(connection)
    except sa.exc.SQLAlchemyError as error:
        logger.warning("Changed in Airflow, but not recorded: %s", error)
