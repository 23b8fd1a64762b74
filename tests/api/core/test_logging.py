"""The log of a real process: one line a request, and no secrets."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from vn30.database.warehouse import make_engine
from vn30.settings import PROJECT_ROOT, Settings
from vn30.users.accounts import DEMO_PASSWORD, seed_demo_accounts

SIGNATURE = "0123456789abcdef-the-signature-of-a-link"
WRONG = "a-password-that-was-mistyped"
MARKET = "/api/v1/stocks/market-table"


@pytest.fixture
def database_url(make_database: Callable[..., str]) -> str:
    """A database with accounts, in which every read of the market fails."""
    url = make_database("logged")
    engine = make_engine(Settings(database_url=url))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        connection.execute(sa.text("DROP VIEW current_as_of CASCADE"))
        connection.execute(sa.text("CREATE VIEW current_as_of AS SELECT 1 AS one"))
    engine.dispose()
    return url


@pytest.fixture
def process(database_url: str, tmp_path: Path) -> Iterator[Callable[..., tuple[httpx.Client, Path]]]:
    """``process(log_format) -> client, log``: the API as it is run, and the file that has all it says."""
    running = []

    def start(log_format: str) -> tuple[httpx.Client, Path]:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        log = tmp_path / "log"
        environment = {
            "VN30_ENV_FILE": os.devnull,
            "VN30_ENVIRONMENT": "demo",
            "VN30_DATABASE_URL": database_url,
            "VN30_JWT_SECRET": "a secret that only the tests of the log use",
            "VN30_LOG_FORMAT": log_format,
            "PYTHONPATH": os.pathsep.join([str(PROJECT_ROOT / "include"), str(PROJECT_ROOT)]),
        }
        command = [sys.executable, "-m", "api.serve", "--port", str(port)]
        with log.open("wb") as output:
            running.append(
                subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
            )
        client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
        while True:
            assert running[-1].poll() is None, log.read_text()
            try:
                client.get("/health")
                return client, log
            except httpx.ConnectError:
                time.sleep(0.1)

    yield start
    for child in running:
        child.terminate()
        child.wait(20)


def _use(client: httpx.Client) -> list[str]:
    """Sign in, get things wrong, meet an error of ours; return every secret that took part."""
    login = "/api/v1/auth/login"
    client.post(login, json={"username": "ds1", "password": WRONG})
    client.post(login, json={"username": WRONG, "password": WRONG, "more": WRONG})
    signed_in = client.post(login, json={"username": "ds1", "password": DEMO_PASSWORD}).json()
    headers = {"Authorization": f"Bearer {signed_in['accessToken']}", "X-Request-ID": "request-of-the-test"}
    assert client.get(MARKET, params={"search": SIGNATURE}, headers=headers).status_code == 500
    client.get(f"/nowhere/{SIGNATURE}", params={"sig": SIGNATURE})
    refreshed = client.post("/api/v1/auth/refresh", json={"refreshToken": signed_in["refreshToken"]}).json()
    client.post("/api/v1/auth/refresh", json={"refreshToken": refreshed["accessToken"]})
    client.post("/api/v1/auth/logout", json={"refreshToken": refreshed["refreshToken"]})
    pairs = (signed_in, refreshed)
    tokens = [pair[name] for pair in pairs for name in ("accessToken", "refreshToken")]
    return [WRONG, DEMO_PASSWORD, SIGNATURE, "$argon2", *tokens, *(token.split(".")[2] for token in tokens)]


def _log_until(log: Path, text: str) -> str:
    """The log once it has the text: the line of a request is written after its answer."""
    for _ in range(100):
        if text in log.read_text():
            break
        time.sleep(0.05)
    return log.read_text()


def test_request_log(
    process: Callable[..., tuple[httpx.Client, Path]],
) -> None:
    """The log is JSON, with one line a request and without secrets."""
    client, log = process("json")
    secrets = _use(client)
    text = _log_until(log, '"route": "/api/v1/auth/logout"')
    lines: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
    assert [secret for secret in secrets if secret in text] == []

    [served] = [line for line in lines if line["logger"] == "api.access" and line["status"] == 500]
    assert (served["method"], served["route"]) == ("GET", MARKET)
    assert served["milliseconds"] > 0
    assert len(served["user_id"]) == 36
    [failed] = [line for line in lines if "exc_info" in line]
    assert failed["request_id"] == served["request_id"] == "request-of-the-test"
    assert "Traceback" in failed["exc_info"]

    statuses = [line["status"] for line in lines if line["logger"] == "api.access"]
    assert statuses.count(401) == 2
    assert {200, 204, 404, 422, 500} <= set(statuses)
    assert "uvicorn.error" in {line["logger"] for line in lines}


def test_people_get_text(process: Callable[..., tuple[httpx.Client, Path]]) -> None:
    client, log = process("text")
    client.get("/health", headers={"X-Request-ID": "seen"})
    assert " INFO api.access: GET /health 200 in " in _log_until(log, "[seen]")
