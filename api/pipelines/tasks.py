"""The tasks of a run: as a graph, and when each of them ran."""

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
from vn30 import mirror
from vn30.airflow_api import AirflowApi
from vn30.airflow_api.connection import together
from vn30.airflow_api.dags import dag_nodes
from vn30.airflow_api.tasks import task_facts
from vn30.pipeline_facts import TaskFacts, TaskNode, overall

_NEVER = datetime.max.replace(tzinfo=UTC)


def graph(pipelines: Pipelines, run_id: str, dag_id: str | None) -> RunGraph:
    """The tasks of a run and their order, the instances of each mapped one together.

    Raises:
        ApiError: 404 ``unknown_run``, 409 ``ambiguous_run``.
    """
    run, _ = pipelines.run(run_id, dag_id)

    def live(airflow: AirflowApi) -> tuple[list[TaskNode], list[TaskFacts]]:
        nodes: list[TaskNode] = []
        instances: list[TaskFacts] = []

        def read_nodes() -> None:
            nodes.extend(dag_nodes(airflow, run.dag_id))

        def read_instances() -> None:
            instances.extend(task_facts(airflow, run.dag_id, run.run_id))

        together([read_nodes, read_instances])
        return nodes, instances

    def mirrored(connection: sa.Connection) -> tuple[list[TaskNode], list[TaskFacts]]:
        return mirror.nodes(connection, run), mirror.tasks(connection, run)

    (nodes, instances), source = pipelines.read(live, mirrored)
    states = {
        node.task_id: Counter(one.state for one in instances if one.task_id == node.task_id) for node in nodes
    }
    return RunGraph(
        nodes=[
            GraphNode(
                id=node.task_id,
                label=node.label,
                state=overall(states[node.task_id]),
                is_mapped=node.is_mapped,
                counts=states[node.task_id],
            )
            for node in nodes
        ],
        edges=[GraphEdge(before=node.task_id, after=after) for node in nodes for after in node.downstream],
        source=source,
    )


def gantt(pipelines: Pipelines, run_id: str, query: GanttQuery) -> RunGantt:
    """When each task ran, and each ticker of a mapped one.

    Raises:
        ApiError: 404 ``unknown_run``, 409 ``ambiguous_run``.
    """
    run, _ = pipelines.run(run_id, query.dag_id)
    found, source = pipelines.read(
        lambda airflow: task_facts(airflow, run.dag_id, run.run_id),
        lambda connection: mirror.tasks(connection, run),
    )
    found.sort(key=lambda one: (one.start or _NEVER, one.task_id, one.map_index))
    page = found[query.skipped : query.skipped + query.page_size]
    return RunGantt(
        tasks=[
            GanttTask(
                task_id=one.task_id,
                label=one.label,
                ticker=one.map_label,
                map_index=one.map_index,
                start=one.start,
                end=one.end,
                state=one.state,
                try_number=one.try_number,
            )
            for one in page
        ],
        meta=SourcedPage(page=query.page, page_size=query.page_size, total=len(found), source=source),
    )
