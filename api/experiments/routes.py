"""``/experiments``: training runs, for data scientists. Each sees and may cancel all of them."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request

from api.artifacts.links import ArtifactLinks
from api.auth.audit import Audited
from api.auth.guards import data_scientists
from api.core.airflow import Airflow, AirflowIfThere
from api.core.database import Database
from api.core.errors import documented
from api.core.idempotency import IdempotencyKey
from api.experiments import comparison, features, service, starting
from api.experiments.comparison_schemas import ComparedRuns, ComparisonQuery
from api.experiments.schemas import (
    ArtifactList,
    ArtifactsQuery,
    CancelledRun,
    ImportancesQuery,
    LogQuery,
    LogTail,
    Run,
    RunFeatures,
    RunList,
    RunRequest,
    RunsQuery,
    StartedRun,
)

router = APIRouter(
    prefix="/experiments",
    tags=["experiments"],
    dependencies=[Depends(data_scientists)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_of_one_run = documented(HTTPStatus.NOT_FOUND)

RunId = Annotated[UUID, Path(alias="runId")]
# A UUID only: otherwise it would match /run and /runs.
_ONE = "/{runId:uuid}"


@router.post(
    "/run",
    status_code=HTTPStatus.ACCEPTED,
    responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND),
)
def run_experiment(
    engine: Database,
    airflow: Airflow,
    audit: Audited,
    request: RunRequest,
    idempotency_key: IdempotencyKey = None,
) -> StartedRun:
    """Start a training run with a saved configuration, as a run of `vn30_model_training` in Airflow.

    With `targets` it starts a group of runs, one a price. A run is `pending` until Airflow starts it: one run
    at a time, and none while the DAG is paused. If Airflow does not respond, the answer is 503 and the run,
    if it is listed, has failed.
    """
    return starting.start(engine, airflow, audit, request, idempotency_key)


@router.get("/runs")
def experiment_runs(engine: Database, query: Annotated[RunsQuery, Query()]) -> RunList:
    """All training runs, scheduled ones included, newest first."""
    with engine.connect() as connection:
        return service.runs(connection, query)


@router.get(_ONE, responses=_of_one_run)
def experiment_run(engine: Database, run_id: RunId) -> Run:
    """A training run: its progress, and after its end its scores beside the naive forecast."""
    with engine.connect() as connection:
        return service.run(connection, run_id)


@router.get(f"{_ONE}/logs/tail", responses=_of_one_run)
def experiment_log(engine: Database, run_id: RunId, query: Annotated[LogQuery, Query()]) -> LogTail:
    """The log of a run from its first line or from a cursor; request it with `nextCursor` for newer lines."""
    with engine.connect() as connection:
        return service.log_tail(connection, run_id, query.cursor, query.limit)


@router.post(f"{_ONE}/cancel", responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
def cancel_run(engine: Database, airflow: AirflowIfThere, audit: Audited, run_id: RunId) -> CancelledRun:
    """Cancel a run that has not ended. Published results stay; repeating it has no effect."""
    return starting.cancel(engine, airflow, audit, run_id)


@router.get(f"{_ONE}/artifacts", responses=_of_one_run)
def experiment_artifacts(
    engine: Database, links: ArtifactLinks, run_id: RunId, query: Annotated[ArtifactsQuery, Query()]
) -> ArtifactList:
    """The results of a run by ticker: scores beside the naive forecast, and links to the files."""
    with engine.connect() as connection:
        return service.artifacts(connection, run_id, query, links)


@router.get(f"{_ONE}/features", responses=_of_one_run)
def experiment_features(
    engine: Database, run_id: RunId, query: Annotated[ImportancesQuery, Query()]
) -> RunFeatures:
    """The importances of the features at a horizon, by model and market regime, and those selected."""
    with engine.connect() as connection:
        return features.run_features(connection, run_id, query.horizon_days)


@router.get(f"{_ONE}/comparison", responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE))
def experiment_comparison(
    request: Request, engine: Database, run_id: RunId, query: Annotated[ComparisonQuery, Query()]
) -> ComparedRuns:
    """A run beside another, or beside the run before it: scores on the same forecasts, and configurations."""
    with engine.connect() as connection:
        return comparison.comparison(connection, request.app.state.settings, run_id, query.other_run_id)
