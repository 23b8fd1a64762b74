"""PostgreSQL stops and restarts while the API is busy."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import psycopg2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from api.app import create_app
from api.core.errors import install_error_handlers
from tests.api.conftest import serving
from tests.support.database import database_server
from vn30.database.migrations import migrate
from vn30.database.warehouse import make_engine
from vn30.local.postgres import EmbeddedPostgres
from vn30.settings import Settings
from vn30.users.accounts import seed_demo_accounts

CALLERS = 16
PATHS = ("auth/me", "stocks/market-table", "stocks/top-picks?bucket=should_buy", "models")


@pytest.fixture
def platform(
    api_settings: Callable[..., Settings], sign_in: Callable[..., httpx.Client]
) -> Iterator[tuple[EmbeddedPostgres, FastAPI, httpx.Client]]:
    """A PostgreSQL server of its own, an API on it, and a data scientist who is signed in there."""
    with ExitStack() as stack:
        postgres = stack.enter_context(database_server(durable=True))
        settings = api_settings(postgres.database_url("outage"))
        engine = make_engine(settings)
        migrate(engine)
        with engine.begin() as connection:
            seed_demo_accounts(connection)
        engine.dispose()
        app = create_app(settings)
        yield postgres, app, sign_in(stack.enter_context(serving(app)), "ds1")


def test_restart_under_load(
    platform: tuple[EmbeddedPostgres, FastAPI, httpx.Client],
) -> None:
    """A restart under load yields 503s and ends within five seconds."""
    postgres, app, client = platform
    answers: list[tuple[float, int]] = []
    faults: list[str] = []
    done = threading.Event()

    def call(number: int) -> None:
        while not done.is_set():
            answer = client.get(f"/api/v1/{PATHS[number % len(PATHS)]}")
            answers.append((time.monotonic(), answer.status_code))
            if answer.status_code == 503:
                clean = (
                    answer.json()["code"] == "database_unavailable" and answer.headers["Retry-After"] == "1"
                )
            else:
                clean = answer.status_code == 200
            if not clean:
                faults.append(f"{answer.status_code} {answer.text}")

    with ThreadPoolExecutor(CALLERS) as callers:
        calls = [callers.submit(call, number) for number in range(CALLERS)]
        try:
            time.sleep(1)
            for _ in range(2):
                postgres.stop()
                time.sleep(0.5)
                postgres.start()
                back = time.monotonic()
                time.sleep(3)
        finally:
            done.set()
    for ended in calls:
        ended.result()

    assert not faults
    counts = Counter(status for _, status in answers)
    assert counts[200] > 100
    assert counts[503] > 10
    assert max(moment for moment, status in answers if status == 503) - back < 5
    assert {status for moment, status in answers if moment > back + 2} == {200}
    pools = (app.state.engine.pool, app.state.lookups.pool)
    assert [pool.checkedout() for pool in pools] == [0, 0]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (psycopg2.OperationalError("beside SQLAlchemy"), 503),
        (psycopg2.InterfaceError("connection already closed"), 503),
        (
            sa.exc.DatabaseError("SELECT", {}, psycopg2.DatabaseError("lost"), connection_invalidated=True),
            503,
        ),
        (sa.exc.PendingRollbackError("the connection has gone"), 503),
        (sa.exc.TimeoutError("no connection is free"), 503),
        (sa.exc.DatabaseError("SELECT", {}, psycopg2.DatabaseError("ours")), 500),
    ],
    ids=lambda value: type(value).__name__,
)
def test_outage_is_503(error: Exception, status: int) -> None:
    """Every error of an unavailable database becomes a 503."""
    app = FastAPI()
    install_error_handlers(app)

    @app.get("/")
    def read() -> None:
        raise error

    with serving(app) as client:
        answer = client.get("/")
    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) == (status == 503)
