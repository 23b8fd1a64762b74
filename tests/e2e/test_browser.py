"""Every screen in a real browser, on the running platform: `frontend/e2e` has the tests, by screen."""

import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
import sqlalchemy as sa
from aiosmtpd.handlers import Mailbox as Maildir
from pydantic import SecretStr

from api.app import create_app
from tests.benchmarks.serving_market import fill
from tests.e2e.conftest import Platform
from tests.support.api_server import serving
from tests.support.chromium import FRONTEND, chromium, node_environment
from tests.support.model_runs import publish_run
from tests.support.receivers import receiving
from tests.support.stored_market import SESSIONS, store_market, store_run
from tests.support.stored_recommendations import store_recommendations
from tests.support.stored_risk import store_risk
from tests.support.version_details import made_up_regimes, made_up_rows, store_check, store_details
from vn30.database.warehouse import make_engine
from vn30.evaluation.residuals import residuals
from vn30.evaluation.slices import slice_scores
from vn30.experiments.champions import record_run
from vn30.experiments.promotion_policy import PromotionPolicy
from vn30.ingestion.corporate_actions import put_action
from vn30.local.postgres import EmbeddedPostgres
from vn30.market.calendar import sessions_between
from vn30.market.corporate_actions import CorporateAction
from vn30.names import CRAWLER_DAG, HORIZONS, TRAINING_DAG
from vn30.portfolio.sample import add_sample
from vn30.settings import Settings
from vn30.storage.artifacts import open_store
from vn30.users.accounts import seed_demo_accounts

SCREENS = sorted(path.name.removesuffix(".spec.ts") for path in (FRONTEND / "e2e").glob("*.spec.ts"))
LARGE = "market-of-1600"
VERSIONS = "model-versions"
RECOMMENDATIONS = "recommendations"
PORTFOLIO = "portfolio"
PEOPLE = "people"
RISK = "risk"
STORED = (LARGE, VERSIONS, RECOMMENDATIONS, PORTFOLIO, PEOPLE, RISK)
"""The screens that are tried on a market of their own."""

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


def look(screen: str, api_url: str, browser: dict[str, str], **environment: str) -> None:
    tried = subprocess.run(
        ["npx", "playwright", "test", f"e2e/{screen}.spec.ts"],
        cwd=FRONTEND,
        env={**browser, "VN30_API_URL": api_url, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=MINUTES * 60,
    )
    print(tried.stdout)
    assert tried.returncode == 0, tried.stdout


@pytest.mark.timeout((MINUTES + 5) * 60)
@pytest.mark.parametrize("screen", [screen for screen in SCREENS if screen not in STORED])
def test_a_screen(screen: str, unpaused: Platform, browser: dict[str, str]) -> None:
    look(screen, unpaused.api_url, browser)


def test_a_market_of_1600_tickers(
    postgres: EmbeddedPostgres, make_database, browser: dict[str, str], tmp_path: Path
) -> None:
    url = make_database("large", migrated=False)
    fill(url, tickers=1600, sessions=60)
    with serving(create_app(stored(url, tmp_path))) as client:
        look(LARGE, str(client.base_url), browser)


def test_versions_of_models(
    make_database: Callable[..., str], browser: dict[str, str], tmp_path: Path
) -> None:
    """Two lines of models, and research, on a stored market: the platform would take minutes to make them."""
    url = make_database("versions")
    settings = stored(url, tmp_path)
    engine = make_engine(settings)
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        store_market(connection)
    store, policy = open_store(settings), PromotionPolicy("person")
    random = np.random.default_rng(1)
    for day, alpha, column in (
        (SESSIONS[-8], 1.0, None),
        (SESSIONS[-1], 2.0, None),
        (SESSIONS[-1], 1.0, None),
        (SESSIONS[-1], 1.0, "high"),
    ):
        with engine.begin() as connection:
            run_id = publish_run(
                connection, day, alpha=alpha, promotion="person", error=0.01 * alpha, target_column=column
            )
            tested = {horizon: made_up_rows(random, horizon) for horizon in HORIZONS}
            errors = {horizon: residuals(rows) for horizon, rows in tested.items()}
            slices = {
                horizon: slice_scores(rows, made_up_regimes(), horizon) for horizon, rows in tested.items()
            }
            record_run(connection, store, UUID(run_id), policy, errors, slices)
            store_details(connection, run_id)
    with engine.begin() as connection:
        store_check(connection, [SESSIONS[-200], SESSIONS[-100], SESSIONS[-40]])
    engine.dispose()
    with serving(create_app(settings)) as client:
        look(VERSIONS, str(client.base_url), browser)


def test_recommendations(make_database: Callable[..., str], browser: dict[str, str], tmp_path: Path) -> None:
    """Recommendations of two sessions, the older one judged and replayed, before users without consent."""
    url = make_database("recommendations")
    settings = stored(url, tmp_path)
    engine = make_engine(settings)
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        store_market(connection)
        store_run(connection, SESSIONS[-1])
        store_recommendations(connection, SESSIONS[-30], SESSIONS[-1])
    engine.dispose()
    with serving(create_app(settings)) as client:
        look(RECOMMENDATIONS, str(client.base_url), browser)


def test_portfolios(make_database: Callable[..., str], browser: dict[str, str], tmp_path: Path) -> None:
    """The sample portfolio of the demo on a stored market, whose first stock has paid a dividend."""
    url = make_database("portfolios")
    settings = stored(url, tmp_path)
    engine = make_engine(settings)
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        store_market(connection, ("FPT", "HPG", "VCB", "VNM"))
        connection.exec_driver_sql("UPDATE market_state SET market = 'simulated'")
        connection.exec_driver_sql("UPDATE stocks SET sector = 'Technology' WHERE ticker = 'FPT'")
        action = CorporateAction("FPT", SESSIONS[-100], "cash_dividend", "test", cash=2_000)
        put_action(connection, action)
        assert add_sample(connection)
        assert not add_sample(connection)
    engine.dispose()
    with serving(create_app(settings)) as client:
        look(PORTFOLIO, str(client.base_url), browser)


def test_people(make_database: Callable[..., str], browser: dict[str, str], tmp_path: Path) -> None:
    """The life of an account, with mails through a mail server."""
    url = make_database("people")
    settings = stored(url, tmp_path)
    engine = make_engine(settings)
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        store_market(connection)
        connection.execute(
            sa.text(
                "INSERT INTO users (username, password_hash, display_name, role, email) "
                "VALUES ('binh', 'no hash', 'Tran Binh', 'end_user', 'binh@example.com')"
            )
        )
    engine.dispose()
    mails = tmp_path / "mails"
    with receiving(Maildir(mails)) as port:
        mailing = {"mail_server": SecretStr(f"smtp://127.0.0.1:{port}?starttls=off"), "home": tmp_path}
        with serving(create_app(settings.model_copy(update=mailing))) as client:
            look(PEOPLE, str(client.base_url), browser, VN30_TEST_MAILS=str(mails))


def test_risk(make_database: Callable[..., str], browser: dict[str, str], tmp_path: Path) -> None:
    """Stock Detail of a stock of six years, and of one without risk measures."""
    url = make_database("risk")
    settings = stored(url, tmp_path)
    engine = make_engine(settings)
    sessions = sessions_between(date(2018, 6, 1), date(2024, 6, 28))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        store_market(connection, sessions=sessions)
    engine.dispose()
    store_risk(settings, url, sessions[-1], ("FPT",))
    with serving(create_app(settings)) as client:
        look(RISK, str(client.base_url), browser)


def stored(url: str, artifacts: Path) -> Settings:
    """The settings of an API in front of a database that a test has filled."""
    return Settings(
        environment="demo",
        database_url=SecretStr(url),
        jwt_secret=SecretStr("a secret that this test alone uses, for an hour"),
        artifact_store=artifacts.as_uri(),
    )
