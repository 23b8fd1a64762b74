"""Looks at the database for what is worth an alert, and brings the record up to date with it."""

from datetime import UTC, date, datetime, time

import sqlalchemy as sa

from vn30.alerts import facts, store
from vn30.alerts.text import Alert
from vn30.pipelines import CRAWLER_DAG, TRAINING_DAG
from vn30.warehouse import Row, fetch_all, fetch_one, fetch_returned


def after_failure(connection: sa.Connection, dag_id: str, run_id: str, reason: str) -> None:
    """Record why a run failed, unless a user stopped it, and what its gate found wrong.

    A crawl of some series sees a part of what is wrong: that is told as why it failed.

    Args:
        reason: what Airflow says, such as ``task_failure`` or ``timed_out``.
    """
    run = _run(connection, dag_id, run_id)
    if run["state"] == "cancelled" or run["is_cancelled"]:
        return
    found = _breaches(connection, run, dag_id, run_id) if run["is_whole"] else []
    series = (
        []
        if run["crawl_id"] is None
        else fetch_all(connection, "alerts/failed_series", crawl_id=run["crawl_id"])
    )
    failure = facts.failed_run(
        dag_id,
        run_id,
        run["session"],
        reason,
        fetch_all(connection, "alerts/failed_tasks", dag_id=dag_id, run_id=run_id),
        series,
        breached=bool(found),
    )
    for fact in [*found, *([failure] if failure else [])]:
        store.record(connection, fact, is_whole=run["is_whole"])


def unrecorded_failure(dag_id: str, run_id: str, reason: str, error: Exception) -> Alert:
    """The alert on a failed run that the database did not take, and so cannot say why.

    Args:
        reason: what Airflow says.
        error: what the database, or the lack of it, said.
    """
    fact = facts.failed_run(dag_id, run_id, None, reason, ())
    what = type(getattr(error, "orig", None) or error).__name__
    assert fact is not None  # noqa: S101 - only the gate's failure is another fact
    return Alert(
        kind=fact.kind,
        state="open",
        key=fact.key,
        title=fact.title,
        details=(f"Not on record: the platform's database did not take it ({what}).",),
        members=fact.members,
        new_members=(),
        session=None,
        dag_id=dag_id,
        run_id=run_id,
        first_seen=datetime.now(UTC),
        times=1,
        resolution=None,
    )


def after_success(connection: sa.Connection, dag_id: str, run_id: str) -> None:
    """Record what is over: of a run of everything, what earlier ones and those of its session met."""
    run = _run(connection, dag_id, run_id)
    session, is_whole = run["session"], run["is_whole"]
    over = f"the run {run_id} succeeded"
    store.resolve(connection, "failure", dag_id, over, session=session, run_id=run_id, is_whole=is_whole)
    if is_whole and run["crawl_id"]:
        still = _breaches(connection, run, dag_id, run_id)
        passed = f"the crawl {run_id} passed the check"
        store.resolve_others(connection, "data_quality", still, passed, session)


def at_prices(connection: sa.Connection, session: date, deadline: str, run_id: str | None = None) -> None:
    """At the deadline of a session: record that its prices are late, unless they are there.

    Args:
        deadline: the time of day, for people.
        run_id: the crawler's run that should have brought them, if there is one.
    """
    stored = fetch_returned(connection, "alerts/prices_of_session", session=session)
    late = facts.late_prices(stored, CRAWLER_DAG, run_id, deadline)
    if late:
        store.record(connection, late)


def at_states(connection: sa.Connection) -> None:
    """Record which models are stale, and whether prices that were late have come."""
    stale = facts.stale_models(fetch_all(connection, "alerts/stale_models"))
    if stale:
        store.record(connection, stale)
    else:
        store.resolve(connection, "stale_models", "models", "no model is stale any more")
    for row in fetch_all(connection, "alerts/late_sessions"):
        stored = fetch_returned(connection, "alerts/prices_of_session", session=row["session"])
        if facts.late_prices(stored, CRAWLER_DAG, None, "") is None:
            loaded = f"the prices of {row['session']} are loaded"
            store.resolve(connection, "late_prices", CRAWLER_DAG, loaded, session=row["session"])


def due_session(connection: sa.Connection, deadline: time, now: datetime) -> date | None:
    """The newest session whose prices should be there; None where today is set, or the end of a file.

    Args:
        deadline: the time of day, in Vietnam.
        now: an aware time.
    """
    found = fetch_one(connection, "alerts/live_session")
    return facts.newest_due(found["session"], deadline, now) if found and found["session"] else None


def _run(connection: sa.Connection, dag_id: str, run_id: str) -> Row:
    return fetch_returned(
        connection,
        "alerts/run",
        dag_id=dag_id,
        run_id=run_id,
        is_crawl=dag_id == CRAWLER_DAG,
        is_training=dag_id == TRAINING_DAG,
    )


def _breaches(connection: sa.Connection, run: Row, dag_id: str, run_id: str) -> list[facts.Fact]:
    if run["crawl_id"] is None:
        return []
    findings = fetch_all(connection, "alerts/breaches", crawl_id=run["crawl_id"])
    return facts.breaches(findings, run["session"], dag_id, run_id)
