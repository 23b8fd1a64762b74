"""Jobs of a data scientist in a database: a batch that is queued, a crawl half done, and one that failed."""

from datetime import date

import sqlalchemy as sa

from tests.support.stored_simulations import request
from vn30.ingestion import gaps
from vn30.ingestion.gaps import Gap


def store_jobs(connection: sa.Connection, first: date, last: date) -> None:
    """The crawls are of FPT and VCB, and of the minutes of HPG."""
    request(connection)
    user = connection.execute(sa.text("SELECT id FROM users WHERE username = 'ds1'")).scalar_one()
    half = gaps.request_gap(connection, Gap("daily", ("FPT", "VCB"), first, last), user, None)
    lost = gaps.request_gap(connection, Gap("minutes", ("HPG",), first, last), user, None)
    for statement in _LOADS:
        connection.execute(
            sa.text(statement), {"half": half.airflow_run_id, "lost": lost.airflow_run_id, "day": last}
        )
    for requested in (half, lost):
        gaps.begin(connection, requested.airflow_run_id)
    gaps.end(connection, lost.airflow_run_id, "failed", "task_failure")


_LOADS = (
    """
    WITH crawl AS (
        INSERT INTO crawl_runs (airflow_run_id, source, as_of_date) VALUES (:half, 'csv', :day) RETURNING id
    )

    INSERT INTO crawl_tickers (crawl_id, ticker, state)
    SELECT id, ticker, state FROM crawl, (VALUES ('FPT', 'loaded'), ('VCB', 'planned')) AS of (ticker, state)
    """,
    """
    WITH run AS (
        INSERT INTO intraday_runs (airflow_run_id, source, as_of_date, first_session, newest_only)
        VALUES (:lost, 'csv', :day, :day, FALSE) RETURNING id
    )

    INSERT INTO intraday_run_tickers (run_id, ticker, state, message)
    SELECT id, 'HPG', 'failed', 'the source does not answer' FROM run
    """,
)
