"""``/experiments``: training runs, for data scientists. Each sees and may cancel those of all."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Query

from api.airflow import Airflow, AirflowIfThere
from api.artifacts.links import ArtifactLinks
from api.auth.users import User
from api.database import Database
from api.errors import documented
from api.experiments import service, starting
from api.experiments.schemas import (
    ArtifactList,
    ArtifactsQuery,
    CancelledRun,
    LogQuery,
    LogTail,
    Run,
    RunList,
    RunRequest,
    RunsQuery,
    StartedRun,
)
from api.schemas import PlainText
from api.security import data_scientists

router = APIRouter(
    prefix="/experiments",
    tags=["experiments"],
    dependencies=[Depends(data_scientists)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_of_one_run = documented(HTTPStatus.NOT_FOUND)

RunId = Annotated[UUID, Path(alias="runId")]
# Not any text: the paths /run and /runs keep their own methods.
_ONE = "/{runId:uuid}"

IdempotencyKey = Annotated[
    PlainText | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="the same key of the same user means the same run, however often it is sent: use a new "
        "one, such as a random UUID, for every run, and send it again when an answer was lost",
    ),
]


@router.post(
    "/run",
    status_code=HTTPStatus.ACCEPTED,
    responses=documented(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND),
)
def run_experiment(
    engine: Database,
    airflow: Airflow,
    user: Annotated[User, Depends(data_scientists)],
    asked: RunRequest,
    idempotency_key: IdempotencyKey = None,
) -> StartedRun:
    """Start a training run with a saved configuration. Airflow carries it out as `vn30_model_training`.

    It is `pending` until Airflow starts it: one run at a time, and none while the DAG is paused. With
    Airflow down the answer is 503 and the run, if it is listed, has failed.
    """
    return StartedRun(run_id=starting.start(engine, airflow, user, asked, idempotency_key))


@router.get("/runs")
def experiment_runs(engine: Database, query: Annotated[RunsQuery, Query()]) -> RunList:
    """Training runs, those that Airflow started by itself included, newest first."""
    with engine.connect() as connection:
        return service.runs(connection, query)


@router.get(_ONE, responses=_of_one_run)
def experiment_run(engine: Database, run_id: RunId) -> Run:
    """A training run: how far it is, and once it has finished its scores beside the naive forecast."""
    with engine.connect() as connection:
        return service.run(connection, run_id)


@router.get(f"{_ONE}/logs/tail", responses=_of_one_run)
def experiment_log(engine: Database, run_id: RunId, query: Annotated[LogQuery, Query()]) -> LogTail:
    """The run's log from the first line, or on from a cursor: ask again with `nextCursor` for what is new."""
    with engine.connect() as connection:
        return service.log_tail(connection, run_id, query.cursor, query.limit)


@router.post(f"{_ONE}/cancel", responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
def cancel_run(
    engine: Database, airflow: AirflowIfThere, user: Annotated[User, Depends(data_scientists)], run_id: RunId
) -> CancelledRun:
    """Cancel a run that has not ended. What it has published stays; cancelling twice is no error."""
    return starting.cancel(engine, airflow, user, run_id)


@router.get(f"{_ONE}/artifacts", responses=_of_one_run)
def experiment_artifacts(
    engine: Database, links: ArtifactLinks, run_id: RunId, query: Annotated[ArtifactsQuery, Query()]
) -> ArtifactList:
    """What the run has stored, by ticker: scores beside the naive forecast, and links to the files."""
    with engine.connect() as connection:
        return service.artifacts(connection, run_id, query, links)
