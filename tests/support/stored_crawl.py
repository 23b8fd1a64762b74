"""A judged crawl in a database: a finding, a rejected row and a restatement, made up."""

import json
from datetime import date

import sqlalchemy as sa

RAW = {"high": "<b>24.1</b>", "low": "25.0", "volume": None}
"""Values that a source has served, one of which would be markup."""


def store_crawl(connection: sa.Connection, session: date, ex_date: date) -> None:
    """The crawl of ``session``: HPG has a rejected row and a warning, FPT was restated on ``ex_date``."""
    values = {"session": session, "ex_date": ex_date, "raw": json.dumps(RAW)}
    for statement in _CRAWL:
        connection.execute(sa.text(statement), values)


_CRAWL = (
    "INSERT INTO crawl_runs (airflow_run_id, source, as_of_date) VALUES ('crawl', 'csv', :session)",
    """
    INSERT INTO crawl_tickers (crawl_id, ticker, state, newest_session, bars_stored, sessions_expected,
        known_absences, open_gaps)
    SELECT crawl_runs.id, ticker, 'loaded', :session, 368, 370, 1, 1 FROM crawl_runs CROSS JOIN stocks
    """,
    """
    INSERT INTO crawl_findings (crawl_id, check_name, severity, ticker, detail)
    SELECT id, '05_no_session_is_missing', 'warning', 'HPG', '3 sessions without a bar' FROM crawl_runs
    """,
    """
    INSERT INTO crawl_reports SELECT id, 7, 7, 0, 0, 7, 0, 0, 1, 1, :session, 2600, 2590, 2, 1, 0, 1,
        '7 series as of the newest session: 7 loaded.' FROM crawl_runs
    """,
    """
    INSERT INTO price_quarantine (crawl_id, ticker, price_date, reason, raw_values, source)
    SELECT id, 'HPG', :ex_date, 'high below low', cast(:raw AS JSONB), 'csv' FROM crawl_runs
    """,
    """
    INSERT INTO price_restatements (crawl_id, stock_id, ex_date, factor, bars_restated, likely_cause, source)
    SELECT crawl_runs.id, stocks.id, :ex_date, 0.8696, 100, '15 new for 100 held', 'csv'
    FROM crawl_runs CROSS JOIN stocks WHERE ticker = 'FPT'
    """,
)
