"""The committed contract is the one that the API keeps."""

import json
import subprocess
import sys
from pathlib import Path

import httpx

from api.app import create_app
from api.openapi import OPENAPI_FILE


def test_the_committed_file_is_up_to_date() -> None:
    assert json.loads(OPENAPI_FILE.read_text()) == create_app().openapi(), "run: python -m api.openapi"


def test_the_docs_are_public(anonymous: httpx.Client) -> None:
    assert anonymous.get("/docs").status_code == 200
    assert anonymous.get("/openapi.json").json()["info"]["title"] == "VN30 platform"


def test_no_route_promises_an_error_body_of_another_shape() -> None:
    assert "HTTPValidationError" not in create_app().openapi()["components"]["schemas"]


def test_the_app_does_not_start_without_a_secret(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "uvicorn", "--factory", "api.app:create_app", "--port", "0"]
    environment = {"VN30_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "VN30_JWT_SECRET": ""}
    ended = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode != 0
    assert "VN30_JWT_SECRET is not set" in ended.stderr
