"""``/operations``: what runs, what is late and what has stalled, for data scientists."""

from datetime import UTC, datetime
from http import HTTPStatus

from fastapi import APIRouter, Depends

from api.auth.guards import data_scientists
from api.core.airflow import AirflowIfThere
from api.core.database import Database
from api.core.errors import documented
from api.operations import service
from api.operations.schemas import ActiveRuns, DatasetAges, Heartbeats

router = APIRouter(
    prefix="/operations",
    tags=["operations"],
    dependencies=[Depends(data_scientists)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN),
)


@router.get("/heartbeats")
def heartbeats(airflow: AirflowIfThere) -> Heartbeats:
    """The newest heartbeats of scheduler, DAG processor and triggerer, and the tasks of the workers."""
    return service.read_heartbeats(airflow, datetime.now(UTC))


@router.get("/datasets")
def dataset_ages(engine: Database) -> DatasetAges:
    """The newest session of each data set, and whether it is late."""
    with engine.connect() as connection:
        return service.read_datasets(connection, datetime.now(UTC))


@router.get("/runs")
def active_runs(engine: Database) -> ActiveRuns:
    """The runs of all DAGs that wait or run, with their progress."""
    with engine.connect() as connection:
        return service.read_active_runs(connection, datetime.now(UTC))
