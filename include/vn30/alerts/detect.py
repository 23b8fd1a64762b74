"""Detects the events that raise alerts in the database, and updates the record of alerts."""

from datetime import UTC, date, datetime, time

import sqlalchemy as sa

from vn30.alerts import repository, rules
from vn30.alerts.message import Alert
from vn30.database.warehouse import Row, fetch_all, fetch_one, fetch_returned
from vn30.i18n.localized import localized
from vn30.names import CRAWLER_DAG, TRAINING_DAG


def after_failure(connection: sa.Connection, dag_id: str, run_id: str, reason: str) -> None:
    """Record the failure of a run, unless a user stopped it, and the wrong prices that its gate found.

    A crawl of some series checks a part of the market: what its gate finds counts as the reason of its
    failure.

    Args:
        reason: Airflow's reason, such as ``task_failure`` or ``timed_out``.
    """
    run = _run(connection, dag_id, run_id)
    if run["state"] == "cancelled" or run["is_cancelled"]:
        return
    breaches = _breaches(connection, run, dag_id, run_id) if run["is_whole"] else []
    series = (
        []
        if run["crawl_id"] is None
        else fetch_all(connection, "alerts/failed_series", crawl_id=run["crawl_id"])
    )
    failure = rules.failed_run(
        dag_id,
        run_id,
        run["session"],
        reason,
        fetch_all(connection, "alerts/failed_tasks", dag_id=dag_id, run_id=run_id),
        series,
        breached=bool(breaches),
    )
    for event in [*breaches, *([failure] if failure else [])]:
        repository.record(connection, event, is_whole=run["is_whole"])


def unrecorded_failure(dag_id: str, run_id: str, reason: str, error: Exception) -> Alert:
    """The alert on a failed run when the database is not available: it names neither tasks nor their reasons.

    Args:
        reason: Airflow's reason.
        error: what the database, or the connection to it, raised.
    """
    event = rules.failed_run(dag_id, run_id, None, reason, ())
    error_name = type(getattr(error, "orig", None) or error).__name__
    assert event is not None  # noqa: S101 - it is None for a failed gate alone
    return Alert(
        kind=event.kind,
        state="open",
        key=event.key,
        title=event.title,
        details=(
            localized(
                "Not recorded: the platform's database did not accept the alert ({error}).", error=error_name
            ),
        ),
        members=event.members,
        new_members=(),
        session=None,
        dag_id=dag_id,
        run_id=run_id,
        first_seen=datetime.now(UTC),
        times=1,
        resolution=None,
    )


def after_success(connection: sa.Connection, dag_id: str, run_id: str) -> None:
    """Resolve the run's own alert; after a run of everything, those of its session and earlier ones too."""
    run = _run(connection, dag_id, run_id)
    session, is_whole = run["session"], run["is_whole"]
    succeeded = localized("the run {run_id} succeeded", run_id=run_id)
    repository.resolve(
        connection, "failure", dag_id, succeeded, session=session, run_id=run_id, is_whole=is_whole
    )
    if is_whole and run["crawl_id"]:
        lasting = _breaches(connection, run, dag_id, run_id)
        passed = localized("the crawl {run_id} passed the check", run_id=run_id)
        repository.resolve_others(connection, "data_quality", lasting, passed, session)


def at_prices(connection: sa.Connection, session: date, deadline: str, run_id: str | None = None) -> None:
    """At the deadline of a session, record that its prices are late unless they are complete.

    Args:
        deadline: the time of day, as text.
        run_id: the crawler's run that was to load them, if there is one.
    """
    stored = fetch_returned(connection, "alerts/prices_of_session", session=session)
    late = rules.late_prices(stored, CRAWLER_DAG, run_id, deadline)
    if late:
        repository.record(connection, late)


def at_states(connection: sa.Connection) -> None:
    """Record which models are stale, and resolve the alerts on late prices that have been loaded since."""
    stale = rules.stale_models(fetch_all(connection, "alerts/stale_models"))
    if stale:
        repository.record(connection, stale)
    else:
        repository.resolve(connection, "stale_models", "models", localized("no model is stale any more"))
    for row in fetch_all(connection, "alerts/late_sessions"):
        stored = fetch_returned(connection, "alerts/prices_of_session", session=row["session"])
        if rules.late_prices(stored, CRAWLER_DAG, None, "") is None:
            loaded = localized("the prices of {session} are loaded", session=row["session"])
            repository.resolve(connection, "late_prices", CRAWLER_DAG, loaded, session=row["session"])


def due_session(connection: sa.Connection, deadline: time, now: datetime) -> date | None:
    """The newest session whose prices are due; None if the platform's today does not follow the wall clock.

    Args:
        deadline: the time of day, in Vietnam.
        now: an aware time.
    """
    # Not at the top: DAG files, which import this module, are parsed without pandas.
    from vn30.market.stored_calendar import read_calendar

    row = fetch_one(connection, "alerts/live_session")
    if not row or not row["session"]:
        return None
    return rules.newest_due(row["session"], deadline, now, read_calendar(connection))


def _run(connection: sa.Connection, dag_id: str, run_id: str) -> Row:
    return fetch_returned(
        connection,
        "alerts/run",
        dag_id=dag_id,
        run_id=run_id,
        is_crawl=dag_id == CRAWLER_DAG,
        is_training=dag_id == TRAINING_DAG,
    )


def _breaches(connection: sa.Connection, run: Row, dag_id: str, run_id: str) -> list[rules.AlertEvent]:
    if run["crawl_id"] is None:
        return []
    findings = fetch_all(connection, "alerts/breaches", crawl_id=run["crawl_id"])
    return rules.breaches(findings, run["session"], dag_id, run_id)
