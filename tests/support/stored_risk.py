"""The risk of some stocks in a database that a test has filled."""

from collections.abc import Sequence
from datetime import date

import pytest

from vn30.database import warehouse
from vn30.risk.sessions import RiskJob, measure
from vn30.settings import Settings, get_settings
from vn30.storage.artifacts import open_store


def store_risk(settings: Settings, url: str, session: date, tickers: Sequence[str]) -> None:
    """Compute and store it as the DAG does, with the process's settings for that time those of the test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VN30_DATABASE_URL", url)
        get_settings.cache_clear()
        warehouse.engine.cache_clear()
        measure(open_store(settings), RiskJob(session.isoformat(), list(tickers)))
        warehouse.engine().dispose()
    warehouse.engine.cache_clear()
    get_settings.cache_clear()
