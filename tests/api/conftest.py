"""A small market with numbers that can be checked by hand, and the real API server in front of it."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from api.app import create_app
from api.auth.tokens import read_token, sign
from tests.support.airflow_server import AirflowServer
from tests.support.api_server import serving
from vn30.database.warehouse import make_engine
from vn30.market.calendar import session_hours, sessions_after, sessions_between
from vn30.settings import Settings
from vn30.training_config.document import default_document
from vn30.users.accounts import DEMO_PASSWORD, seed_demo_accounts
from vn30.users.consent import newest_text

SECRET = "only the tests of this API sign with these words"  # pragma: allowlist secret
LAST_SESSION = date(2025, 3, 31)
SESSIONS = sessions_between(date(2024, 11, 1), LAST_SESSION)[-60:]
OLD_RUN, NEW_RUN = UUID(int=1), UUID(int=2)


@pytest.fixture(scope="session")
def api_settings(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Settings]:
    """``api_settings(database_url, **others)``: what the API is started with."""
    home = tmp_path_factory.mktemp("home")

    def make(database_url: str, **others: Any) -> Settings:
        chosen = {
            "environment": "demo",
            "home": home,
            "as_of": None,
            "jwt_secret": SecretStr(SECRET),
            "trusted_hosts": ["127.0.0.1"],
            # Tests decide when summaries are written.
            "summary_refresh": 0,
            **others,
        }
        return Settings(database_url=SecretStr(database_url), **chosen)

    return make


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Settings], httpx.Client]]:
    """``serve(settings) -> client``: a running API with these settings."""
    with ExitStack() as stack:
        yield lambda settings: stack.enter_context(serving(create_app(settings), settings))


@pytest.fixture(scope="session")
def airflow_settings(airflow_server: AirflowServer) -> dict[str, str]:
    """What connects the API to the tests' Airflow."""
    return {
        "airflow_url": airflow_server.url,
        "airflow_username": airflow_server.username,
        "airflow_password": airflow_server.password,
    }


@pytest.fixture(scope="session")
def airflow_is_down(airflow_settings: dict[str, str]) -> Iterator[dict[str, str]]:
    """The same for an Airflow that refuses every connection."""
    with socket.socket() as bound_but_deaf:
        bound_but_deaf.bind(("127.0.0.1", 0))
        port = bound_but_deaf.getsockname()[1]
        yield {**airflow_settings, "airflow_url": f"http://127.0.0.1:{port}"}


@pytest.fixture(scope="session")
def sign_in() -> Callable[..., httpx.Client]:
    """``sign_in(client, username) -> client`` for the same server, signed in until the tests are over.

    The access token of a sign-in expires after minutes; tests that share a client run for longer.
    """

    def as_user(client: httpx.Client, username: str) -> httpx.Client:
        answer = client.post("/api/v1/auth/login", json={"username": username, "password": DEMO_PASSWORD})
        signed_in = read_token(SECRET, answer.raise_for_status().json()["accessToken"], "access")
        now = datetime.now(UTC)
        token = sign(SECRET, signed_in, "access", now, now + timedelta(hours=6))
        return httpx.Client(
            base_url=client.base_url, timeout=30, headers={"Authorization": f"Bearer {token}"}
        )

    return as_user


@pytest.fixture(scope="session")
def new_market(
    make_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], tuple[str, Path]]:
    """``new_market() -> (database URL, artifacts)``: the small market of :func:`_fill`, and demo accounts."""

    def make() -> tuple[str, Path]:
        url, artifacts = make_database("market"), tmp_path_factory.mktemp("artifacts")
        engine = make_engine(Settings(database_url=SecretStr(url)))
        with engine.begin() as connection:
            seed_demo_accounts(connection)
            _fill(connection, artifacts)
        engine.dispose()
        return url, artifacts

    return make


@pytest.fixture(scope="session")
def market(new_market: Callable[[], tuple[str, Path]]) -> tuple[str, Path]:
    return new_market()


@pytest.fixture(scope="session")
def market_url(market: tuple[str, Path]) -> str:
    return market[0]


@pytest.fixture(scope="session")
def artifact_folder(market: tuple[str, Path]) -> Path:
    return market[1]


@pytest.fixture(scope="session")
def market_settings(
    api_settings: Callable[..., Settings], market_url: str, artifact_folder: Path
) -> Settings:
    return api_settings(market_url, artifact_store=artifact_folder.as_uri())


@pytest.fixture(scope="session")
def anonymous(serve: Callable[[Settings], httpx.Client], market_settings: Settings) -> httpx.Client:
    """A client without a token, at the API of the small market."""
    return serve(market_settings)


@pytest.fixture(scope="session")
def end_user(anonymous: httpx.Client, sign_in: Callable[..., httpx.Client]) -> httpx.Client:
    return _consenting(sign_in(anonymous, "enduser1"))


@pytest.fixture(scope="session")
def data_scientist(anonymous: httpx.Client, sign_in: Callable[..., httpx.Client]) -> httpx.Client:
    return _consenting(sign_in(anonymous, "ds1"))


@pytest.fixture(scope="session")
def admin(anonymous: httpx.Client, sign_in: Callable[..., httpx.Client]) -> httpx.Client:
    return _consenting(sign_in(anonymous, "admin1"))


def _consenting(client: httpx.Client) -> httpx.Client:
    """The client, whose user has accepted the risk text."""
    given = client.post("/api/v1/account/consent", json={"version": newest_text().version})
    assert given.status_code == 200
    return client


@pytest.fixture(scope="session")
def sessions() -> list[date]:
    """The 60 sessions of the small market, oldest first."""
    return SESSIONS


def _fill(connection: sa.Connection, artifacts: Path) -> None:
    """Four stocks over 60 sessions, session 59 being the last.

    FPT closes at 100,000 + 1,000 i on session i, VCB at 90,000 - 500 i. HPG closes at 25,000, except for
    24,000 on session 51 and no trade on session 52 (7 sessions before the last). VNM is listed for the last
    10 sessions only: 70,000, 70,100, ... 70,900; it has no model. Forecast paths are straight lines, their
    intervals 5 % to both sides. Of FPT there is an older forecast as well, from session 49.
    """
    _insert(
        connection,
        "stocks",
        [
            {"id": 1, "ticker": "FPT", "name": "FPT Corporation", "sector": "Technology"},
            {"id": 2, "ticker": "VCB", "name": "Vietcombank", "sector": "Banking"},
            {"id": 3, "ticker": "HPG", "name": "Hoa Phat Group", "sector": "Materials"},
            {"id": 4, "ticker": "VNM", "name": "Vietnam Dairy Products", "sector": None},
        ],
    )
    connection.execute(
        sa.text(
            "UPDATE stocks SET exchange = 'HOSE', description = 'Makes software.', "
            "shares_outstanding = 1000000, company_website_url = 'https://fpt.example' WHERE ticker = 'FPT'"
        )
    )
    _insert(
        connection,
        "trading_sessions",
        [
            {"session_date": day, "opens_at": opens, "closes_at": closes}
            for day, opens, closes in session_hours(SESSIONS + sessions_after(LAST_SESSION, 40))
        ],
    )
    _insert(
        connection,
        "market_state",
        [{"market": "real", "source": "csv", "follows_wall_clock": False, "as_of_date": LAST_SESSION}],
    )
    closes = {
        1: {i: 100_000 + 1_000 * i for i in range(60)},
        2: {i: 90_000 - 500 * i for i in range(60)},
        3: {i: 24_000 if i == 51 else 25_000 for i in range(60) if i != 52},
        4: {i: 70_000 + 100 * (i - 50) for i in range(50, 60)},
    }
    _insert(
        connection,
        "stock_prices",
        [
            {
                "stock_id": stock,
                "price_date": SESSIONS[i],
                "close_price": close,
                "volume": 1_000 + i,
                "source": "csv",
                "fetched_at": datetime(2025, 4, 1, tzinfo=UTC),
            }
            for stock, series in closes.items()
            for i, close in series.items()
        ],
    )
    _fill_crawl(connection)
    _fill_models(connection, artifacts)


def _fill_crawl(connection: sa.Connection) -> None:
    """One judged crawl: FPT was restated, HPG lacks session 52 and a refused row, VNM failed."""
    crawl = UUID(int=7)
    _insert(
        connection,
        "crawl_runs",
        [{"id": crawl, "airflow_run_id": "crawl", "source": "csv", "as_of_date": LAST_SESSION}],
    )
    for ticker, state, bars, expected, absent in (
        ("FPT", "loaded", 60, 60, 0),
        ("HPG", "loaded", 59, 60, 1),
        ("VNM", "failed", 10, 10, 0),
    ):
        _insert(
            connection,
            "crawl_tickers",
            [
                {
                    "crawl_id": crawl,
                    "ticker": ticker,
                    "state": state,
                    "newest_session": LAST_SESSION,
                    "bars_stored": bars,
                    "sessions_expected": expected,
                    "known_absences": absent,
                    "open_gaps": 0,
                }
            ],
        )
    _insert(
        connection,
        "crawl_findings",
        [
            {"crawl_id": crawl, "check_name": "05", "severity": "warning", "ticker": "HPG", "detail": "gap"},
            {"crawl_id": crawl, "check_name": "01", "severity": "error", "ticker": "VNM", "detail": "failed"},
        ],
    )
    _insert(
        connection,
        "price_restatements",
        [
            {
                "crawl_id": crawl,
                "stock_id": 1,
                "ex_date": SESSIONS[30],
                "factor": 0.5,
                "bars_restated": 30,
                "likely_cause": "a split",
                "source": "csv",
            }
        ],
    )
    totals = dict.fromkeys(
        ("bars_inserted", "bars_updated", "bars_removed", "tickers_up_to_date", "open_gaps", "errors"), 0
    )
    _insert(
        connection,
        "crawl_reports",
        [
            {
                **totals,
                "crawl_id": crawl,
                "tickers_planned": 3,
                "tickers_loaded": 2,
                "tickers_failed": 1,
                "tickers_restated": 1,
                "rows_quarantined": 1,
                "newest_session": LAST_SESSION,
                "sessions_expected": 130,
                "bars_stored": 129,
                "known_absences": 1,
                "errors": 1,
                "warnings": 1,
                "summary": "3 series",
            }
        ],
    )


def _fill_models(connection: sa.Connection, artifacts: Path) -> None:
    owner = connection.scalar(sa.text("SELECT id FROM users WHERE username = 'airflow'"))
    config = UUID(int=9)
    _insert(
        connection,
        "training_configs",
        [
            {
                "id": config,
                "owner_user_id": owner,
                "name": "vn30_training_config",
                "config": json.dumps(default_document()),
            }
        ],
    )
    for run in (OLD_RUN, NEW_RUN):
        _insert(
            connection,
            "experiment_runs",
            [{"id": run, "config_id": config, "owner_user_id": owner, "state": "success"}],
        )

    _add_forecasts(connection, OLD_RUN, 1, as_of=49, base=149_000, per_session=1_000)
    _add_forecasts(connection, NEW_RUN, 1, as_of=59, base=159_000, per_session=1_000)
    _add_forecasts(connection, NEW_RUN, 2, as_of=59, base=60_500, per_session=-500)
    _add_forecasts(connection, NEW_RUN, 3, as_of=59, base=25_000, per_session=10, horizons=(7,))
    _add_forecasts(connection, NEW_RUN, 3, as_of=59, base=25_000, per_session=-10, horizons=(15,))
    _add_forecasts(connection, NEW_RUN, 3, as_of=59, base=25_000, per_session=0, horizons=(30,))

    _add_reliability(connection, OLD_RUN, rank_ic=0.01)
    _add_reliability(connection, NEW_RUN, rank_ic=0.05)
    _add_model(connection, OLD_RUN, 1, as_of=49, skills=(0.01, 0.01, 0.01))
    _add_model(connection, NEW_RUN, 1, as_of=59, skills=(0.02, -0.01, -0.03))
    _add_model(connection, NEW_RUN, 2, as_of=59, skills=(-0.1, -0.2, -0.3))
    _add_model(connection, NEW_RUN, 3, as_of=56, skills=(0.0, 0.0, 0.0))

    plot, secret = artifacts / "FPT.png", artifacts.parent / "secret.png"
    plot.write_bytes(b"\x89PNG of FPT")
    secret.write_bytes(b"outside of the store")
    _insert(
        connection,
        "experiment_ticker_artifacts",
        [
            {"run_id": NEW_RUN, "stock_id": 1, "evaluation_png_url": plot.as_uri()},
            {"run_id": NEW_RUN, "stock_id": 2, "evaluation_png_url": secret.as_uri()},
            {"run_id": NEW_RUN, "stock_id": 3, "evaluation_png_url": None},
        ],
    )


def _add_forecasts(
    connection: sa.Connection,
    run: UUID,
    stock: int,
    *,
    as_of: int,
    base: int,
    per_session: int,
    horizons: tuple[int, ...] = (7, 15, 30),
) -> None:
    for horizon in horizons:
        coming = sessions_after(SESSIONS[as_of], horizon)
        price = base + per_session * horizon
        _insert(
            connection,
            "stock_prediction_summaries",
            [
                {
                    "stock_id": stock,
                    "as_of_date": SESSIONS[as_of],
                    "horizon_days": horizon,
                    "target_date": coming[-1],
                    "base_price": base,
                    "predicted_price": price,
                    "predicted_change_pct": round(100 * (price / base - 1), 4),
                    "lower_price": 0.95 * price,
                    "upper_price": 1.05 * price,
                    "probability_of_rise": 0.55,
                    "vn30_rank": 3 + stock,
                    "vn30_ranked": 30,
                    "probability_of_beating_vn30": 0.53,
                    "volatility_regime": "quiet",
                    "trend_regime": "bull",
                    "experiment_run_id": run,
                    "created_at": datetime.combine(SESSIONS[as_of], datetime.max.time(), UTC),
                }
            ],
        )
        _insert(
            connection,
            "stock_prediction_points",
            [
                {
                    "stock_id": stock,
                    "experiment_run_id": run,
                    "horizon_days": horizon,
                    "prediction_date": day,
                    "predicted_price": base + per_session * step,
                    "lower_price": 0.95 * (base + per_session * step),
                    "upper_price": 1.05 * (base + per_session * step),
                }
                for step, day in enumerate(coming, start=1)
            ],
        )


def _add_reliability(connection: sa.Connection, run: UUID, *, rank_ic: float) -> None:
    _insert(
        connection,
        "rank_scores",
        [
            {
                "run_id": run,
                "horizon_days": 7,
                "first_session": SESSIONS[0],
                "last_session": SESSIONS[49],
                "sessions": 50,
                "forecasts": 1_500,
                "rank_ic": rank_ic,
                "rank_ic_error": 0.02,
                "brier": 0.2491,
                "base_rate_brier": 0.2495,
                "brier_gain_error": 0.0003,
            }
        ],
    )
    _insert(
        connection,
        "rank_reliability",
        [
            {
                "run_id": run,
                "horizon_days": 7,
                "bin": number,
                "forecasts": 750,
                "mean_probability": probability,
                "observed_share": share,
                "standard_error": 0.02,
            }
            for number, (probability, share) in enumerate([(0.46, 0.44), (0.52, 0.53)])
        ],
    )


def _add_model(
    connection: sa.Connection, run: UUID, stock: int, *, as_of: int, skills: tuple[float, float, float]
) -> None:
    status = 100 * run.int + stock
    _insert(
        connection,
        "model_statuses",
        [
            {
                "id": status,
                "stock_id": stock,
                "experiment_run_id": run,
                "as_of_date": SESSIONS[as_of],
                "freshness_state": "fresh",
                "last_updated_at": datetime(2025, 3, 1, 10, tzinfo=UTC) + timedelta(days=run.int),
            }
        ],
    )
    naive = {7: 4.0, 15: 6.0, 30: 8.0}
    _insert(
        connection,
        "model_horizon_metrics",
        [
            {
                "model_status_id": status,
                "horizon_days": horizon,
                "mape_pct": naive[horizon] * (1 - skill),
                "naive_mape_pct": naive[horizon],
                "mae": 1_000 * (1 - skill),
                "naive_mae": 1_000,
                "skill": skill,
                "test_rows": 200,
                "verdict": "proven" if skill == 0.02 else "not proven",
                "p_value": 0.03 if skill == 0.02 else 0.6,
                "corrected_p_value": 0.04 if skill == 0.02 else 0.6,
                "coverage": 0.8,
            }
            for horizon, skill in zip(naive, skills, strict=True)
        ],
    )


def _insert(connection: sa.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    columns = list(rows[0])
    values = ", ".join(f":{column}" for column in columns)
    connection.execute(
        sa.text(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"),  # noqa: S608
        rows,
    )
