"""The risk of some stocks in a database that a test has filled."""

from collections.abc import Sequence
from datetime import date

from tests.support.process_settings import on_database
from vn30.risk.sessions import RiskJob, measure
from vn30.settings import Settings
from vn30.storage.artifacts import open_store


def store_risk(settings: Settings, url: str, session: date, tickers: Sequence[str]) -> None:
    """Compute and store it as the DAG does, with the process's settings for that time those of the test."""
    with on_database(url):
        measure(open_store(settings), RiskJob(session.isoformat(), list(tickers)))
