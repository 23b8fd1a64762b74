"""Writes the JSON schema of the training configuration: ``python -m vn30.training.schema``.

A form can be built on it: every field has a title, a description, its limits and a default.
"""

import json
from typing import Any

from vn30.settings import PROJECT_ROOT
from vn30.training.config import TrainingConfig

SCHEMA_FILE = PROJECT_ROOT / "docs" / "training-config.schema.json"


def config_schema() -> dict[str, Any]:
    """The JSON schema, draft 2020-12. What concerns several fields is beyond it: that is for a review."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **TrainingConfig.model_json_schema()}


def write_schema() -> None:
    """Write the file anew; it is committed, so that a diff shows every change of the document."""
    SCHEMA_FILE.write_text(json.dumps(config_schema(), indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write_schema()
