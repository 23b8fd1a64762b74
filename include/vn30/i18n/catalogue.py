"""The catalogue of translations, and texts written with it."""

from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from numbers import Number
from pathlib import Path
from string import Formatter
from typing import Any

from vn30.i18n.language import Language
from vn30.i18n.localized import Joined, Localized

LOCALES = Path(__file__).with_name("locales")
_DATE = "dd/MM/yyyy"


def catalogue_file(language: Language) -> Path:
    """The catalogue of a language other than English."""
    return LOCALES / language / "LC_MESSAGES" / "vn30.po"


def in_language(text: str, language: Language) -> str:
    """The text in a language; a text that is not localized, or not translated, as it is."""
    if isinstance(text, Joined):
        return in_language(text.separator, language).join(in_language(part, language) for part in text.parts)
    # The catalogue answers an empty message with its header.
    if not isinstance(text, Localized) or not text.message:
        return text
    if language == "en":
        # Without message and values, which the receiver has no use for.
        return text[:]
    translations = _translations(language)
    if text.plural is None:
        message = translations.gettext(text.message)
    else:
        message = translations.ngettext(text.message, text.plural, text.values["count"])
    return _Writer(language).vformat(message, (), text.values)


class _Writer(Formatter):
    """``str.format`` with numbers and dates as a language writes them."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str):
            return str(format(in_language(value, self._language), format_spec))
        if isinstance(value, date) and not format_spec:
            return _written_date(value, self._language)
        text = str(format(value, format_spec))
        is_number = isinstance(value, Number) and not isinstance(value, bool)
        return text.translate(_separators(self._language)) if is_number else text


def _written_date(day: date, language: Language) -> str:
    # Not at the top: texts in English need no Babel, whose import takes 50 ms.
    from babel.dates import format_date, format_datetime

    if isinstance(day, datetime):
        return str(format_datetime(day, f"HH:mm {_DATE}", locale=language))
    return str(format_date(day, _DATE, locale=language))


@cache
def _separators(language: Language) -> dict[int, str]:
    """English decimal and group separators to those of the language, by the Unicode CLDR."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return str.maketrans({".": get_decimal_symbol(language), ",": get_group_symbol(language)})


@cache
def _translations(language: Language) -> GNUTranslations:
    """The catalogue, compiled in memory: no compiled file has to be built, shipped or kept up to date."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with catalogue_file(language).open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
