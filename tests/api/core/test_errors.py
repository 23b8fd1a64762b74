"""Every error has the same body."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import sqlalchemy as sa

from api.status.service import KEPT_SECONDS
from vn30.database.warehouse import make_engine
from vn30.settings import Settings
from vn30.users.accounts import seed_demo_accounts


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/api/v1/nowhere", 404, "not_found"),
        ("DELETE", "/health", 405, "method_not_allowed"),
        ("POST", "/api/v1/auth/login", 422, "validation_error"),
    ],
)
def test_every_error_has_a_code_and_a_message(
    anonymous: httpx.Client, method: str, path: str, status: int, code: str
) -> None:
    answer = anonymous.request(method, path, content=b"{not json")
    assert answer.status_code == status
    assert set(answer.json()) == {"code", "message"}
    assert answer.json()["code"] == code


def test_wrong_method_gets_the_allowed_methods(anonymous: httpx.Client) -> None:
    for path, methods in (
        ("/api/v1/features/config", "GET, HEAD, POST"),
        ("/api/v1/experiments/run", "POST"),
    ):
        answer = anonymous.request("PATCH", path)
        assert (answer.status_code, answer.headers["Allow"]) == (405, methods)


def test_a_rejected_password_is_not_repeated(anonymous: httpx.Client) -> None:
    body = {"username": "ds1", "password": "secret" * 100}
    answer = anonymous.post("/api/v1/auth/login", json=body)
    assert answer.status_code == 422
    assert "secret" not in answer.text


def test_database_outage_is_reported_and_survived(
    make_database: Callable[..., str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> None:
    url = make_database("outage")
    settings = api_settings(url)
    engine = make_engine(settings)
    with engine.begin() as connection:
        seed_demo_accounts(connection)
    engine.dispose()
    client = sign_in(serve(settings), "enduser1")
    assert client.get("/api/v1/auth/me").status_code == 200

    database = sa.make_url(url).database
    server = make_engine(api_settings(make_database("control", migrated=False)), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS FALSE')
        connection.execute(
            sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": database},
        )
        answer = client.get("/api/v1/auth/me")
        assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
        status = client.get("/status")
        told = {"status": "degraded", "version": None, "parts": None}
        assert (status.status_code, status.json()) == (503, told)
        assert client.get("/health").status_code == 200
        connection.exec_driver_sql(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS TRUE')
    server.dispose()
    assert client.get("/api/v1/auth/me").status_code == 200
    time.sleep(KEPT_SECONDS)
    assert client.get("/status").json()["parts"]["database"]["status"] == "ok"


def test_an_error_of_ours_shows_no_details(
    make_database: Callable[..., str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> None:
    settings = api_settings(make_database("broken"))
    engine = make_engine(settings)
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        connection.exec_driver_sql("ALTER TABLE market_state RENAME COLUMN source TO origin")
        connection.exec_driver_sql("DROP VIEW current_as_of CASCADE")
        connection.exec_driver_sql("CREATE VIEW current_as_of AS SELECT origin FROM market_state")
    engine.dispose()
    client = sign_in(serve(settings), "enduser1")
    answer = client.get("/api/v1/stocks/FPT", headers={"X-Request-ID": "a.request-1"})
    assert answer.status_code == 500
    assert answer.json() == {
        "code": "internal_error",
        "message": "Internal error. The server's log has it under the request a.request-1.",
    }
    assert answer.headers["X-Request-ID"] == "a.request-1"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_more_callers_than_connections_are_all_served(end_user: httpx.Client) -> None:
    with ThreadPoolExecutor(100) as callers:
        answers = list(callers.map(lambda _: end_user.get("/api/v1/stocks/FPT/chart"), range(200)))
    assert {answer.status_code for answer in answers} == {200}
