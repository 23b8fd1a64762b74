"""The tasks of a run as a graph and as a Gantt chart."""

from collections import Counter
from datetime import UTC, datetime

import sqlalchemy as sa

from api.pipelines.reading import Pipelines
from api.pipelines.schemas import (
    GanttQuery,
    GanttTask,
    GraphEdge,
    GraphNode,
    RunGantt,
    RunGraph,
    SourcedPage,
)
from vn30.pipelines import mirror
from vn30.pipelines.airflow_api import AirflowApi
from vn30.pipelines.airflow_api.connection import run_concurrently
from vn30.pipelines.airflow_api.dags import dag_nodes
from vn30.pipelines.airflow_api.tasks import task_instances
from vn30.pipelines.models import TaskInstance, TaskNode, overall_state

_NEVER = datetime.max.replace(tzinfo=UTC)


def graph(pipelines: Pipelines, run_id: str, dag_id: str | None) -> RunGraph:
    """The tasks of a run and their dependencies; the instances of a mapped task are one node.

    Raises:
        ApiError: 404 ``unknown_run``, 409 ``ambiguous_run``.
    """
    run, _ = pipelines.run(run_id, dag_id)

    def live(airflow: AirflowApi) -> tuple[list[TaskNode], list[TaskInstance]]:
        nodes: list[TaskNode] = []
        instances: list[TaskInstance] = []

        def read_nodes() -> None:
            nodes.extend(dag_nodes(airflow, run.dag_id))

        def read_instances() -> None:
            instances.extend(task_instances(airflow, run.dag_id, run.run_id))

        run_concurrently([read_nodes, read_instances])
        return nodes, instances

    def mirrored(connection: sa.Connection) -> tuple[list[TaskNode], list[TaskInstance]]:
        return mirror.nodes(connection, run), mirror.tasks(connection, run)

    (nodes, instances), source = pipelines.read(live, mirrored)
    states = {
        node.task_id: Counter(instance.state for instance in instances if instance.task_id == node.task_id)
        for node in nodes
    }
    return RunGraph(
        nodes=[
            GraphNode(
                id=node.task_id,
                label=node.label,
                state=overall_state(states[node.task_id]),
                is_mapped=node.is_mapped,
                counts=states[node.task_id],
            )
            for node in nodes
        ],
        edges=[GraphEdge(before=node.task_id, after=after) for node in nodes for after in node.downstream],
        source=source,
    )


def gantt(pipelines: Pipelines, run_id: str, query: GanttQuery) -> RunGantt:
    """Start and end of each task instance of a run.

    Raises:
        ApiError: 404 ``unknown_run``, 409 ``ambiguous_run``.
    """
    run, _ = pipelines.run(run_id, query.dag_id)
    instances, source = pipelines.read(
        lambda airflow: task_instances(airflow, run.dag_id, run.run_id),
        lambda connection: mirror.tasks(connection, run),
    )
    instances.sort(key=lambda instance: (instance.start or _NEVER, instance.task_id, instance.map_index))
    page = instances[query.skipped : query.skipped + query.page_size]
    return RunGantt(
        tasks=[
            GanttTask(
                task_id=instance.task_id,
                label=instance.label,
                ticker=instance.map_label,
                map_index=instance.map_index,
                start=instance.start,
                end=instance.end,
                state=instance.state,
                try_number=instance.try_number,
            )
            for instance in page
        ],
        meta=SourcedPage(page=query.page, page_size=query.page_size, total=len(instances), source=source),
    )
