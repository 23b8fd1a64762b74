"""``/simulations``: back-tests, for data scientists, who see all of them and cancel and delete their own."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import JSONResponse

from api.artifacts.links import ArtifactLinks
from api.auth.audit import Audited
from api.auth.guards import data_scientists
from api.core.airflow import Airflow, AirflowIfThere
from api.core.database import Database
from api.core.errors import documented
from api.core.idempotency import IdempotencyKey
from api.core.schemas import PageQuery
from api.experiments.schemas import LogQuery, LogTail
from api.simulations import service, starting
from api.simulations.schemas import (
    BatchList,
    BatchStart,
    CancelledSimulations,
    Comparison,
    ComparisonQuery,
    Ledger,
    SimulationBatch,
    SimulationDetail,
    SimulationEquity,
    SimulationForm,
    SimulationList,
    SimulationRequest,
    SimulationsQuery,
    StartedBatch,
    TradeList,
    TradesQuery,
)
from api.training_config.schemas import FieldFault, InvalidConfigBody
from vn30.backtesting.document import InvalidSimulation

router = APIRouter(
    prefix="/simulations",
    tags=["simulations"],
    dependencies=[Depends(data_scientists)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_invalid: dict[int | str, dict[str, Any]] = {
    HTTPStatus.UNPROCESSABLE_ENTITY.value: {
        "model": InvalidConfigBody,
        "description": "The request or the simulation is invalid",
    },
    **documented(HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT),
}
_of_one = documented(HTTPStatus.NOT_FOUND)
_of_ended = documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)

SimulationId = Annotated[UUID, Path(alias="simulationId")]
BatchId = Annotated[UUID, Path(alias="batchId")]
# UUIDs only: otherwise they would match the other paths.
_ONE, _BATCH = "/{simulationId:uuid}", "/batches/{batchId:uuid}"


@router.get("")
def simulations(engine: Database, query: Annotated[SimulationsQuery, Query()]) -> SimulationList:
    """The simulations of all users, newest first or by a figure."""
    with engine.connect() as connection:
        return service.listed(connection, query)


@router.post("", status_code=HTTPStatus.ACCEPTED, response_model=StartedBatch, responses=_invalid)
def start_simulation(
    engine: Database,
    airflow: Airflow,
    audit: Audited,
    request: SimulationRequest,
    idempotency_key: IdempotencyKey = None,
) -> StartedBatch | JSONResponse:
    """Start one simulation, as a run of `vn30_simulation` in Airflow.

    It is `queued` until Airflow starts it. If Airflow does not respond, the answer is 503 and the simulation,
    if it is listed, has failed. Every simulation with a result is a trial in the ledger, also a deleted one.
    """
    return _started(engine, airflow, audit, request, idempotency_key)


@router.get("/form")
def simulation_form() -> SimulationForm:
    """What a form of simulations is drawn from: schema, presets, and the fields that a batch may vary."""
    return service.form()


@router.get("/comparison", responses=_of_one)
def simulation_comparison(engine: Database, query: Annotated[ComparisonQuery, Query()]) -> Comparison:
    """Up to five simulations side by side, with the fields in which their documents differ."""
    with engine.connect() as connection:
        return service.compare(connection, query.simulation_id)


@router.get("/ledger")
def simulation_ledger(engine: Database) -> Ledger:
    """The ledger of trials by family of signals: the more were tried, the better the best looks by luck."""
    with engine.connect() as connection:
        return service.ledger(connection)


@router.get("/batches")
def simulation_batches(engine: Database, query: Annotated[PageQuery, Query()]) -> BatchList:
    """The batches of all users, newest first; a single simulation is a batch of one."""
    with engine.connect() as connection:
        return service.batches(connection, query)


@router.post("/batches", status_code=HTTPStatus.ACCEPTED, response_model=StartedBatch, responses=_invalid)
def start_simulation_batch(
    engine: Database,
    airflow: Airflow,
    audit: Audited,
    request: BatchStart,
    idempotency_key: IdempotencyKey = None,
) -> StartedBatch | JSONResponse:
    """Start a simulation for each combination of values, 1,000 at most, as one run of `vn30_simulation`.

    Each is a trial in the ledger. Beyond 50 simulations, trades and files are not kept: start one of them
    alone for these; its result is the same.
    """
    return _started(engine, airflow, audit, request, idempotency_key)


@router.get(_BATCH, responses=_of_one)
def simulation_batch(engine: Database, batch_id: BatchId) -> SimulationBatch:
    """A batch: its progress, and the probability of back-test overfitting once it has ended."""
    with engine.connect() as connection:
        return service.batch(connection, batch_id)


@router.get(f"{_BATCH}/logs/tail", responses=_of_one)
def simulation_log(engine: Database, batch_id: BatchId, query: Annotated[LogQuery, Query()]) -> LogTail:
    """The log of a batch from its first line or from a cursor; `nextCursor` requests newer lines."""
    with engine.connect() as connection:
        return service.log_tail(connection, batch_id, query)


@router.post(f"{_BATCH}/cancel", responses=_of_ended)
def cancel_simulation_batch(
    engine: Database, airflow: AirflowIfThere, audit: Audited, batch_id: BatchId
) -> CancelledSimulations:
    """Cancel what has not ended of a batch. Results stay; repeating it has no effect."""
    return starting.cancel_all(engine, airflow, audit, batch_id)


@router.get(_ONE, responses=_of_one)
def simulation(engine: Database, links: ArtifactLinks, simulation_id: SimulationId) -> SimulationDetail:
    """A simulation: its document, what it was made from, its figures with their errors, and its files."""
    with engine.connect() as connection:
        return service.detail(connection, simulation_id, links)


@router.delete(_ONE, status_code=HTTPStatus.NO_CONTENT, responses=_of_ended)
def delete_simulation(engine: Database, audit: Audited, simulation_id: SimulationId) -> None:
    """Delete a simulation that has ended, with its files. Its trial stays in the ledger."""
    starting.delete(engine, audit, simulation_id)


@router.get(f"{_ONE}/trades", responses=_of_one)
def simulation_trades(
    engine: Database, simulation_id: SimulationId, query: Annotated[TradesQuery, Query()]
) -> TradeList:
    """The executions of a simulation, oldest first; empty in batches of more than 50."""
    with engine.connect() as connection:
        return service.trades(connection, simulation_id, query)


@router.get(f"{_ONE}/equity", responses=_of_one)
def simulation_equity(engine: Database, simulation_id: SimulationId) -> SimulationEquity:
    """The account after each session, beside the same stocks held and the VN30; empty without a result."""
    with engine.connect() as connection:
        return service.equity(connection, simulation_id)


@router.post(f"{_ONE}/cancel", responses=_of_ended)
def cancel_simulation(
    engine: Database, airflow: AirflowIfThere, audit: Audited, simulation_id: SimulationId
) -> CancelledSimulations:
    """Cancel a simulation that has not ended; repeating it has no effect."""
    return starting.cancel_one(engine, airflow, audit, simulation_id)


def _started(
    engine: Database,
    airflow: Airflow,
    audit: Audited,
    request: SimulationRequest | BatchStart,
    key: str | None,
) -> StartedBatch | JSONResponse:
    try:
        return starting.start(engine, airflow, audit, request, key)
    except InvalidSimulation as invalid:
        body = InvalidConfigBody(
            code="invalid_simulation",
            message="; ".join(f"{path or 'document'}: {message}" for path, message in invalid.faults),
            blockers=[FieldFault(field_path=path, message=message) for path, message in invalid.faults],
        )
        return JSONResponse(body.model_dump(by_alias=True), HTTPStatus.UNPROCESSABLE_ENTITY)
