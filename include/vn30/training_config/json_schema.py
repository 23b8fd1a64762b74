"""Writes the JSON schema of the training configuration: ``python -m vn30.training_config.json_schema``.

Forms are generated from the schema: every field has a title, a description, limits and a default.
"""

import json
from typing import Any

from vn30.settings import PROJECT_ROOT
from vn30.training_config.document import TrainingConfig

SCHEMA_FILE = PROJECT_ROOT / "docs" / "training-config.schema.json"


def config_schema() -> dict[str, Any]:
    """The JSON schema, draft 2020-12. It has no conditions on several fields; a review checks those."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **TrainingConfig.model_json_schema()}


def portable_schema() -> dict[str, Any]:
    """The schema without what is missing in this installation."""
    schema = config_schema()
    for part in schema["$defs"].values():
        part.pop("x-unavailable", None)
    return schema


def write_schema() -> None:
    """Write SCHEMA_FILE. It is committed, so that its diff shows every change of the document."""
    SCHEMA_FILE.write_text(json.dumps(portable_schema(), indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write_schema()
