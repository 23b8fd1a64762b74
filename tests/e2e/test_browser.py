"""Every screen in a real browser, on the running platform."""

from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Platform
from tests.e2e.test_stored_screens import STORED
from tests.support.browser import MINUTES, SCREENS, look
from vn30.names import CRAWLER_DAG, SIMULATION_DAG, TRAINING_DAG


@pytest.fixture
def unpaused(platform: Platform) -> Iterator[Platform]:
    """The platform as `make demo` leaves it: its DAGs active."""
    for dag_id in (CRAWLER_DAG, TRAINING_DAG, SIMULATION_DAG):
        platform.airflow.unpause(dag_id)
    yield platform
    for dag_id in (CRAWLER_DAG, TRAINING_DAG, SIMULATION_DAG):
        platform.airflow.pause(dag_id, True)


LIVE = sorted(SCREENS - set(STORED))


@pytest.mark.timeout((MINUTES * len(LIVE) + 5) * 60)
def test_screens(unpaused: Platform) -> None:
    """All in one browser, as its start takes longer than most of them."""
    look(*LIVE, api_url=unpaused.api_url)
