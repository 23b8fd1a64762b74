"""Start, cancellation and deletion of simulations: first in the database, then in Airflow."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from api.auth.audit import Audit
from api.auth.users import User
from api.core.airflow_runs import stop_recorded_run, submit_run
from api.core.database import writing
from api.core.errors import ApiError
from api.simulations.schemas import BatchStart, CancelledSimulations, SimulationRequest, StartedBatch
from vn30.backtesting.grid import Axis, expand
from vn30.backtesting.lifecycle import cancel_batch, cancel_simulation, is_over
from vn30.backtesting.requests import (
    BatchRequest,
    RequestedBatch,
    fail_request,
    renew_request,
    request_batch,
    versions_for,
)
from vn30.database.warehouse import Row, fetch_one, fetch_returned
from vn30.errors import KeyReused
from vn30.i18n.localized import localized
from vn30.market.membership import known_tickers
from vn30.names import SIMULATION_DAG
from vn30.pipelines.airflow_api import AirflowApi

MAX_OPEN_BATCHES = 10
"""Queued and running batches of a user."""

VERSION_FIELD = "signal.version"


def start(
    engine: sa.Engine,
    airflow: AirflowApi,
    audit: Audit,
    request: SimulationRequest | BatchStart,
    key: str | None,
) -> StartedBatch:
    """Record simulations and start them in Airflow. A repeated key only completes missing steps.

    Raises:
        InvalidSimulation: the document or an axis has faults.
        ApiError: 409 ``too_many_simulations``; 422 ``idempotency_key_reused`` or ``no_versions``; 503
            ``airflow_refused``.
        AirflowUnavailable, SignInRefused: the batch is recorded as failed. If Airflow received the request
            nevertheless, the first task claims the batch.
    """
    user = audit.user
    with writing(engine) as connection:
        document, axes = request.document, _axes(connection, request)
        planned = expand(document, axes, sorted(known_tickers(connection)))
        wish = BatchRequest(request.name, axes, planned)
        try:
            batch = request_batch(connection, wish, user.id, user.username, key)
        except KeyReused as reused:
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency_key_reused", str(reused)) from reused
        if batch.is_new:
            _check_limit(connection, user)
            after = request.model_dump(mode="json", by_alias=True)
            audit.add(connection, "start_simulations", str(batch.id), after=after)
        first = fetch_returned(connection, "simulations/first_of_batch", batch_id=str(batch.id))
    if batch.waits_for_airflow:
        _submit(engine, airflow, batch, user)
    return StartedBatch(batch_id=batch.id, simulations=len(planned), simulation_id=first["id"])


def cancel_one(
    engine: sa.Engine, airflow: AirflowApi | None, audit: Audit, simulation_id: UUID
) -> CancelledSimulations:
    """Cancel a simulation; the last one of a batch ends its Airflow run.

    Raises:
        ApiError: 403 ``not_owner``; 404 ``unknown_simulation``; 409 ``simulation_is_over``.
    """
    with writing(engine) as connection:
        row = owned(connection, simulation_id, audit.user)
        batch_id = UUID(str(row["batch_id"]))
        if cancel_simulation(connection, simulation_id, audit.user.username) is None:
            if row["state"] != "cancelled":
                raise _is_over(localized("simulation"))
        else:
            audit.add(connection, "cancel_simulations", str(simulation_id))
        stops = is_over(connection, batch_id)
        if stops:
            cancel_batch(connection, batch_id, audit.user.username)
    stopped = stops and stop_recorded_run(airflow, SIMULATION_DAG, row["airflow_run_id"], audit.user.username)
    return CancelledSimulations(batch_id=batch_id, state="cancelled", stopped_in_airflow=stopped)


def cancel_all(
    engine: sa.Engine, airflow: AirflowApi | None, audit: Audit, batch_id: UUID
) -> CancelledSimulations:
    """Cancel what has not ended of a batch, and stop its Airflow run; results stay.

    Raises:
        ApiError: 403 ``not_owner``; 404 ``unknown_batch``; 409 ``simulation_is_over``.
    """
    with writing(engine) as connection:
        row = fetch_one(connection, "simulations/batch", batch_id=str(batch_id))
        if row is None:
            raise unknown_batch()
        _check_owner(row, audit.user)
        if cancel_batch(connection, batch_id, audit.user.username):
            audit.add(connection, "cancel_simulations", str(batch_id))
        elif row["state"] != "cancelled":
            raise _is_over(localized("batch"))
    stopped = stop_recorded_run(airflow, SIMULATION_DAG, row["airflow_run_id"], audit.user.username)
    return CancelledSimulations(batch_id=batch_id, state="cancelled", stopped_in_airflow=stopped)


def delete(engine: sa.Engine, audit: Audit, simulation_id: UUID) -> None:
    """Delete the results of a simulation that has ended. Its trial stays in the ledger.

    Raises:
        ApiError: 403 ``not_owner``; 404 ``unknown_simulation``; 409 ``simulation_is_running``.
    """
    with writing(engine) as connection:
        row = owned(connection, simulation_id, audit.user)
        if fetch_one(connection, "simulations/delete", simulation_id=str(simulation_id)) is None:
            raise ApiError(
                HTTPStatus.CONFLICT,
                "simulation_is_running",
                localized("The simulation has not ended: cancel it, then delete it."),
            )
        audit.add(connection, "delete_simulation", str(simulation_id), before={"runName": row["run_name"]})


def owned(connection: sa.Connection, simulation_id: UUID, user: User) -> Row:
    """The row of a simulation that the user may change.

    Raises:
        ApiError: 403 ``not_owner``; 404 ``unknown_simulation``.
    """
    row = fetch_one(connection, "simulations/by_id", simulation_id=str(simulation_id))
    if row is None:
        raise unknown_simulation()
    _check_owner(row, user)
    return row


def unknown_simulation() -> ApiError:
    """404 for an unknown or deleted simulation."""
    return ApiError(
        HTTPStatus.NOT_FOUND,
        "unknown_simulation",
        localized("There is no such simulation. Request the list of simulations."),
    )


def unknown_batch() -> ApiError:
    """404 for an unknown batch."""
    return ApiError(
        HTTPStatus.NOT_FOUND,
        "unknown_batch",
        localized("There is no such batch. Request the list of batches."),
    )


def _axes(connection: sa.Connection, request: SimulationRequest | BatchStart) -> Sequence[Axis]:
    if isinstance(request, SimulationRequest):
        return ()
    axes = [Axis(axis.field, axis.values) for axis in request.axes]
    if request.all_versions:
        axes.append(Axis(VERSION_FIELD, _versions(connection, request.document)))
        # The kind may be left out: all versions are asked for.
        signal = request.document.setdefault("signal", {})
        if isinstance(signal, dict):
            signal.update(kind="version")
    return axes


def _versions(connection: sa.Connection, document: dict[str, Any]) -> list[int]:
    versions = versions_for(connection, document)
    if not versions:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "no_versions",
            localized(
                "allVersions: no model version has stored forecasts of these tickers. Run "
                "vn30_model_training "
                "first.",
            ),
        )
    return versions


def _check_limit(connection: sa.Connection, user: User) -> None:
    waiting = fetch_returned(connection, "simulations/open_batches", user_id=str(user.id))["total"]
    if waiting > MAX_OPEN_BATCHES:
        raise ApiError(
            HTTPStatus.CONFLICT,
            "too_many_simulations",
            localized(
                "{max_open_batches} of your batches have not ended. Wait for one, or cancel it.",
                max_open_batches=MAX_OPEN_BATCHES,
            ),
        )


def _check_owner(row: Row, user: User) -> None:
    if row["user_id"] != user.id and user.role != "admin":
        raise ApiError(
            HTTPStatus.FORBIDDEN,
            "not_owner",
            localized("Only {owner} or an administrator may cancel or delete it.", owner=row["owner"]),
        )


def _is_over(what: str) -> ApiError:
    return ApiError(
        HTTPStatus.CONFLICT,
        "simulation_is_over",
        localized("The {what} has ended: it cannot be cancelled.", what=what),
    )


def _submit(engine: sa.Engine, airflow: AirflowApi, batch: RequestedBatch, user: User) -> None:
    def close(reason: str) -> None:
        with writing(engine) as connection:
            fail_request(connection, batch.id, reason)

    conf = {"batch_id": str(batch.id)}
    runs = submit_run(airflow, SIMULATION_DAG, batch.airflow_run_id, conf, user.username, close)
    if runs and batch.state == "failed":
        with writing(engine) as connection:
            renew_request(connection, batch.id)
