"""Faults that pydantic finds, as texts for users: each follows the name of its field."""

from collections.abc import Mapping
from typing import Any

from vn30.i18n.localized import Localized, localized, localized_plural, marked


def fault_message(fault: Mapping[str, Any]) -> str:
    """What is wrong with a field: "must be greater than 0". Rare faults stay in pydantic's English.

    Args:
        fault: of ``ValidationError.errors()``.
    """
    context = fault.get("ctx", {})
    # A validator of ours: it has raised an error, or names another field.
    own = context.get("error" if fault["type"] == "value_error" else "message")
    if own is not None:
        return str(own)
    if fault["type"] == "string_too_short":
        return _characters("least", context["min_length"])
    if fault["type"] == "string_too_long":
        return _characters("most", context["max_length"])
    message = _MESSAGES.get(fault["type"])
    if message is None:
        return str(fault["msg"]).replace("Input should", "must")
    return Localized(message, None, {**context, "expected": _alternatives(context.get("expected", ""))})


def _alternatives(expected: str) -> str:
    """pydantic's list of allowed values, ``'a', 'b' or 'c'``."""
    others, _, last = expected.rpartition(" or ")
    return localized("{others} or {last}", others=others, last=last) if others else last


def _characters(limit: str, count: int) -> str:
    if limit == "least":
        return localized_plural(
            "must have at least {count} character", "must have at least {count} characters", count
        )
    return localized_plural(
        "must have at most {count} character", "must have at most {count} characters", count
    )


_INTEGER = marked("must be a valid integer")
_NUMBER = marked("must be a valid number")
_BOOLEAN = marked("must be true or false")
_ONE_OF = marked("must be {expected}")
_DATE = marked("must be a valid date, as 2026-11-30")
_TIME = marked("must be a valid date with time, as 2026-11-30T09:15:00+07:00")
_UUID = marked("must be a valid UUID")

_MESSAGES = {
    "missing": marked("is missing"),
    "extra_forbidden": marked("is not a known field"),
    "int_parsing": _INTEGER,
    "int_type": _INTEGER,
    "int_from_float": _INTEGER,
    "int_parsing_size": _INTEGER,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "finite_number": marked("must be a finite number"),
    "bool_parsing": _BOOLEAN,
    "bool_type": _BOOLEAN,
    "string_type": marked("must be a text"),
    "list_type": marked("must be a list"),
    "greater_than": marked("must be greater than {gt}"),
    "greater_than_equal": marked("must be greater than or equal to {ge}"),
    "less_than": marked("must be less than {lt}"),
    "less_than_equal": marked("must be less than or equal to {le}"),
    "multiple_of": marked("must be a multiple of {multiple_of}"),
    "literal_error": _ONE_OF,
    "enum": _ONE_OF,
    "string_pattern_mismatch": marked("must match the pattern {pattern}"),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
    "timezone_aware": marked("must have a time zone"),
    "uuid_parsing": _UUID,
    "uuid_type": _UUID,
    "dict_type": marked("must be a JSON object"),
    "model_type": marked("must be a JSON object"),
    "model_attributes_type": marked("must be a JSON object"),
    "too_short": marked("must have at least {min_length} items, not {actual_length}"),
    "too_long": marked("must have at most {max_length} items"),
}
