"""Writes the OpenAPI document to ``api/openapi.json``: ``python -m api.openapi``."""

import json

from api.app import create_app
from vn30.settings import PROJECT_ROOT

OPENAPI_FILE = PROJECT_ROOT / "api" / "openapi.json"


def write_openapi() -> None:
    """Write the file, which is committed so that a diff shows every change of the contract."""
    OPENAPI_FILE.write_text(json.dumps(create_app().openapi(), indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write_openapi()
