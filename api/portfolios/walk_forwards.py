"""Walk-forwards of a portfolio: first in the database, then in Airflow; for the owner alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from uuid import UUID

import sqlalchemy as sa

from api.auth.audit import Audit
from api.core.airflow_runs import stop_recorded_run, submit_run
from api.core.database import writing
from api.core.errors import ApiError
from api.portfolios import service
from api.portfolios.optimisation import LimitedOptimiser
from api.portfolios.optimisation_schemas import (
    CancelledWalkForward,
    StartedWalkForward,
    WalkForward,
    WalkForwardDetail,
    WalkForwardRequest,
)
from api.portfolios.walk_forward_figures import detail_of, summary_of
from vn30.database.warehouse import Row
from vn30.errors import KeyReused
from vn30.i18n.localized import localized
from vn30.names import WALK_FORWARD_DAG
from vn30.optimisation import requests
from vn30.optimisation.requests import Requested, TooManyWalkForwards, UnknownWalkForward
from vn30.pipelines.airflow_api import AirflowApi
from vn30.portfolio.store import find_portfolio


def listed(
    connection: sa.Connection, optimiser: LimitedOptimiser, user_id: UUID, portfolio_id: UUID
) -> list[WalkForward]:
    """The walk-forwards of a portfolio, newest first.

    The page that lists them optimises next: the optimiser starts meanwhile, if there is what to optimise.

    Raises:
        ApiError: 404 ``unknown_portfolio``.
    """
    portfolio = service.owned(connection, user_id, portfolio_id)
    if portfolio.transactions:
        optimiser.warm_up()
    rows = requests.walk_forwards_of(connection, user_id, portfolio_id)
    return [summary_of(row) for row in rows]


def detail(
    connection: sa.Connection, user_id: UUID, portfolio_id: UUID, walk_forward_id: UUID
) -> WalkForwardDetail:
    """A walk-forward with its results so far.

    Raises:
        ApiError: 404 ``unknown_walk_forward``.
    """
    row = _found(connection, user_id, portfolio_id, walk_forward_id)
    return detail_of(row, requests.results_of(connection, walk_forward_id))


def start(
    engine: sa.Engine,
    airflow: AirflowApi,
    audit: Audit,
    portfolio_id: UUID,
    request: WalkForwardRequest,
    key: str | None,
) -> StartedWalkForward:
    """Record a walk-forward and start it in Airflow; a repeated key only completes what is missing.

    Raises:
        ApiError: 404 ``unknown_portfolio``; 409 ``too_many``; 422 ``idempotency_key_reused``; 503
            ``airflow_refused``.
        AirflowUnavailable, SignInRefused: the walk-forward is recorded as failed.
    """
    with service.refusals(), refusals(), writing(engine) as connection:
        find_portfolio(connection, audit.user.id, portfolio_id, lock=True)
        requested = requests.request_walk_forward(connection, audit.user.id, portfolio_id, request, key)
        if requested.is_new:
            # What is asked of a portfolio is its owner's alone, and the trail is not.
            audit.add(connection, "start_walk_forward", str(requested.id))
    if requested.waits_for_airflow:
        _submit(engine, airflow, requested, audit.user.username)
    return StartedWalkForward(id=requested.id)


def cancel(
    engine: sa.Engine, airflow: AirflowApi | None, audit: Audit, portfolio_id: UUID, walk_forward_id: UUID
) -> CancelledWalkForward:
    """Cancel a walk-forward, then stop it in Airflow; a cancelled one is stopped again.

    Raises:
        ApiError: 404 ``unknown_walk_forward``; 409 ``run_is_over``.
    """
    with writing(engine) as connection:
        row = _found(connection, audit.user.id, portfolio_id, walk_forward_id)
        if requests.cancel(connection, portfolio_id, walk_forward_id):
            audit.add(connection, "cancel_walk_forward", str(walk_forward_id))
        elif row["state"] != "cancelled":
            raise _is_over()
    stopped = stop_recorded_run(airflow, WALK_FORWARD_DAG, row["airflow_run_id"], audit.user.username)
    return CancelledWalkForward(id=walk_forward_id, stopped_in_airflow=stopped)


def delete(engine: sa.Engine, audit: Audit, portfolio_id: UUID, walk_forward_id: UUID) -> None:
    """Delete a walk-forward that has ended.

    Raises:
        ApiError: 404 ``unknown_walk_forward``; 409 ``run_is_active``.
    """
    with writing(engine) as connection:
        _found(connection, audit.user.id, portfolio_id, walk_forward_id)
        if not requests.delete(connection, portfolio_id, walk_forward_id):
            raise ApiError(
                HTTPStatus.CONFLICT, "run_is_active", localized("The walk-forward runs. Cancel it first.")
            )
        audit.add(connection, "delete_walk_forward", str(walk_forward_id))


@contextmanager
def refusals() -> Iterator[None]:
    """Turns the errors of requests into those of the API."""
    try:
        yield
    except KeyReused as error:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency_key_reused", str(error)) from error
    except TooManyWalkForwards as error:
        raise ApiError(HTTPStatus.CONFLICT, "too_many", str(error)) from error


def _found(connection: sa.Connection, user_id: UUID, portfolio_id: UUID, walk_forward_id: UUID) -> Row:
    try:
        return requests.find_walk_forward(connection, user_id, portfolio_id, walk_forward_id)
    except UnknownWalkForward as error:
        raise ApiError(HTTPStatus.NOT_FOUND, "unknown_walk_forward", str(error)) from error


def _submit(engine: sa.Engine, airflow: AirflowApi, requested: Requested, username: str) -> None:
    def close(reason: str) -> None:
        with writing(engine) as connection:
            requests.fail_request(connection, requested.id, reason)

    conf = {"walk_forward_id": str(requested.id)}
    accepted = submit_run(airflow, WALK_FORWARD_DAG, requested.airflow_run_id, conf, username, close)
    if accepted and requested.state == "failed":
        with writing(engine) as connection:
            requests.renew_request(connection, requested.id)


def _is_over() -> ApiError:
    return ApiError(
        HTTPStatus.CONFLICT,
        "run_is_over",
        localized("The walk-forward has ended: it cannot be cancelled."),
    )
