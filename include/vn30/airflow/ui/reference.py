"""The fields of the training configuration from its JSON schema, as a reference beside the text editor."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple


class Field(NamedTuple):
    """A field: its path in the JSON (``models.ridge.alpha``), its texts, and the values allowed."""

    path: str
    title: str
    description: str
    allowed: str
    default: str


class Section(NamedTuple):
    """A section of the document with its fields."""

    name: str
    title: str
    description: str
    fields: list[Field]


def sections(schema: dict[str, Any]) -> list[Section]:
    """The sections of a JSON schema (draft 2020-12, with ``$defs``), in the order of the document."""
    result = []
    for name, part in schema["properties"].items():
        whole = _resolve(schema, part)
        fields = list(_fields(schema, name, part))
        result.append(Section(name, whole.get("title", name), whole.get("description", ""), fields))
    return result


def _resolve(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    return {**schema["$defs"][part["$ref"].rsplit("/", 1)[1]], **part}


def _fields(schema: dict[str, Any], path: str, part: dict[str, Any]) -> Iterator[Field]:
    whole = _resolve(schema, part)
    if "properties" in whole:
        for name, inner in whole["properties"].items():
            yield from _fields(schema, f"{path}.{name}", inner)
        return
    for choice in whole.get("anyOf", ()):
        if "properties" in _resolve(schema, choice):
            yield from _fields(schema, path, choice)
    default = json.dumps(whole["default"]) if "default" in whole else ""
    yield Field(path, whole.get("title", ""), whole.get("description", ""), _allowed(schema, whole), default)


def _allowed(schema: dict[str, Any], whole: dict[str, Any]) -> str:
    if "anyOf" in whole:
        return " or ".join(_allowed(schema, _resolve(schema, choice)) for choice in whole["anyOf"])
    if "enum" in whole:
        return ", ".join(json.dumps(value) for value in whole["enum"])
    kind = {"boolean": "true or false", "array": "list", "object": "section"}.get(
        whole["type"], whole["type"]
    )
    if "items" in whole:
        kind = f"list of {_allowed(schema, _resolve(schema, whole['items']))}"
    if "format" in whole:
        kind = whole["format"]
    bounds = [
        f"{sign} {whole[bound]:g}"
        for bound, sign in (
            ("minimum", "≥"),
            ("exclusiveMinimum", ">"),
            ("maximum", "≤"),
            ("exclusiveMaximum", "<"),
        )
        if bound in whole
    ]
    return " ".join((kind, ", ".join(bounds))).strip()
