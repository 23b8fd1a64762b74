"""The catalogue has all messages of the code, and texts keep their values in every language."""

import json
import pickle
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.numbers import format_decimal

from vn30.errors import WrongInput
from vn30.i18n.catalogue import in_language
from vn30.i18n.extract import stored_catalogue, template
from vn30.i18n.language import negotiated
from vn30.i18n.localized import from_json, joined, localized, localized_plural, to_json

ROOT = Path(__file__).parents[3]

PRICES = localized(
    "{price:,.0f} VND is outside the limits of the close before, {reference:,.0f} VND: an event or a "
    "wide price band is not on record",
    price=1234567.0,
    reference=1000.4,
)
STALE = [localized_plural("{count} model is stale", "{count} models are stale", count) for count in (1, 2)]
NO_DECISION = localized("There is no decision on {day}.", day=date(2026, 12, 1))


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return stored_catalogue("vi")


def test_catalogue_is_complete(catalogue: Catalog) -> None:
    """Every message of the code is in the catalogue and translated, and no other is: else `make messages`."""
    messages = {message.id for message in template(ROOT) if message.id}
    assert messages == {message.id for message in catalogue if message.id}
    assert [message.id for message in catalogue if message.id and not all(_texts(message.string))] == []


def test_placeholders_agree(catalogue: Catalog) -> None:
    """A translation has the placeholders of its message, with the same formats, and as many lines."""
    for message in catalogue:
        for original in _texts(message.id):
            for translation in _texts(message.string) if message.id else ():
                assert _fields(translation) == _fields(original)
                assert translation.count("\n") == original.count("\n")


def test_numbers_and_dates() -> None:
    """Numbers and dates as the language writes them; Babel is the oracle of numbers."""
    for value in (1234567.0, 1000.4):
        assert format_decimal(round(value), locale="vi") in in_language(PRICES, "vi")
    assert PRICES.startswith("1,234,567 VND")
    assert in_language(PRICES, "en") == PRICES
    assert [str(text) for text in STALE] == ["1 model is stale", "2 models are stale"]
    assert in_language(STALE[0], "vi").replace("1", "2") == in_language(STALE[1], "vi")
    assert NO_DECISION == "There is no decision on 2026-12-01."
    assert "01/12/2026" in in_language(NO_DECISION, "vi")


@pytest.mark.parametrize("text", [PRICES, *STALE, NO_DECISION, joined(": ", "day", NO_DECISION)])
def test_texts_survive(text: str) -> None:
    """An error, a process and the database hand on message and values, and not the English text alone."""
    translation = in_language(text, "vi")
    assert translation != text
    wrapped = localized("{what} right now. Try again in a moment.", what=WrongInput(text))
    assert translation in in_language(wrapped, "vi")
    assert in_language(str(WrongInput(text)), "vi") == translation
    assert in_language(pickle.loads(pickle.dumps(text)), "vi") == translation  # noqa: S301
    stored = from_json(json.loads(json.dumps(to_json({"lines": [text]}))))
    assert (stored["lines"][0], in_language(stored["lines"][0], "vi")) == (text, translation)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("vi", "vi"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en-US,en;q=0.9,vi;q=0.8", "en"),
        ("fr, vi;q=0.3", "vi"),
        ("en;q=0, vi", "vi"),
        ("vi;q=0", "en"),
        ("fr, *;q=0.5", "en"),
        ("vi;q=much", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_negotiation(header: str | None, language: str) -> None:
    assert negotiated(header) == language


def _texts(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _fields(message: str) -> list[tuple[str, str | None, str | None]]:
    return sorted(
        (name, spec, conversion)
        for _, name, spec, conversion in Formatter().parse(message)
        if name is not None
    )
