"""Screens in a real browser, on stored markets: a platform would take minutes to make the same."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
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
from tests.support.browser import MINUTES, WALK, Market, build_pseudo, look
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

SCREENS_OF = {
    "large": ("market-of-1600",),
    "versions": ("model-versions",),
    "recommendations": ("recommendations",),
    "portfolio": ("portfolio", "jobs", "shell"),
    "people": ("people",),
    "risk": ("risk", "news"),
    "data": ("data",),
}
"""The markets of ``frontend/e2e/screens.ts`` that are stored here, and the screens that are tried on each."""
STORED = frozenset(screen for screens in SCREENS_OF.values() for screen in screens)


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


def _store_versions(settings: Settings) -> None:
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


def _store_recommendations(settings: Settings) -> None:
    """Recommendations of two sessions, the older one judged and replayed, before users without consent."""
    with _writing(settings) as connection:
        store_market(connection)
        store_run(connection, SESSIONS[-1])
        store_recommendations(connection, SESSIONS[-30], SESSIONS[-1])


def _store_portfolio(settings: Settings) -> None:
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


def _store_people(settings: Settings) -> None:
    """For the life of an account."""
    with _writing(settings) as connection:
        store_market(connection)
        store_recommendations(connection, SESSIONS[-30], SESSIONS[-1])
        connection.execute(
            sa.text(
                "INSERT INTO users (username, password_hash, display_name, role, email) "
                "VALUES ('binh', 'no hash', 'Tran Binh', 'end_user', 'binh@example.com')"
            )
        )


def _store_risk(settings: Settings) -> None:
    """A stock of six years, one without risk measures, and news and events of these."""
    sessions = sessions_between(date(2018, 6, 1), date(2024, 6, 28))
    with _writing(settings) as connection:
        store_market(connection, sessions=sessions)
        for ticker in TICKERS:
            store_price_events(connection, ticker)
        store_news(connection, sessions)
    store_risk(settings, settings.database_url.get_secret_value(), sessions[-1], ("FPT",))


def _store_data(settings: Settings) -> None:
    """Gaps of every kind, what a crawl has found and rejected, a look-ahead check, and a published lake."""
    with _writing(settings) as connection:
        store_gaps(connection)
        store_crawl(connection, SESSIONS[-1], SESSIONS[-100])
        put_action(connection, CorporateAction("FPT", SESSIONS[-100], "stock_dividend", "HOSE", ratio=0.15))
        store_check(connection, [SESSIONS[-200], SESSIONS[-100], SESSIONS[-40]])
    with on_database(settings.require_database_url()):
        assert publish(open_store(settings), "prices").state == "published"


STORES: dict[str, Callable[[Settings], None]] = {
    "versions": _store_versions,
    "recommendations": _store_recommendations,
    "portfolio": _store_portfolio,
    "people": _store_people,
    "risk": _store_risk,
    "data": _store_data,
}
"""What stores each market beside the demo's accounts; the large one has accounts of its own."""


@pytest.mark.timeout((MINUTES * len(STORED) + 5) * 60)
def test_screens(make_database: Callable[..., str], tmp_path: Path) -> None:
    """All in one browser; each market has a database, artifacts and an API of its own."""
    build_pseudo()
    large, mails = make_database("large", migrated=False), tmp_path / "mails"
    fill(large, tickers=1600, sessions=60)
    with ExitStack() as running:
        apis = {"large": _settings(large, tmp_path / "large")}
        for name, store in STORES.items():
            settings = _settings(make_database(name), tmp_path / name)
            with _writing(settings) as connection:
                seed_demo_accounts(connection)
            store(settings)
            apis[name] = settings
        port = running.enter_context(receiving(Maildir(mails)))
        mailing = {"mail_server": SecretStr(f"smtp://127.0.0.1:{port}?starttls=off"), "home": tmp_path}
        apis["people"] = apis["people"].model_copy(update=mailing)
        markets = {}
        for name, settings in apis.items():
            client = running.enter_context(serving(create_app(settings)))
            screens = SCREENS_OF[name] if name == "large" else (*SCREENS_OF[name], WALK)
            markets[name] = Market(str(client.base_url), screens)
        look(markets, VN30_TEST_MAILS=str(mails))
