"""Texts that keep message and values apart until their language is known."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any


class Localized(str):
    """A text in English that can be written in another language: message and values are kept beside it.

    As a string it is the English text, for logs, Airflow, the command line and all code that takes strings.
    ``str`` of it, or of an exception that has it as its only argument, is the same object: the message
    survives.

    Attributes:
        message: English text with placeholders, as of ``str.format``; its id in the catalogue.
        plural: the message for any number but one; None if it depends on no number.
        values: of the placeholders; ``count`` decides about the plural. Texts among them may be localized.
    """

    message: str
    plural: str | None
    values: Mapping[str, Any]

    def __new__(cls, message: str, plural: str | None, values: Mapping[str, Any]) -> "Localized":
        """Write the message in English."""
        chosen = message if plural is None or values["count"] == 1 else plural
        values = {name: _plain(value) for name, value in values.items()}
        text = super().__new__(cls, chosen.format(**values))
        text.message, text.plural, text.values = message, plural, values
        return text

    def __str__(self) -> str:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Localized, (self.message, self.plural, dict(self.values))


class Joined(str):
    """Several texts as one, such as the sentences of a paragraph.

    Attributes:
        separator: localized too, if it has words.
        parts: localized texts, and others that no language changes.
    """

    separator: str
    parts: tuple[str, ...]

    def __new__(cls, separator: str, parts: Iterable[str]) -> "Joined":
        """Join the English texts."""
        parts = tuple(parts)
        text = super().__new__(cls, separator.join(parts))
        text.separator, text.parts = separator, parts
        return text

    def __str__(self) -> str:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Joined, (self.separator, self.parts)


def localized(message: str, /, **values: Any) -> str:
    """A text with values: ``localized("There is no stock {ticker}.", ticker="VCX")``.

    The message must be a literal, so that ``make messages`` finds it. Placeholders have names and may have a
    format, ``{share:.1f}``: numbers get the separators of the language, dates its order.
    """
    return Localized(message, None, values)


def localized_plural(one: str, other: str, /, count: int, **values: Any) -> str:
    """A text whose wording depends on ``count``, which is a value of it too."""
    return Localized(one, other, {"count": count, **values})


def marked(message: str) -> str:
    """A message that is in the catalogue, for a :class:`Localized` text that gets its values elsewhere."""
    return message


def joined(separator: str, *parts: str) -> str:
    """Texts in a row: ``joined(": ", "ticker", fault)``."""
    return Joined(separator, parts)


def to_json(value: Any) -> Any:
    """A text, or a structure with texts, as JSON to be stored; each localized text is an object."""
    if isinstance(value, Localized):
        stored = {"$message": value.message, "$values": to_json(dict(value.values))}
        return stored if value.plural is None else {**stored, "$plural": value.plural}
    if isinstance(value, Joined):
        return {"$separator": to_json(value.separator), "$parts": to_json(list(value.parts))}
    if isinstance(value, Mapping):
        return {name: to_json(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(part) for part in value]
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    # Numbers of numpy have item().
    return value.item() if hasattr(value, "item") else value


def from_json(stored: Any) -> Any:
    """What :func:`to_json` has stored. A message that the catalogue lacks by now stays in English."""
    if isinstance(stored, list):
        return [from_json(part) for part in stored]
    if not isinstance(stored, dict):
        return stored
    if "$message" in stored:
        return Localized(stored["$message"], stored.get("$plural"), from_json(stored["$values"]))
    if "$parts" in stored:
        return Joined(from_json(stored["$separator"]), from_json(stored["$parts"]))
    if "$date" in stored:
        return date.fromisoformat(stored["$date"])
    return {name: from_json(part) for name, part in stored.items()}


def to_text(text: str) -> str:
    """A text for a column of plain texts: of a localized one its JSON, any other as it is."""
    return json.dumps(to_json(text)) if isinstance(text, Localized | Joined) else text


def from_text(stored: str) -> str:
    """What :func:`to_text` has stored. Another text is the message that reads the same, if there is one: what
    SQL writes, and what was stored before its code had a message.
    """
    if stored.startswith('{"$'):
        try:
            text = from_json(json.loads(stored))
        except (ValueError, LookupError):
            return stored
        return text if isinstance(text, str) else stored
    return stored if "{" in stored or "}" in stored else Localized(stored, None, {})


def _plain(value: Any) -> Any:
    """Of an exception its text, which may be localized."""
    return str(value) if isinstance(value, BaseException) else value
