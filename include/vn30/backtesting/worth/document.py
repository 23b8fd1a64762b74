"""What a result is worth as JSON: the form in which runs store it and the API shows it."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from vn30.backtesting.worth.assessment import Worth
from vn30.i18n.localized import to_text

JsonValue = dict[str, Any] | list[Any] | str | int | float | bool | None


def worth_document(worth: Worth) -> dict[str, Any]:
    """Every field by its name; ratios as ``value`` and ``error``, days as YYYY-MM-DD, sentences by
    :func:`vn30.i18n.localized.to_text`.
    """
    document: dict[str, Any] = {field.name: json_value(getattr(worth, field.name)) for field in fields(worth)}
    return document


def json_value(value: Any) -> JsonValue:
    """A dataclass, named tuple, mapping, sequence or day as JSON has it; other values as they are."""
    if isinstance(value, str):
        return to_text(value)
    if is_dataclass(value):
        return {field.name: json_value(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): json_value(one) for name, one in value.items()}
    if hasattr(value, "_asdict"):
        return {name: json_value(one) for name, one in value._asdict().items()}
    if isinstance(value, list | tuple):
        return [json_value(one) for one in value]
    known: JsonValue = value
    return known
