"""A server that speaks S3 on loopback, and a bucket of its own for each test that asks for one."""

import json
import logging
import os
from collections.abc import Iterator
from itertools import count

import pytest
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem
from upath import UPath

REGION = "us-east-1"
KEY, SECRET = "a key of the tests", "a secret of the tests"
_numbers = count(1)


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """The base URL of the server."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield "http://{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()


@pytest.fixture
def bucket(s3_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """URL of a prefix in an empty bucket, open to tasks by a connection, to others by the environment."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_endpoint)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    extra = {"endpoint_url": s3_endpoint, "region_name": REGION}
    connection = {"conn_type": "aws", "login": KEY, "password": SECRET, "extra": extra}
    monkeypatch.setenv("AIRFLOW_CONN_AWS_DEFAULT", json.dumps(connection))
    # Clients remember the credentials they were made with.
    S3FileSystem.clear_instance_cache()
    url = f"s3://vn30-{next(_numbers)}"
    UPath(url).mkdir()
    return f"{url}/platform"
