"""``/pipeline``: the DAGs and their runs, for data scientists."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.airflow import Airflow, AirflowIfThere
from api.auth.users import User
from api.configuration import AppSettings
from api.database import Database
from api.errors import documented
from api.pipelines import controls, logs, service, settings, tasks
from api.pipelines.reading import Pipelines, known_dag
from api.pipelines.schemas import (
    ChangedDag,
    Dag,
    DagDetail,
    DagQuery,
    GanttQuery,
    LogsQuery,
    PauseRequest,
    RunDetail,
    RunGantt,
    RunGraph,
    RunId,
    RunLogs,
    RunPage,
    RunsQuery,
    SettingsChange,
    StopRequest,
    TriggeredRun,
    TriggerRequest,
)
from api.schemas import PlainText
from api.security import data_scientists

router = APIRouter(
    prefix="/pipeline",
    tags=["pipelines"],
    dependencies=[Depends(data_scientists)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN),
)
_DAG, _RUN = "/dags/{dagId}", "/runs/{runId}"
_of_one_dag = documented(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
_of_one_run = documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)


def _dag_id(
    dag_id: Annotated[PlainText, Path(alias="dagId", max_length=100, examples=["vn30_data_crawler"])],
) -> str:
    return known_dag(dag_id)


def _pipelines(airflow: AirflowIfThere, engine: Database) -> Pipelines:
    return Pipelines(airflow, engine)


DagId = Annotated[str, Depends(_dag_id)]
RunIdInPath = Annotated[RunId, Path(alias="runId", examples=["manual__2026-11-20T10:00:00+00:00"])]
Here = Annotated[Pipelines, Depends(_pipelines)]


@router.get("/dags")
def pipeline_dags(here: Here) -> list[Dag]:
    """Both DAGs: when each runs next, and how it ran last."""
    return service.catalog(here)


@router.get(_DAG, responses=_of_one_dag)
def pipeline_dag(here: Here, dag_id: DagId) -> DagDetail:
    """One DAG with all that can be edited about it."""
    return service.dag(here, dag_id)


@router.post(f"{_DAG}/trigger", status_code=HTTPStatus.CREATED, responses=_of_one_run)
def trigger_dag(
    airflow: Airflow,
    engine: Database,
    user: Annotated[User, Depends(data_scientists)],
    dag_id: DagId,
    body: TriggerRequest | None = None,
) -> TriggeredRun:
    """Start a run. With the `conf` of an earlier run it does the same again."""
    return controls.trigger(airflow, engine, user, dag_id, body.conf if body else {})


@router.post(f"{_DAG}/pause", responses=_of_one_run)
def pause_dag(here: Here, airflow: Airflow, dag_id: DagId, body: PauseRequest) -> DagDetail:
    """Pause the DAG, or resume it. While it is paused, tasks that run go on, and no other task begins."""
    return controls.pause(here, airflow, dag_id, body.paused)


@router.post(f"{_DAG}/stopRun", responses=_of_one_run)
def stop_dag_run(
    here: Here,
    airflow: Airflow,
    user: Annotated[User, Depends(data_scientists)],
    dag_id: DagId,
    body: StopRequest,
) -> RunDetail:
    """Stop a queued or running run: it is `cancelled` at once, and its tasks end within ten seconds.

    What its tasks have stored or published stays.
    """
    return controls.stop(here, airflow, user, dag_id, body.run_id)


@router.get(f"{_DAG}/runs", responses=_of_one_dag)
def dag_runs(here: Here, dag_id: DagId, query: Annotated[RunsQuery, Query()]) -> RunPage:
    """The runs of a DAG, newest first. Of failed and cancelled ones the newest 500 are looked at."""
    return service.runs(here, dag_id, query)


@router.patch(f"{_DAG}/settings", responses=_of_one_run)
def change_dag_settings(
    here: Here, airflow: Airflow, app_settings: AppSettings, dag_id: DagId, body: SettingsChange
) -> ChangedDag:
    """Change settings of a DAG; future runs have them. Answers with the DAG as Airflow shows it then.

    They are kept in an Airflow Variable of the DAG, which may be edited in Airflow as well. Where two users
    change the same field at the same time, the last one wins; changes of different fields both hold.
    """
    return settings.edit(here, airflow, dag_id, body, app_settings.airflow_apply_seconds)


@router.get(_RUN, responses=_of_one_run)
def dag_run(here: Here, run_id: RunIdInPath, query: Annotated[DagQuery, Query()]) -> RunDetail:
    """One run. Its id may hold `:` and `+`: percent-encode it in the path."""
    return service.run(here, run_id, query.dag_id)


@router.get(f"{_RUN}/graph", responses=_of_one_run)
def dag_run_graph(here: Here, run_id: RunIdInPath, query: Annotated[DagQuery, Query()]) -> RunGraph:
    """The tasks of a run and their order, the instances of each mapped task as one node."""
    return tasks.graph(here, run_id, query.dag_id)


@router.get(f"{_RUN}/gantt", responses=_of_one_run)
def dag_run_gantt(here: Here, run_id: RunIdInPath, query: Annotated[GanttQuery, Query()]) -> RunGantt:
    """When each task of a run began and ended, for each ticker."""
    return tasks.gantt(here, run_id, query)


@router.get(f"{_RUN}/logs", responses=_of_one_run)
def dag_run_logs(here: Here, run_id: RunIdInPath, query: Annotated[LogsQuery, Query()]) -> RunLogs:
    """The log of all tasks of a run. Ask with `nextCursor` for what has come since, until it has `ended`."""
    return logs.read(here, run_id, query)
