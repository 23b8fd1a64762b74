"""Reads of DAGs and runs, as responses of the API."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from api.core.database import writing
from api.core.language import answer_language
from api.pipelines.reading import DAGS, Pipelines
from api.pipelines.schemas import (
    Dag,
    DagDetail,
    DagRunRow,
    RunDetail,
    RunPage,
    RunsQuery,
    Source,
    SourcedPage,
)
from vn30.names import NEWS_DAG, TRAINING_DAG, ZONE
from vn30.pipelines import mirror, models
from vn30.pipelines.airflow_api import AirflowApi
from vn30.pipelines.airflow_api.connection import run_concurrently
from vn30.pipelines.airflow_api.dags import read_dag, read_variable
from vn30.pipelines.airflow_api.runs import RunFilter, list_runs
from vn30.pipelines.airflow_api.tasks import PAGE
from vn30.pipelines.dag_settings import SETTINGS, read_news_settings, read_training_settings
from vn30.pipelines.models import DagRun
from vn30.pipelines.schedule_words import schedule_words

MAX_ENDED = 500
"""Newest ended runs that a filter by failed or cancelled reads: to Airflow both are failed."""


def catalog(pipelines: Pipelines) -> list[Dag]:
    """All DAGs that users see."""
    seen, source = _dags(pipelines, DAGS)
    return [Dag.model_validate(_detail(entry, source).model_dump()) for entry in seen]


def dag(pipelines: Pipelines, dag_id: str) -> DagDetail:
    """One DAG with its settings."""
    (entry,), source = _dags(pipelines, (dag_id,))
    detail = _detail(entry, source)
    if dag_id in (TRAINING_DAG, NEWS_DAG) and source == "airflow":
        return detail.model_copy(update=_own_settings(pipelines, dag_id))
    return detail


def _own_settings(pipelines: Pipelines, dag_id: str) -> dict[str, Any]:
    """The fields of :class:`DagDetail` that the DAG in Airflow does not have; empty without an answer."""
    variable = SETTINGS[dag_id].name
    text, source = pipelines.read(lambda airflow: read_variable(airflow, variable), lambda _: None)
    if source == "mirror":
        return {}
    if dag_id == NEWS_DAG:
        news, _ = read_news_settings(text)
        return {"feeds": news.feeds, "company_news": news.company_news}
    settings, _ = read_training_settings(text)
    return {
        "promotion": settings.promotion,
        "promotion_evidence": settings.promotion_evidence,
        "promotion_sessions": settings.promotion_sessions,
    }


@dataclass(frozen=True)
class _Seen:
    """A DAG, its newest run, and whether any of its runs is running: newer runs may wait for it."""

    dag: models.Dag
    newest: list[DagRun]
    is_running: bool


def _dags(pipelines: Pipelines, dag_ids: tuple[str, ...]) -> tuple[list[_Seen], Source]:
    def live(airflow: AirflowApi) -> list[_Seen]:
        def runs(dag_id: str, state: str | None) -> list[DagRun]:
            return list_runs(airflow, dag_id, RunFilter(state=state), limit=1)[0]

        facts = [partial(read_dag, airflow, dag_id) for dag_id in dag_ids]
        ones = [partial(runs, dag_id, state) for state in (None, "running") for dag_id in dag_ids]
        answers: list[models.Dag | list[DagRun]] = run_concurrently([*facts, *ones])
        dags = [answer for answer in answers if isinstance(answer, models.Dag)]
        lists = [answer for answer in answers if isinstance(answer, list)]
        newest, running = lists[: len(dags)], lists[len(dags) :]
        return [_Seen(*row[:2], bool(row[2])) for row in zip(dags, newest, running, strict=True)]

    def mirrored(connection: sa.Connection) -> list[_Seen]:
        def runs(dag_id: str, state: str | None) -> list[DagRun]:
            return mirror.list_runs(connection, dag_id, state=state, limit=1)[0]

        dags = mirror.dags(connection, dag_ids)
        return [_Seen(dag, runs(dag.dag_id, None), bool(runs(dag.dag_id, "running"))) for dag in dags]

    entries, source = pipelines.read(live, mirrored)
    if source == "airflow":
        _keep(pipelines.engine, [entry.dag for entry in entries])
    return [replace(entry, newest=pipelines.complete(entry.newest)) for entry in entries], source


def _keep(engine: sa.Engine, dags: list[models.Dag]) -> None:
    """Update the mirror: no listener reports that a DAG was paused or edited."""
    with engine.connect() as connection:
        kept = mirror.dags(connection, [dag.dag_id for dag in dags])
    changed = [dag for dag in dags if dag not in kept]
    if changed:
        with writing(engine) as connection:
            for dag in changed:
                mirror.put_dag(connection, dag)


def _detail(seen: _Seen, source: Source) -> DagDetail:
    dag, last = seen.dag, seen.newest[0] if seen.newest else None
    return DagDetail(
        dag_id=dag.dag_id,
        name=dag.name,
        description=dag.description,
        status="paused" if dag.paused else "active",
        trigger=dag.trigger,
        schedule_cron=dag.cron,
        schedule_label=_schedule_of(dag),
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


def _schedule_of(dag: models.Dag) -> str | None:
    if dag.schedule_label is None:
        return None
    return schedule_words(dag.schedule_label, dag.cron, answer_language())


def runs(pipelines: Pipelines, dag_id: str, query: RunsQuery) -> RunPage:
    """A page of the runs of a DAG, newest first."""
    zone = ZoneInfo(ZONE)
    since = datetime.combine(query.since, time(), zone) if query.since else None
    until = datetime.combine(query.until + timedelta(days=1), time(), zone) if query.until else None

    def live(airflow: AirflowApi) -> tuple[list[DagRun], int]:
        wanted = RunFilter(since, until, query.state, query.search_run_id)
        if query.state in ("failed", "cancelled"):
            ended = pipelines.complete(_newest(airflow, dag_id, replace(wanted, state="failed")))
            chosen = [run for run in ended if run.state == query.state]
            return chosen[query.skipped : query.skipped + query.page_size], len(chosen)
        page, total = list_runs(airflow, dag_id, wanted, query.page_size, query.skipped)
        return pipelines.complete(page), total

    def mirrored(connection: sa.Connection) -> tuple[list[DagRun], int]:
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

    (page, total), source = pipelines.read(live, mirrored)
    return RunPage(
        data=[run_row(run) for run in page],
        meta=SourcedPage(page=query.page, page_size=query.page_size, total=total, source=source),
    )


def _newest(airflow: AirflowApi, dag_id: str, wanted: RunFilter) -> list[DagRun]:
    first, total = list_runs(airflow, dag_id, wanted, PAGE)
    offsets = range(PAGE, min(total, MAX_ENDED), PAGE)
    others = run_concurrently(
        [partial(list_runs, airflow, dag_id, wanted, PAGE, offset) for offset in offsets]
    )
    return [*first, *(run for page, _ in others for run in page)]


def run(pipelines: Pipelines, run_id: str, dag_id: str | None) -> RunDetail:
    """One run.

    Raises:
        ApiError: 404 ``unknown_run``, 409 ``ambiguous_run``.
    """
    return run_detail(*pipelines.run(run_id, dag_id))


def run_detail(run: DagRun, source: Source) -> RunDetail:
    """A run with its configuration."""
    return RunDetail(**run_row(run).model_dump(), conf=run.conf, source=source)


def run_row(run: DagRun) -> DagRunRow:
    """A run as a row of a list."""
    return DagRunRow(
        run_id=run.run_id,
        dag_id=run.dag_id,
        state=run.state,
        triggered_by=run.triggered_by,
        run_after=run.run_after,
        start=run.start,
        end=run.end,
        duration_seconds=_seconds(run),
    )


def _seconds(run: DagRun) -> float | None:
    if run.start is None:
        return None
    return max(0.0, ((run.end or datetime.now(UTC)) - run.start).total_seconds())
