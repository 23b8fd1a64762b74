"""The API in a process of its own, over a filled database."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import psutil

from tests.support.ports import free_port
from vn30.users.accounts import DEMO_PASSWORD

# Several processes accept the same tokens.
_JWT_SECRET = secrets.token_urlsafe(48)
START_SECONDS = 180
"""A busy machine takes a while for the imports."""


@contextmanager
def served(url: str, kept: bool) -> Iterator[tuple[str, str, psutil.Process]]:
    """A running API: its base URL, a data scientist's token, and its process."""
    port = free_port()
    environment = {
        **os.environ,
        "VN30_ENVIRONMENT": "demo",
        "VN30_DATABASE_URL": url,
        "VN30_JWT_SECRET": _JWT_SECRET,
        **({} if kept else {"VN30_BENCH_UNCACHED": "1"}),
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.served_app", str(port)], env=environment
    )
    base = f"http://127.0.0.1:{port}"
    try:
        yield base, _sign_in(base), psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait()


def _sign_in(base: str) -> str:
    for _ in range(10 * START_SECONDS):
        try:
            answer = httpx.post(
                f"{base}/api/v1/auth/login", json={"username": "ds1", "password": DEMO_PASSWORD}
            )
            return str(answer.raise_for_status().json()["accessToken"])
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the API did not start")
