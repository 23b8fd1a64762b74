"""The committed contract is the one that the API keeps."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from api.app import create_app
from api.openapi import OPENAPI_FILE


def test_the_committed_file_is_up_to_date() -> None:
    assert json.loads(OPENAPI_FILE.read_text()) == create_app().openapi(), "run: python -m api.openapi"


CONTRACT = create_app().openapi()
METHODS = ("get", "put", "post", "delete", "patch")
OPERATIONS = {
    f"{method} {path}": operation
    for path, methods in CONTRACT["paths"].items()
    for method, operation in methods.items()
    if method in METHODS
}


def _documents(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schemas of the JSON that goes in, and of what comes out if all is well."""
    bodies = [
        operation.get("requestBody", {}),
        *(answer for status, answer in operation["responses"].items() if status.startswith("2")),
    ]
    for body in bodies:
        media = body.get("content", {}).get("application/json")
        if media:
            yield media["schema"]


def _named(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The models that a schema is made of: itself, what its list has, what it may be."""
    for part in schema.get("anyOf", [schema.get("items", schema)]):
        if "$ref" in part:
            yield CONTRACT["components"]["schemas"][part["$ref"].rpartition("/")[2]]


@pytest.mark.parametrize("name", OPERATIONS)
def test_examples(name: str) -> None:
    """Every operation has examples that its own schema accepts."""
    for schema in _documents(OPERATIONS[name]):
        for model in _named(schema):
            assert model.get("examples"), f"{model['title']} has no example"
            for example in model["examples"]:
                jsonschema.validate(example, {**model, "components": CONTRACT["components"]})


@pytest.mark.parametrize("name", OPERATIONS)
def test_operations_are_described(name: str) -> None:
    """Every operation says what it is for and how it fails."""
    operation = OPERATIONS[name]
    assert operation["description"]
    for status, answer in operation["responses"].items():
        if status[0] in "45" and name != "get /status":
            schema = answer["content"]["application/json"]["schema"]
            assert schema["$ref"].endswith(("/ErrorBody", "/InvalidConfigBody")), status


def test_the_docs_are_public(anonymous: httpx.Client) -> None:
    assert anonymous.get("/docs").status_code == 200
    assert anonymous.get("/openapi.json").json()["info"]["title"] == "VN30 platform"


def test_no_route_promises_an_error_body_of_another_shape() -> None:
    assert "HTTPValidationError" not in create_app().openapi()["components"]["schemas"]


def test_the_app_does_not_start_without_a_secret(tmp_path: Path) -> None:
    """Nor has it imported what only computes: each would keep the start waiting for a second."""
    command = [sys.executable, "-X", "importtime", "-m", "api.serve", "--port", "1"]
    environment = {"VN30_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "VN30_JWT_SECRET": ""}
    ended = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode != 0
    assert "VN30_JWT_SECRET is not set" in ended.stdout
    imported = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert "api.app" in imported
    assert imported.isdisjoint({"airflow", "matplotlib", "scipy.optimize", "skfolio", "sklearn"})


def test_every_schema_has_a_title_of_its_own() -> None:
    """Generated clients name their classes after components; FastAPI puts the module path into the component
    name where two classes share a name."""
    schemas = CONTRACT["components"]["schemas"]
    assert [name for name in schemas if "__" in name] == []
    titles = Counter(schema.get("title", name) for name, schema in schemas.items())
    assert [title for title, count in titles.items() if count > 1] == []
