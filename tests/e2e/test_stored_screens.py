"""Screens in a real browser, each on a stored market: a platform would take minutes to make the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from tests.support.api_server import serving
from tests.support.browser import MINUTES, WALK, build_pseudo, look
from tests.support.model_runs import publish_run
from tests.support.process_settings import on_database
from tests.support.receivers import receiving
from tests.support.stored_crawl import store_crawl
from tests.support.stored_gaps import store_gaps
from tests.support.stored_jobs import store_jobs
from tests.support.stored_market import SESSIONS, TICKERS, store_market, store_run
from tests.support.stored_news import store_news
from tests.support.stored_recommendations import store_recommendations
from tests.support.stored_risk import store_risk
from tests.support.version_details import made_up_regimes, made_up_rows, store_check, store_details
from vn30.database.warehouse import make_engine
from vn30.evaluation.residuals import residuals
from vn30.evaluation.slices import slice_scores
from vn30.experiments.champions import record_run
from vn30.experiments.promotion_policy import PromotionPolicy
from vn30.ingestion.corporate_actions import put_action
from vn30.ingestion.price_events import store_price_events
from vn30.lake.publish import publish
from vn30.market.calendar import sessions_between
from vn30.market.corporate_actions import CorporateAction
from vn30.names import HORIZONS
from vn30.optimisation.config import WalkForwardConfig
from vn30.optimisation.requests import request_walk_forward
from vn30.optimisation.walk_forward_run import claim, finish, walk
from vn30.portfolio.sample import add_sample
from vn30.portfolio.store import portfolios_of
from vn30.settings import Settings
from vn30.storage.artifacts import open_store
from vn30.users.accounts import seed_demo_accounts

LARGE = "market-of-1600"
VERSIONS = "model-versions"
RECOMMENDATIONS = "recommendations"
PORTFOLIO = "portfolio"
JOBS = "jobs"
PEOPLE = "people"
RISK = "risk"
DATA = "data"
NEWS = "news"
SHELL = "shell"
STORED = (LARGE, VERSIONS, RECOMMENDATIONS, PORTFOLIO, JOBS, PEOPLE, RISK, NEWS, DATA, SHELL)
"""The screens that are tried here."""

pytestmark = pytest.mark.timeout((MINUTES + 5) * 60)


@pytest.fixture
def settings(make_database: Callable[..., str], tmp_path: Path) -> Settings:
    """Those of an API in front of a database of its own, with the demo's accounts alone."""
    settings = _settings(make_database("screens"), tmp_path)
    with _writing(settings) as connection:
        seed_demo_accounts(connection)
    return settings


def _settings(url: str, artifacts: Path) -> Settings:
    return Settings(
        environment="demo",
        database_url=SecretStr(url),
        jwt_secret=SecretStr("a secret that this test alone uses, for an hour"),
        artifact_store=artifacts.as_uri(),
    )


@contextmanager
def _writing(settings: Settings) -> Iterator[sa.Connection]:
    """A transaction on the database of the settings."""
    engine = make_engine(settings)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _look(screen: str, settings: Settings, *others: str, market: str = "", **environment: str) -> None:
    """Try the screens, and walk through those of a market of ``frontend/e2e/screens.ts``, if it is named."""
    if market:
        build_pseudo()
        others, environment = (*others, WALK), {**environment, "VN30_MARKET": market}
    with serving(create_app(settings)) as client:
        look(screen, *others, api_url=str(client.base_url), **environment)


def test_a_market_of_1600_tickers(make_database: Callable[..., str], tmp_path: Path) -> None:
    url = make_database("large", migrated=False)
    fill(url, tickers=1600, sessions=60)
    _look(LARGE, settings=_settings(url, tmp_path))


def test_versions_of_models(settings: Settings) -> None:
    """Two lines of models, and research."""
    store, policy = open_store(settings), PromotionPolicy("person")
    random = np.random.default_rng(1)
    with _writing(settings) as connection:
        store_market(connection)
    for day, alpha, column in (
        (SESSIONS[-8], 1.0, None),
        (SESSIONS[-1], 2.0, None),
        (SESSIONS[-1], 1.0, None),
        (SESSIONS[-1], 1.0, "high"),
    ):
        tested = {horizon: made_up_rows(random, horizon) for horizon in HORIZONS}
        errors = {horizon: residuals(rows) for horizon, rows in tested.items()}
        slices = {horizon: slice_scores(rows, made_up_regimes(), horizon) for horizon, rows in tested.items()}
        # Versions are told apart by the time of their transaction.
        with _writing(settings) as connection:
            run_id = publish_run(
                connection, day, alpha=alpha, promotion="person", error=0.01 * alpha, target_column=column
            )
            record_run(connection, store, UUID(run_id), policy, errors, slices)
            store_details(connection, run_id)
    _look(VERSIONS, settings, market="versions")


def test_recommendations(settings: Settings) -> None:
    """Recommendations of two sessions, the older one judged and replayed, before users without consent."""
    with _writing(settings) as connection:
        store_market(connection)
        store_run(connection, SESSIONS[-1])
        store_recommendations(connection, SESSIONS[-30], SESSIONS[-1])
    _look(RECOMMENDATIONS, settings, market="recommendations")


def test_portfolios(settings: Settings) -> None:
    """The sample portfolio, whose first stock has paid a dividend, its walk-forward, jobs, the frame."""
    with _writing(settings) as connection:
        store_market(connection, ("FPT", "HPG", "VCB", "VNM"))
        connection.exec_driver_sql("UPDATE market_state SET market = 'simulated'")
        connection.exec_driver_sql("UPDATE stocks SET sector = 'Technology' WHERE ticker = 'FPT'")
        put_action(connection, CorporateAction("FPT", SESSIONS[-100], "cash_dividend", "test", cash=2_000))
        assert add_sample(connection)
        assert not add_sample(connection)
        user = connection.exec_driver_sql("SELECT id FROM users WHERE username = 'enduser1'").scalar_one()
        portfolio = portfolios_of(connection, user)[0]
        config = WalkForwardConfig(lookback=120, years=1)
        store_jobs(connection, SESSIONS[-40], SESSIONS[-21])
        walk_forward = str(request_walk_forward(connection, user, portfolio.id, config, None).id)
    with on_database(settings.require_database_url()):
        for method in claim(walk_forward):
            walk(walk_forward, method)
        finish(walk_forward)
    _look(PORTFOLIO, settings, JOBS, SHELL, market="portfolio")


def test_people(settings: Settings, tmp_path: Path) -> None:
    """The life of an account, with mails through a mail server."""
    with _writing(settings) as connection:
        store_market(connection)
        store_recommendations(connection, SESSIONS[-30], SESSIONS[-1])
        connection.execute(
            sa.text(
                "INSERT INTO users (username, password_hash, display_name, role, email) "
                "VALUES ('binh', 'no hash', 'Tran Binh', 'end_user', 'binh@example.com')"
            )
        )
    mails = tmp_path / "mails"
    with receiving(Maildir(mails)) as port:
        mailing = {"mail_server": SecretStr(f"smtp://127.0.0.1:{port}?starttls=off"), "home": tmp_path}
        _look(PEOPLE, settings.model_copy(update=mailing), market="people", VN30_TEST_MAILS=str(mails))


def test_risk_and_news(settings: Settings) -> None:
    """A stock of six years, one without risk measures, and news and events of these."""
    sessions = sessions_between(date(2018, 6, 1), date(2024, 6, 28))
    with _writing(settings) as connection:
        store_market(connection, sessions=sessions)
        for ticker in TICKERS:
            store_price_events(connection, ticker)
        store_news(connection, sessions)
    store_risk(settings, settings.database_url.get_secret_value(), sessions[-1], ("FPT",))
    _look(RISK, settings, NEWS, market="risk")


def test_data(settings: Settings) -> None:
    """Gaps of every kind, what a crawl has found and rejected, a look-ahead check, and a published lake."""
    with _writing(settings) as connection:
        store_gaps(connection)
        store_crawl(connection, SESSIONS[-1], SESSIONS[-100])
        put_action(connection, CorporateAction("FPT", SESSIONS[-100], "stock_dividend", "HOSE", ratio=0.15))
        store_check(connection, [SESSIONS[-200], SESSIONS[-100], SESSIONS[-40]])
    with on_database(settings.require_database_url()):
        assert publish(open_store(settings), "prices").state == "published"
    _look(DATA, settings, market="data")
