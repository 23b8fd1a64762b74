"""Whether everything that the platform stands on works."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg2
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from api.app import create_app
from tests.airflow_server import AirflowServer
from tests.api.conftest import serving
from vn30.settings import Settings
from vn30.warehouse import make_engine


@pytest.fixture
def status_of(
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
    market_settings: Settings,
) -> Callable[..., dict[str, Any]]:
    """``status_of(setting=value) -> body``: what users see of an API on the small market."""

    def look(**others: Any) -> dict[str, Any]:
        client = sign_in(serve(market_settings.model_copy(update=others)), "enduser1")
        answer = client.get("/status")
        assert answer.status_code == 200
        body: dict[str, Any] = answer.json()
        return body

    return look


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_users_see_the_parts_and_strangers_do_not(end_user: httpx.Client, anonymous: httpx.Client) -> None:
    parts = end_user.get("/status").json()["parts"]
    assert set(parts) == {"database", "airflow", "artifactStore", "alerts", "data"}
    for credentials in ({}, {"Authorization": "Bearer nonsense"}):
        assert anonymous.get("/status", headers=credentials).json() == {"status": "degraded", "parts": None}


def test_the_data_part_says_how_far_the_data_reach(status_of: Callable[..., dict[str, Any]]) -> None:
    data = status_of()["parts"]["data"]
    assert data.pop("milliseconds") > 0
    assert data == {
        "status": "ok",
        "detail": None,
        "asOf": "2025-03-31",
        "dataSource": "csv",
        "newestBar": "2025-03-31",
        "newestForecast": "2025-03-31",
    }


def test_a_healthy_airflow_without_a_scheduler_is_not_healthy(
    status_of: Callable[..., dict[str, Any]], airflow_server: AirflowServer
) -> None:
    body = status_of(
        airflow_url=airflow_server.url,
        airflow_username=airflow_server.username,
        airflow_password=SecretStr(airflow_server.password),
    )
    assert body["status"] == "degraded"
    airflow = body["parts"]["airflow"]
    assert airflow["status"] == "degraded"
    assert "scheduler: un" in airflow["detail"]
    assert "database" not in airflow["detail"]


def test_a_part_that_hangs_is_given_up_and_the_others_are_told(
    status_of: Callable[..., dict[str, Any]], silent_port: int
) -> None:
    parts = status_of(airflow_url=f"http://127.0.0.1:{silent_port}", airflow_password=SecretStr("any"))[
        "parts"
    ]
    assert parts["airflow"]["detail"] == "no answer within 2 seconds"
    assert {parts[name]["status"] for name in ("database", "artifactStore", "alerts", "data")} == {"ok"}


def test_a_store_that_is_away_is_told(
    status_of: Callable[..., dict[str, Any]], tmp_path: Path, bucket: str
) -> None:
    away = (tmp_path / "not" / "there").as_uri()
    for store, expected in (
        (away, "degraded"),
        (bucket, "ok"),
        (f"{bucket.rsplit('/', 1)[0]}-not", "degraded"),
    ):
        part = status_of(artifact_store=store)["parts"]["artifactStore"]
        assert part["status"] == expected, store
        assert "not" not in (part["detail"] or "").replace("not answer", "")


def test_alerts_that_could_not_be_sent_are_told(
    status_of: Callable[..., dict[str, Any]], market_settings: Settings
) -> None:
    def write(statement: str) -> None:
        with make_engine(market_settings).begin() as connection:
            connection.exec_driver_sql(statement)

    write(
        "INSERT INTO alerts (key, kind, subject, title, first_seen) "
        "VALUES ('x', 'failure', 'x', 'x', '2025-03-31 10:04Z'); "
        "INSERT INTO alert_deliveries (alert_id, channel, error) SELECT id, 'webhook', 'Timeout' FROM alerts"
    )
    part = status_of()["parts"]["alerts"]
    write("DELETE FROM alerts")
    assert part["status"] == "degraded"
    assert part["detail"] == "1 could not be sent, the oldest since 2025-03-31 10:04 UTC"


def test_a_database_that_goes_away_in_between_is_told_like_one_that_was_away(
    market_settings: Settings, sign_in: Callable[..., httpx.Client]
) -> None:
    def lost(*_: object) -> None:
        raise psycopg2.OperationalError("gone")

    app = create_app(market_settings)
    with serving(app) as stranger:
        user = sign_in(stranger, "enduser1")
        assert user.get("/status").json()["parts"]["database"]["status"] == "ok"
        sa.event.listen(app.state.lookups, "checkout", lost)
        answer = user.get("/status")
    assert (answer.status_code, answer.json()) == (503, {"status": "degraded", "parts": None})
