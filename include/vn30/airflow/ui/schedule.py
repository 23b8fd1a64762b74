"""Assets and next runs, from Airflow's own database, for code in Airflow's API server."""

from datetime import datetime
from typing import NamedTuple

from airflow.models.asset import AssetEvent, AssetModel
from airflow.models.dag import DagModel
from airflow.models.dagrun import DagRun
from airflow.utils.session import create_session
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vn30.names import ALL_DAGS, FORECASTS_ASSET, LAKE_ASSET, MINUTES_ASSET, PRICES_ASSET

ASSETS = (PRICES_ASSET, MINUTES_ASSET, FORECASTS_ASSET, LAKE_ASSET)


class Announced(NamedTuple):
    """An asset: its newest event, and the DAGs that start at one.

    Attributes:
        what: the event's session or data sets; empty without either.
    """

    name: str
    what: str
    at: datetime | None
    by: str | None
    starts: list[str]


class Next(NamedTuple):
    """A DAG, and what starts its next run.

    Attributes:
        at: its next run by the clock; None if an event starts it, or nothing does.
        when: its schedule as Airflow describes it.
        newest: state and end of its newest run.
    """

    dag_id: str
    name: str
    paused: bool
    at: datetime | None
    when: str
    newest_state: str | None
    newest_at: datetime | None


def read_schedule() -> tuple[list[Announced], list[Next]]:
    """The platform's assets, and its DAGs in the order of their next runs."""
    with create_session() as session:
        assets = [_announced(session, name) for name in ASSETS]
        dags = [
            _next(session, dag)
            for dag in session.scalars(select(DagModel).where(DagModel.dag_id.in_(ALL_DAGS)))
        ]
    return assets, sorted(dags, key=lambda dag: (dag.paused, dag.at is None, dag.at, dag.name))


def _announced(session: Session, name: str) -> Announced:
    asset = session.scalar(select(AssetModel).where(AssetModel.name == name))
    if asset is None:
        return Announced(name, "", None, None, [])
    event = session.scalar(
        select(AssetEvent)
        .where(AssetEvent.asset_id == asset.id)
        .order_by(AssetEvent.timestamp.desc())
        .limit(1)
    )
    starts = sorted(reference.dag_id for reference in asset.scheduled_dags)
    if event is None:
        return Announced(name, "", None, None, starts)
    what = event.extra.get("session") or ", ".join(event.extra.get("changed", ()))
    return Announced(name, what, event.timestamp, event.source_dag_id, starts)


def _next(session: Session, dag: DagModel) -> Next:
    newest = session.execute(
        select(DagRun.state, func.coalesce(DagRun.end_date, DagRun.start_date, DagRun.queued_at))
        .where(DagRun.dag_id == dag.dag_id)
        .order_by(DagRun.run_after.desc())
        .limit(1)
    ).first()
    return Next(
        dag.dag_id,
        dag.dag_display_name,
        dag.is_paused,
        None if dag.is_paused else dag.next_dagrun_create_after,
        dag.timetable_description or dag.timetable_summary or "by hand or by the API",
        newest[0] if newest else None,
        newest[1] if newest else None,
    )
