"""The DAGs and their runs, in the shapes of the API."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from api.database import writing
from api.pipelines.reading import DAGS, Pipelines
from api.pipelines.schemas import Dag, DagDetail, RunDetail, RunPage, RunRow, RunsQuery, Source, SourcedPage
from vn30 import mirror
from vn30.airflow_api import AirflowApi
from vn30.airflow_api.connection import together
from vn30.airflow_api.dags import dag_facts
from vn30.airflow_api.runs import RunFilter, list_runs
from vn30.airflow_api.tasks import PAGE
from vn30.pipeline_facts import DagFacts, RunFacts
from vn30.pipelines import ZONE

SORTED_OUT = 500
"""Failed and cancelled runs are one to Airflow; so many of the newest, as the mirror has, are told apart."""


def catalog(pipelines: Pipelines) -> list[Dag]:
    """Both DAGs."""
    seen, source = _dags(pipelines, DAGS)
    return [Dag.model_validate(_detail(one, source).model_dump()) for one in seen]


def dag(pipelines: Pipelines, dag_id: str) -> DagDetail:
    """One DAG with its settings."""
    (found,), source = _dags(pipelines, (dag_id,))
    return _detail(found, source)


@dataclass(frozen=True)
class _Seen:
    """A DAG, its newest run, and whether any run of it runs: newer ones may wait for it to end."""

    dag: DagFacts
    newest: list[RunFacts]
    is_running: bool


def _dags(pipelines: Pipelines, dag_ids: tuple[str, ...]) -> tuple[list[_Seen], Source]:
    def live(airflow: AirflowApi) -> list[_Seen]:
        def runs(dag_id: str, state: str | None) -> list[RunFacts]:
            return list_runs(airflow, dag_id, RunFilter(state=state), limit=1)[0]

        facts = [partial(dag_facts, airflow, dag_id) for dag_id in dag_ids]
        ones = [partial(runs, dag_id, state) for state in (None, "running") for dag_id in dag_ids]
        answers: list[DagFacts | list[RunFacts]] = together([*facts, *ones])
        dags = [one for one in answers if isinstance(one, DagFacts)]
        lists = [one for one in answers if isinstance(one, list)]
        newest, running = lists[: len(dags)], lists[len(dags) :]
        return [_Seen(*one[:2], bool(one[2])) for one in zip(dags, newest, running, strict=True)]

    def mirrored(connection: sa.Connection) -> list[_Seen]:
        def runs(dag_id: str, state: str | None) -> list[RunFacts]:
            return mirror.list_runs(connection, dag_id, state=state, limit=1)[0]

        dags = mirror.dags(connection, dag_ids)
        return [_Seen(one, runs(one.dag_id, None), bool(runs(one.dag_id, "running"))) for one in dags]

    found, source = pipelines.read(live, mirrored)
    if source == "airflow":
        _keep(pipelines.engine, [one.dag for one in found])
    return [replace(one, newest=pipelines.known_better(one.newest)) for one in found], source


def _keep(engine: sa.Engine, dags: list[DagFacts]) -> None:
    """Bring the mirror to what was seen: nothing but the API sees that a DAG was paused or edited."""
    with engine.connect() as connection:
        kept = mirror.dags(connection, [dag.dag_id for dag in dags])
    changed = [dag for dag in dags if dag not in kept]
    if changed:
        with writing(engine) as connection:
            for one in changed:
                mirror.put_dag(connection, one)


def _detail(seen: _Seen, source: Source) -> DagDetail:
    dag, last = seen.dag, seen.newest[0] if seen.newest else None
    return DagDetail(
        dag_id=dag.dag_id,
        name=dag.name,
        description=dag.description,
        status="paused" if dag.paused else "active",
        trigger=dag.trigger,
        schedule_cron=dag.cron,
        schedule_label=dag.schedule_label,
        next_run_at=None if dag.paused else dag.next_run_at,
        last_run_id=last.run_id if last else None,
        last_run_at=(last.start or last.run_after) if last else None,
        last_run_state=last.state if last else None,
        is_running=seen.is_running,
        source=source,
        owner=dag.owner,
        tags=list(dag.tags),
        timezone=dag.timezone,
        catchup=dag.catchup,
        max_active_runs=dag.max_active_runs,
        retries=dag.retries,
        retry_delay_minutes=dag.retry_delay_minutes,
    )


def runs(pipelines: Pipelines, dag_id: str, query: RunsQuery) -> RunPage:
    """A page of the runs of a DAG, newest first."""
    zone = ZoneInfo(ZONE)
    since = datetime.combine(query.since, time(), zone) if query.since else None
    until = datetime.combine(query.until + timedelta(days=1), time(), zone) if query.until else None

    def live(airflow: AirflowApi) -> tuple[list[RunFacts], int]:
        wanted = RunFilter(since, until, query.state, query.search_run_id)
        if query.state in ("failed", "cancelled"):
            ended = pipelines.known_better(_newest(airflow, dag_id, replace(wanted, state="failed")))
            chosen = [run for run in ended if run.state == query.state]
            return chosen[query.skipped : query.skipped + query.page_size], len(chosen)
        if query.state == "up_for_retry":
            return [], 0
        found, total = list_runs(airflow, dag_id, wanted, query.page_size, query.skipped)
        return pipelines.known_better(found), total

    def mirrored(connection: sa.Connection) -> tuple[list[RunFacts], int]:
        return mirror.list_runs(
            connection,
            dag_id,
            since=since,
            until=until,
            state=query.state,
            text=query.search_run_id,
            limit=query.page_size,
            offset=query.skipped,
        )

    (found, total), source = pipelines.read(live, mirrored)
    return RunPage(
        data=[run_row(run) for run in found],
        meta=SourcedPage(page=query.page, page_size=query.page_size, total=total, source=source),
    )


def _newest(airflow: AirflowApi, dag_id: str, wanted: RunFilter) -> list[RunFacts]:
    found, total = list_runs(airflow, dag_id, wanted, PAGE)
    offsets = range(PAGE, min(total, SORTED_OUT), PAGE)
    others = together([partial(list_runs, airflow, dag_id, wanted, PAGE, offset) for offset in offsets])
    return [*found, *(run for page, _ in others for run in page)]


def run(pipelines: Pipelines, run_id: str, dag_id: str | None) -> RunDetail:
    """One run.

    Raises:
        ApiError: 404 ``unknown_run``, 409 ``ambiguous_run``.
    """
    return run_detail(*pipelines.run(run_id, dag_id))


def run_detail(run: RunFacts, source: Source) -> RunDetail:
    """A run with its configuration."""
    return RunDetail(**run_row(run).model_dump(), conf=run.conf, source=source)


def run_row(run: RunFacts) -> RunRow:
    """A run as lists show it."""
    return RunRow(
        run_id=run.run_id,
        dag_id=run.dag_id,
        state=run.state,
        triggered_by=run.triggered_by,
        run_after=run.run_after,
        start=run.start,
        end=run.end,
        duration_seconds=_seconds(run),
    )


def _seconds(run: RunFacts) -> float | None:
    if run.start is None:
        return None
    return max(0.0, ((run.end or datetime.now(UTC)) - run.start).total_seconds())
