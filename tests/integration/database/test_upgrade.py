"""The upgrade of ``docs/upgrading.md``: from the first version with prices and forecasts to this one.

``data/first_version.sql.gz`` is the database that the first version made of a simulated market;
``tests/support/make_first_version.py`` says how.
"""

import gzip
import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pandas as pd
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from api.app import create_app
from tests.integration.conftest import Platform
from tests.support.api_server import serving
from tests.support.make_first_version import FIRST_VERSION, TICKERS
from vn30.backup.postgres_tools import tool_path
from vn30.database.migrations import migrate
from vn30.database.warehouse import make_engine
from vn30.experiments import steps
from vn30.experiments.finish import finish_experiment
from vn30.experiments.start import start_run
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.market.calendar import sessions_after
from vn30.names import HORIZONS
from vn30.settings import SQL_ROOT, Settings
from vn30.users.accounts import DEMO_PASSWORD

# What the migrations themselves record, the older ones and those that follow.
OF_THE_MIGRATIONS = {"_yoyo_log", "_yoyo_migration", "_yoyo_version", "yoyo_lock", "schema_files"}
LARGE = {"stocks": 30, "stock_prices": 3 * 369, "trading_sessions": 3_000, "stock_prediction_points": 3 * 52}
Rows = dict[str, tuple[list[str], list[str]]]


@pytest.fixture(scope="module")
def upgraded(make_database: Callable[..., str]) -> tuple[str, Rows]:
    """The URL of the upgraded database, and the columns and rows of its tables before the upgrade."""
    url = make_database("first_version", migrated=False)
    restored = subprocess.run(
        [tool_path("psql"), "--no-psqlrc", "--quiet", "--variable=ON_ERROR_STOP=1", url],
        input=gzip.decompress(FIRST_VERSION.read_bytes()),
        capture_output=True,
        check=False,
    )
    assert restored.returncode == 0, restored.stderr.decode()
    engine = make_engine(Settings(database_url=url))
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        before = {
            table: rows_of(connection, table, [column["name"] for column in inspector.get_columns(table)])
            for table in set(inspector.get_table_names()) - OF_THE_MIGRATIONS
        }
    applied = migrate(engine)
    engine.dispose()
    names = [path.stem for path in sorted((SQL_ROOT / "migrations").glob("*.sql"))]
    assert applied.migrations == names[6:]
    return url, before


def rows_of(connection: sa.Connection, table: str, columns: list[str]) -> tuple[list[str], list[str]]:
    """The columns, and each row as text."""
    names = ", ".join(f'"{column}"' for column in columns)
    rows = connection.execute(sa.text(f"SELECT {names} FROM {table}"))  # noqa: S608 - names of the dump
    return columns, sorted(json.dumps(list(row), default=str) for row in rows)


@pytest.fixture
def after(
    upgraded: tuple[str, Rows], make_database: Callable[..., str], open_platform: Callable[..., Platform]
) -> Platform:
    """A platform on a copy of the upgraded database."""
    return open_platform(database_url=make_database("upgraded", like=upgraded[0]), environment="demo")


def test_every_row_is_kept(upgraded: tuple[str, Rows]) -> None:
    """Prices, forecasts, scores, users, watch lists, configurations and runs, column by column."""
    url, before = upgraded
    assert len(before) > 15
    assert all(len(before[table][1]) >= count for table, count in LARGE.items())
    engine = make_engine(Settings(database_url=url))
    with engine.connect() as connection:
        for table, (columns, rows) in before.items():
            lost = set(rows) - set(rows_of(connection, table, columns)[1])
            assert lost == set(), table
        for view in sa.inspect(connection).get_view_names():
            connection.execute(sa.text(f"SELECT count(*) FROM {view}"))  # noqa: S608 - names of our views
    engine.dispose()


@pytest.fixture
def client(after: Platform) -> Iterator[httpx.Client]:
    """A data scientist of the first version, with the password of then, at this version's API."""
    secret = SecretStr("only the test of upgrades signs with these words")  # pragma: allowlist secret
    settings = after.settings.model_copy(update={"jwt_secret": secret})
    with serving(create_app(settings), settings) as client:
        account = {"username": "ds1", "password": DEMO_PASSWORD}
        token = client.post("/api/v1/auth/login", json=account).raise_for_status().json()["accessToken"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def test_api(client: httpx.Client, after: Platform) -> None:
    """The API serves what the first version has published, and no read fails."""
    served = {
        (ticker, int(horizon)): (forecast["predictedPrice"], forecast["basePrice"], forecast["targetDate"])
        for ticker in TICKERS
        for horizon, forecast in read(client, f"stocks/{ticker}/predictions")["horizons"].items()
    }
    published = after.rows(
        "SELECT ticker, horizon_days, predicted_price, base_price, target_date "
        "FROM stock_prediction_summaries JOIN stocks ON stocks.id = stock_id"
    )
    assert served == {
        (row.ticker, row.horizon_days): (
            float(row.predicted_price),
            float(row.base_price),
            row.target_date.isoformat(),
        )
        for row in published
    }
    assert len(served) == len(TICKERS) * len(HORIZONS)
    closes = {bar["date"]: bar["close"] for bar in read(client, "stocks/FPT/timeseries?range=1Y")["bars"]}
    stored = after.rows(
        "SELECT price_date, close_price FROM stock_prices JOIN stocks ON stocks.id = stock_id "
        "WHERE ticker = 'FPT'"
    )
    assert len(closes) > 240
    assert closes.items() <= {str(row.price_date): float(row.close_price) for row in stored}.items()
    assert read(client, "features/config")["config"]["universe"]["tickers"] == list(TICKERS)
    assert read(client, "experiments/runs")["data"][0]["state"] == "success"

    paths = client.get("/openapi.json").raise_for_status().json()["paths"]
    reads = [path for path, methods in paths.items() if "get" in methods and "{" not in path]
    failed = {path: answer.text for path in reads if (answer := client.get(path)).is_server_error}
    assert failed == {}


def read(client: httpx.Client, path: str) -> Any:
    """The answer of the API, which is no refusal."""
    return client.get(f"/api/v1/{path}").raise_for_status().json()


def test_goes_on(after: Platform, market: pd.DataFrame) -> None:
    """Ten sessions later, this version crawls and trains with the stored configuration."""
    new = sessions_after(pd.Timestamp(market["date"].max()).date(), 10)
    last = market.groupby("symbol").tail(10)
    after.write(pd.concat([market, last.assign(date=[day.isoformat() for day in new] * len(TICKERS))]))
    for job in plan_crawl(after.settings, "crawl", CrawlRequest(TICKERS)):
        load_ticker(after.settings, job)
    assert after.count("stock_prices") == len(TICKERS) * (369 + 10)

    [(document,)] = after.rows("SELECT config FROM training_configs WHERE is_active")
    experiment = start_run("training", json.dumps(document), ["FPT"])
    panel = steps.build_panel_file(after.store, experiment)
    pooled = [steps.pool(after.store, experiment, panel, horizon) for horizon in HORIZONS]
    steps.train(after.store, experiment, panel, pooled, "FPT")
    assert finish_experiment(after.store, "training")["published"] == 1
    newest = after.rows(
        "SELECT ticker, as_of_date FROM current_forecasts JOIN stocks ON stocks.id = stock_id "
        "GROUP BY 1, 2 ORDER BY 1"
    )
    then = pd.Timestamp(market["date"].max()).date()
    assert [tuple(row) for row in newest] == [("FPT", new[-1]), ("HPG", then), ("VCB", then)]
