"""Every screen in a real browser, on the running platform: `frontend/e2e` has the tests, by screen."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.app import create_app
from tests.benchmarks.serving_market import fill
from tests.e2e.conftest import Platform
from tests.support.api_server import serving
from tests.support.chromium import FRONTEND, chromium, node_environment
from vn30.local.postgres import EmbeddedPostgres
from vn30.names import CRAWLER_DAG, TRAINING_DAG
from vn30.settings import Settings

SCREENS = sorted(path.name.removesuffix(".spec.ts") for path in (FRONTEND / "e2e").glob("*.spec.ts"))
LARGE = "market-of-1600"
MINUTES = 10


@pytest.fixture(scope="module")
def browser() -> dict[str, str]:
    """The environment in which Playwright finds its browser."""
    browser = chromium()
    return {**node_environment(), **({"CHROMIUM": str(browser)} if browser else {})}


@pytest.fixture
def unpaused(platform: Platform) -> Iterator[Platform]:
    """The platform as `make demo` leaves it: both DAGs active."""
    for dag_id in (CRAWLER_DAG, TRAINING_DAG):
        platform.airflow.unpause(dag_id)
    yield platform
    for dag_id in (CRAWLER_DAG, TRAINING_DAG):
        platform.airflow.pause(dag_id, True)


def look(screen: str, api_url: str, browser: dict[str, str]) -> None:
    tried = subprocess.run(
        ["npx", "playwright", "test", f"e2e/{screen}.spec.ts"],
        cwd=FRONTEND,
        env={**browser, "VN30_API_URL": api_url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=MINUTES * 60,
    )
    print(tried.stdout)
    assert tried.returncode == 0, tried.stdout


@pytest.mark.timeout((MINUTES + 5) * 60)
@pytest.mark.parametrize("screen", [screen for screen in SCREENS if screen != LARGE])
def test_a_screen(screen: str, unpaused: Platform, browser: dict[str, str]) -> None:
    look(screen, unpaused.api_url, browser)


def test_a_market_of_1600_tickers(
    postgres: EmbeddedPostgres, make_database, browser: dict[str, str], tmp_path: Path
) -> None:
    url = make_database("large", migrated=False)
    fill(url, tickers=1600, sessions=60)
    settings = Settings(
        environment="demo",
        database_url=SecretStr(url),
        jwt_secret=SecretStr("a secret that this test alone uses, for an hour"),
        artifact_store=tmp_path.as_uri(),
    )
    with serving(create_app(settings)) as client:
        look(LARGE, str(client.base_url), browser)
