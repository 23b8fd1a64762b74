"""Every screen in a real browser, on the running platform."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.e2e.conftest import Platform
from tests.e2e.test_stored_screens import STORED
from tests.support.browser import MINUTES, SCREENS, Market, build_pseudo, look
from vn30.database.warehouse import make_engine
from vn30.names import CRAWLER_DAG, SIMULATION_DAG, TRAINING_DAG


@pytest.fixture
def unpaused(platform: Platform) -> Iterator[Platform]:
    """The platform as `make demo` leaves it: its DAGs active."""
    for dag_id in (CRAWLER_DAG, TRAINING_DAG, SIMULATION_DAG):
        platform.airflow.unpause(dag_id)
    yield platform
    for dag_id in (CRAWLER_DAG, TRAINING_DAG, SIMULATION_DAG):
        platform.airflow.pause(dag_id, True)


LOST_BAR = ("VNM", "2026-05-12")
"""A bar that the database has lost, for the screen that loads gaps."""
LOSE = """
DELETE FROM stock_prices
WHERE stock_id = (SELECT id FROM stocks WHERE ticker = :ticker) AND price_date = :session
"""


@pytest.fixture
def lost_bar(platform: Platform) -> str:
    """Ticker and session of :data:`LOST_BAR`, which is stored no more."""
    engine = make_engine(platform.settings)
    with engine.begin() as connection:
        ticker, session = LOST_BAR
        assert connection.execute(sa.text(LOSE), {"ticker": ticker, "session": session}).rowcount == 1
    engine.dispose()
    return " ".join(LOST_BAR)


LIVE = sorted(SCREENS - set(STORED))


@pytest.mark.timeout((MINUTES * len(LIVE) + 5) * 60)
def test_screens(unpaused: Platform, lost_bar: str) -> None:
    build_pseudo()
    look({"live": Market(unpaused.api_url, LIVE)}, VN30_LOST_BAR=lost_bar)
