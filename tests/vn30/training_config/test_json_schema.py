import json
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from vn30.training_config.document import default_document
from vn30.training_config.json_schema import SCHEMA_FILE, config_schema, portable_schema

SCHEMA = config_schema()


def fields(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field by its JSON path, what is in a section before the section."""
    for name, field in schema["properties"].items():
        at = f"{path}.{name}".lstrip(".")
        section: dict[str, Any] = {}
        for option in (field, *field.get("anyOf", [])):
            if "$ref" in option:
                section = SCHEMA["$defs"][option["$ref"].removeprefix("#/$defs/")]
                yield from fields(section, at)
        yield at, {**section, **field}


def test_the_committed_file_is_up_to_date() -> None:
    text = json.dumps(portable_schema(), indent=2, ensure_ascii=False) + "\n"
    assert SCHEMA_FILE.read_text() == text, "run: python -m vn30.training_config.json_schema"


def test_every_field_can_be_shown_on_a_form() -> None:
    by_path = dict(fields(SCHEMA))
    assert {"models.pooled.enabled", "ensemble.weights.naive", "indicators.roc.window"} < by_path.keys()
    for path, field in by_path.items():
        assert field.get("title"), path
        assert field.get("description"), path
        assert "`" not in field["description"], path
        number = field.get("type") in ("integer", "number")
        low, high = {"minimum", "exclusiveMinimum"} & field.keys(), {"maximum"} & field.keys()
        assert not number or (low and high), path


def test_defaults_and_limits() -> None:
    """Defaults are valid, and the schema refuses what it can."""
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
