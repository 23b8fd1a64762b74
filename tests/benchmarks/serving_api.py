"""Processes of the API for ``make bench PART=serving``, and the load of many clients on them."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import httpx
import psutil

from tests.benchmarks.served_app import KEPT, Kept
from tests.support.ports import free_port
from vn30.users.accounts import DEMO_PASSWORD

START_SECONDS = 180
"""A busy machine takes a while for the imports."""

# All processes accept the same tokens, and the same entries of Redis.
_JWT_SECRET = secrets.token_urlsafe(48)


class Served(NamedTuple):
    """A running API: its base URL, a data scientist's token, and its process."""

    base: str
    token: str
    process: psutil.Process


@contextmanager
def served(url: str, kept: Kept, cache_url: str | None = None) -> Iterator[Served]:
    """A process of the API on the database at ``url``, from ``with`` to its end."""
    port = free_port()
    environment = {
        **os.environ,
        "VN30_ENVIRONMENT": "demo",
        "VN30_DATABASE_URL": url,
        "VN30_JWT_SECRET": _JWT_SECRET,
        KEPT: kept,
        **({"VN30_CACHE_URL": cache_url} if cache_url else {}),
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.served_app", str(port)], env=environment
    )
    base = f"http://127.0.0.1:{port}"
    try:
        yield Served(base, _sign_in(base), psutil.Process(server.pid))
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
