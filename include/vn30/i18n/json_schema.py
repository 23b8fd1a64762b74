"""The texts of JSON schemas, from which forms are drawn."""

from collections.abc import Callable, Iterator
from typing import Any

from vn30.i18n.localized import Localized

SHOWN = frozenset(
    {"title", "description", "x-label", "x-unit", "x-hint", "x-empty", "x-group", "x-unavailable"}
)
"""The keywords whose texts forms show."""

_DATA = frozenset({"default", "examples", "enum", "const", "x-features", "x-included"})
"""Keywords whose values are data, whatever their keys are called."""


def schema_texts(schema: dict[str, Any]) -> Iterator[str]:
    """The texts that a form of this schema shows, as messages of the catalogue."""
    collected: list[str] = []

    def collect(text: str) -> str:
        collected.append(text)
        return text

    with_texts(schema, collect)
    yield from (text.message if isinstance(text, Localized) else text for text in collected)


def with_texts(schema: dict[str, Any], write: Callable[[str], str]) -> dict[str, Any]:
    """The schema with its texts as ``write`` gives them; it gets localized texts."""
    return {keyword: _with_texts(keyword, value, write) for keyword, value in schema.items()}


def _with_texts(keyword: str, value: Any, write: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        if keyword not in SHOWN:
            return value
        return write(value if isinstance(value, Localized) else Localized(value, None, {}))
    if keyword in _DATA:
        return value
    if isinstance(value, dict):
        return with_texts(value, write)
    return [_with_texts("", part, write) for part in value] if isinstance(value, list) else value
