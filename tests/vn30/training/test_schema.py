import json
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from vn30.training.config import default_document
from vn30.training.schema import SCHEMA_FILE, config_schema

SCHEMA = config_schema()


def fields(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field by its JSON path, what is in a section before the section."""
    for name, field in schema["properties"].items():
        at = f"{path}.{name}".lstrip(".")
        section: dict[str, Any] = {}
        for one in (field, *field.get("anyOf", [])):
            if "$ref" in one:
                section = SCHEMA["$defs"][one["$ref"].removeprefix("#/$defs/")]
                yield from fields(section, at)
        yield at, {**section, **field}


def test_the_committed_file_is_up_to_date() -> None:
    text = json.dumps(SCHEMA, indent=2, ensure_ascii=False) + "\n"
    assert SCHEMA_FILE.read_text() == text, "run: python -m vn30.training.schema"


def test_every_field_can_be_shown_on_a_form() -> None:
    found = dict(fields(SCHEMA))
    assert {"models.pooled.enabled", "ensemble.weights.naive", "indicators.roc.window"} < found.keys()
    for path, field in found.items():
        assert field.get("title"), path
        assert field.get("description"), path
        assert "`" not in field["description"], path
        number = field.get("type") in ("integer", "number")
        low, high = {"minimum", "exclusiveMinimum"} & field.keys(), {"maximum"} & field.keys()
        assert not number or (low and high), path


def test_defaults_are_valid_and_the_schema_refuses_what_it_can() -> None:
    validator = Draft202012Validator(SCHEMA)
    document = default_document()
    validator.validate(document)
    for section, field in SCHEMA["properties"].items():
        assert field.get("default", document[section]) == document[section]
    for broken in (
        {"models": {"ridge": {"alpha": -1}}},
        {"targets": {"horizons": [8]}},
        {"targets": {"horizons": [7, 7]}},
        {"indicators": {"sma": {"windows": [5, 900]}}},
        {"scaling": "minmax"},
        {"colour": "red"},
    ):
        assert not validator.is_valid(broken), broken
