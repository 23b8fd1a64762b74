"""Finds the message of a text that was stored in English: what readers of the database expect stays plain."""

import re
from collections.abc import Iterable
from functools import cache

from vn30.i18n.localized import Localized

_PLACEHOLDER = re.compile(r"\{(\w+)(?::([^{}]+))?\}")


def recovered(text: str, messages: Iterable[str]) -> str:
    """The text as a localized one of the first message that reads so with some values; as it is without one.

    Whole numbers become integers, and values of placeholders with a format of floats become floats.

    Args:
        messages: of the catalogue, with placeholders such as ``{count}`` or ``{share:.1f}``.
    """
    for message in messages:
        if found := _pattern(message).fullmatch(text):
            values = {name: _value(value) for name, value in found.groupdict().items()}
            return Localized(message, None, values)
    return text


@cache
def _pattern(message: str) -> re.Pattern[str]:
    pattern, end = "", 0
    for field in _PLACEHOLDER.finditer(message):
        value = r"-?\d+\.?\d*" if field[2] else ".+?"
        pattern += f"{re.escape(message[end : field.start()])}(?P<{field[1]}>{value})"
        end = field.end()
    return re.compile(pattern + re.escape(message[end:]), re.DOTALL)


def _value(text: str) -> str | int | float:
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else text
