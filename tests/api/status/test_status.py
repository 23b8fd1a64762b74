"""The status of the platform's parts."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from pydantic import SecretStr

from api.app import create_app
from api.core.errors import install_error_handlers
from api.status import service
from tests.api.conftest import serving
from tests.support.airflow_server import AirflowServer
from tests.support.small_disk import database_on, small_disk
from vn30.database.warehouse import make_engine
from vn30.settings import Settings
from vn30.version import build_version


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
    body = end_user.get("/status").json()
    assert body["version"] == build_version()
    parts = body["parts"]
    assert set(parts) == {"database", "airflow", "artifactStore", "alerts", "data", "cache"}
    for credentials in ({}, {"Authorization": "Bearer nonsense"}):
        assert anonymous.get("/status", headers=credentials).json() == {
            "status": "degraded",
            "version": None,
            "parts": None,
        }


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


def test_airflow_without_scheduler(
    status_of: Callable[..., dict[str, Any]], airflow_server: AirflowServer
) -> None:
    """A healthy Airflow without a scheduler is not healthy."""
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


def test_hanging_part(status_of: Callable[..., dict[str, Any]], silent_port: int) -> None:
    """A hanging part times out, and the other parts are reported."""
    parts = status_of(airflow_url=f"http://127.0.0.1:{silent_port}", airflow_password=SecretStr("any"))[
        "parts"
    ]
    assert parts["airflow"]["detail"] == "no answer within 2 seconds"
    assert {parts[name]["status"] for name in ("database", "artifactStore", "alerts", "data")} == {"ok"}


def test_missing_store_is_reported(
    status_of: Callable[..., dict[str, Any]], tmp_path: Path, bucket: str
) -> None:
    missing = (tmp_path / "not" / "there").as_uri()
    for store, expected in (
        (missing, "degraded"),
        (bucket, "ok"),
        (f"{bucket.rsplit('/', 1)[0]}-not", "degraded"),
    ):
        part = status_of(artifact_store=store)["parts"]["artifactStore"]
        assert part["status"] == expected, store
        assert "not" not in (part["detail"] or "").replace("not answer", "")


def test_store_that_takes_nothing(status_of: Callable[..., dict[str, Any]]) -> None:
    with small_disk(4) as disk:
        store = (disk.path / "store").as_uri()
        part = status_of(artifact_store=store)["parts"]["artifactStore"]
        assert (part["status"], part["detail"]) == ("ok", None)
        disk.fill()
        body = status_of(artifact_store=store)
        assert body["status"] == "degraded"
        assert body["parts"]["artifactStore"]["status"] == "degraded"
        assert body["parts"]["artifactStore"]["detail"].startswith("cannot be written: the disk is full")
        disk.free()
        disk.make_read_only()
        part = status_of(artifact_store=store)["parts"]["artifactStore"]
        assert part["detail"].startswith("cannot be written: its file system is read-only")


def test_database_that_takes_nothing(
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
    new_market: Callable[[], tuple[str, Path]],
    market_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It answers reads, so that users see what is wrong; writes are refused with the reason."""
    monkeypatch.setattr(service, "KEPT_SECONDS", 0)
    with small_disk(64) as disk, database_on(disk, like=new_market()[0]) as url:
        settings = market_settings.model_copy(update={"database_url": SecretStr(url)})
        user = sign_in(serve(settings), "enduser1")
        assert user.get("/status").json()["parts"]["database"]["status"] == "ok"
        disk.fill()
        answer = user.get("/status")
        assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
        database = answer.json()["parts"]["database"]
        assert (database["status"], database["detail"]) == ("degraded", "cannot be written: its disk is full")
        assert user.get("/api/v1/stocks/FPT").status_code == 200

        app = FastAPI()
        install_error_handlers(app)

        @app.get("/")
        def write() -> None:
            with make_engine(settings, poolclass=sa.NullPool).begin() as connection:
                connection.exec_driver_sql("CREATE TABLE new AS SELECT * FROM generate_series(1, 9999)")

        with serving(app) as client:
            refused = client.get("/")
        assert (refused.status_code, refused.json()["code"]) == (503, "database_full")


def test_read_only_database(market_settings: Settings) -> None:
    engine = make_engine(market_settings)
    assert service._database(engine) is None
    engine.dispose()
    sa.event.listen(engine, "connect", lambda connection, _: connection.set_session(readonly=True))
    assert service._database(engine) == "is read-only"
    engine.dispose()


def test_unsent_alerts_are_reported(
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
    assert part["detail"] == "1 alerts could not be sent, the oldest since 2025-03-31 10:04 UTC"


def test_database_lost_in_between(market_settings: Settings, sign_in: Callable[..., httpx.Client]) -> None:
    """A database lost during the request is reported like one that was down before."""

    def lost(*_: object) -> None:
        raise psycopg2.OperationalError("gone")

    app = create_app(market_settings)
    with serving(app) as stranger:
        user = sign_in(stranger, "enduser1")
        assert user.get("/status").json()["parts"]["database"]["status"] == "ok"
        sa.event.listen(app.state.lookups, "checkout", lost)
        answer = user.get("/status")
    told = {"status": "degraded", "version": None, "parts": None}
    assert (answer.status_code, answer.json()) == (503, told)
