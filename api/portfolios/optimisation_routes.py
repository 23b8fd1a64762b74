"""``/portfolios/{portfolioId}``: optima and walk-forwards of a portfolio, for its owner alone."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path

from api.auth.audit import Audited
from api.auth.guards import CurrentUser, signed_in
from api.core.airflow import Airflow, AirflowIfThere
from api.core.database import Database
from api.core.errors import documented
from api.portfolios import optimisation, walk_forwards
from api.portfolios.optimisation import Optimiser
from api.portfolios.optimisation_schemas import (
    CancelledWalkForward,
    Optimisation,
    OptimisationRequest,
    StartedWalkForward,
    WalkForward,
    WalkForwardDetail,
    WalkForwardRequest,
)
from api.portfolios.routes import IdempotencyKey, PortfolioId

router = APIRouter(
    prefix="/portfolios/{portfolioId}",
    tags=["portfolios"],
    dependencies=[Depends(signed_in)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
WalkForwardId = Annotated[UUID, Path(alias="walkForwardId")]
_ONE = "/walk-forwards/{walkForwardId}"


@router.post("/optimise", responses=documented(HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS))
def optimise_portfolio(
    engine: Database,
    optimiser: Optimiser,
    user: CurrentUser,
    portfolio_id: PortfolioId,
    body: OptimisationRequest,
) -> Optimisation:
    """The optimum among at most 60 stocks, its frontier, and the orders from what is held. Nothing is stored.

    Equal weight and the VN30 stand beside it. One optimisation runs at a time, for 30 seconds at most: 429
    where one of the same user runs, 503 where the optimiser is busy or too slow.
    """
    return optimisation.optimised(engine, optimiser, user.id, portfolio_id, body)


@router.get("/walk-forwards")
def portfolio_walk_forwards(
    engine: Database, optimiser: Optimiser, user: CurrentUser, portfolio_id: PortfolioId
) -> list[WalkForward]:
    """The walk-forwards of a portfolio, newest first; a user has 40 at most."""
    with engine.connect() as connection:
        return walk_forwards.listed(connection, optimiser, user.id, portfolio_id)


@router.post("/walk-forwards", status_code=HTTPStatus.ACCEPTED, responses=documented(HTTPStatus.CONFLICT))
def start_walk_forward(
    engine: Database,
    airflow: Airflow,
    audit: Audited,
    portfolio_id: PortfolioId,
    body: WalkForwardRequest,
    idempotency_key: IdempotencyKey = None,
) -> StartedWalkForward:
    """Request a walk-forward of methods after costs, as a run of `vn30_walk_forward` in Airflow.

    It is `pending` until Airflow starts it, one at a time. If Airflow does not respond, the answer is 503 and
    the walk-forward, if it is listed, has failed.
    """
    return walk_forwards.start(engine, airflow, audit, portfolio_id, body, idempotency_key)


@router.get(_ONE)
def portfolio_walk_forward(
    engine: Database, user: CurrentUser, portfolio_id: PortfolioId, walk_forward_id: WalkForwardId
) -> WalkForwardDetail:
    """A walk-forward: its progress, and each finished method beside equal weight and the VN30."""
    with engine.connect() as connection:
        return walk_forwards.detail(connection, user.id, portfolio_id, walk_forward_id)


@router.post(f"{_ONE}/cancel", responses=documented(HTTPStatus.CONFLICT))
def cancel_walk_forward(
    engine: Database,
    airflow: AirflowIfThere,
    audit: Audited,
    portfolio_id: PortfolioId,
    walk_forward_id: WalkForwardId,
) -> CancelledWalkForward:
    """Cancel a walk-forward that has not ended. Methods that are done stay; repeating it has no effect."""
    return walk_forwards.cancel(engine, airflow, audit, portfolio_id, walk_forward_id)


@router.delete(_ONE, status_code=HTTPStatus.NO_CONTENT, responses=documented(HTTPStatus.CONFLICT))
def delete_walk_forward(
    engine: Database, audit: Audited, portfolio_id: PortfolioId, walk_forward_id: WalkForwardId
) -> None:
    """Delete a walk-forward that has ended, with its results. It cannot be taken back."""
    walk_forwards.delete(engine, audit, portfolio_id, walk_forward_id)
