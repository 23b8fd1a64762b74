"""``/pipeline``: DAGs and runs, for data scientists."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.auth.audit import Audited
from api.auth.guards import data_scientists
from api.core.airflow import Airflow, AirflowIfThere
from api.core.database import Database
from api.core.errors import documented
from api.core.schemas import PlainText
from api.core.settings import AppSettings
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
    """The DAGs with their next and their newest run."""
    return service.catalog(here)


@router.get(_DAG, responses=_of_one_dag)
def pipeline_dag(here: Here, dag_id: DagId) -> DagDetail:
    """One DAG with its settings."""
    return service.dag(here, dag_id)


@router.post(f"{_DAG}/trigger", status_code=HTTPStatus.CREATED, responses=_of_one_run)
def trigger_dag(
    airflow: Airflow,
    engine: Database,
    audit: Audited,
    dag_id: DagId,
    body: TriggerRequest | None = None,
) -> TriggeredRun:
    """Start a run. The `conf` of an earlier run repeats that run."""
    return controls.trigger(airflow, engine, audit, dag_id, body.conf if body else {})


@router.post(f"{_DAG}/pause", responses=_of_one_run)
def pause_dag(here: Here, airflow: Airflow, audit: Audited, dag_id: DagId, body: PauseRequest) -> DagDetail:
    """Pause or resume the DAG. While it is paused, running tasks continue and no further task starts."""
    return controls.pause(here, airflow, audit, dag_id, body.paused)


@router.post(f"{_DAG}/stopRun", responses=_of_one_run)
def stop_dag_run(
    here: Here,
    airflow: Airflow,
    audit: Audited,
    dag_id: DagId,
    body: StopRequest,
) -> RunDetail:
    """Stop a queued or running run: it is `cancelled` at once, and its tasks end within ten seconds.

    Stored and published results stay.
    """
    return controls.stop(here, airflow, audit, dag_id, body.run_id)


@router.get(f"{_DAG}/runs", responses=_of_one_dag)
def dag_runs(here: Here, dag_id: DagId, query: Annotated[RunsQuery, Query()]) -> RunPage:
    """The runs of a DAG, newest first. Filters by failed or cancelled cover the newest 500 of these."""
    return service.runs(here, dag_id, query)


@router.patch(f"{_DAG}/settings", responses=_of_one_run)
def change_dag_settings(
    here: Here,
    airflow: Airflow,
    app_settings: AppSettings,
    audit: Audited,
    dag_id: DagId,
    body: SettingsChange,
) -> ChangedDag:
    """Change settings of a DAG for its future runs, and return the DAG.

    The settings are in an Airflow Variable of the DAG, which can also be edited in Airflow. Of concurrent
    changes of one field the last one wins; changes of different fields both take effect.
    """
    return settings.edit(here, airflow, audit, dag_id, body, app_settings.airflow_apply_seconds)


@router.get(_RUN, responses=_of_one_run)
def dag_run(here: Here, run_id: RunIdInPath, query: Annotated[DagQuery, Query()]) -> RunDetail:
    """One run. Percent-encode its id, which may contain `:` and `+`, in the path."""
    return service.run(here, run_id, query.dag_id)


@router.get(f"{_RUN}/graph", responses=_of_one_run)
def dag_run_graph(here: Here, run_id: RunIdInPath, query: Annotated[DagQuery, Query()]) -> RunGraph:
    """The tasks of a run and their dependencies; the instances of a mapped task are one node."""
    return tasks.graph(here, run_id, query.dag_id)


@router.get(f"{_RUN}/gantt", responses=_of_one_run)
def dag_run_gantt(here: Here, run_id: RunIdInPath, query: Annotated[GanttQuery, Query()]) -> RunGantt:
    """Start and end of each task instance of a run."""
    return tasks.gantt(here, run_id, query)


@router.get(f"{_RUN}/logs", responses=_of_one_run)
def dag_run_logs(here: Here, run_id: RunIdInPath, query: Annotated[LogsQuery, Query()]) -> RunLogs:
    """The log of all tasks of a run. Request it with `nextCursor` for newer lines, until `ended` is true."""
    return logs.read(here, run_id, query)
