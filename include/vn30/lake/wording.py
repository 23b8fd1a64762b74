"""The meanings of the lake's columns, which its files hold in English, as localized texts.

A file of its own: the API needs it, and not what reads the rows.
"""

from vn30.i18n.localized import Localized, marked
from vn30.i18n.recovered import recovered

FEATURE_MEANING = marked("{function} {parameters}, of kind {kind}; null where its window is not yet full")
"""The meaning of the column of a feature."""


def localized_meaning(meaning: str) -> str:
    """The meaning of a column of a file as a localized text."""
    if "{" in meaning:
        return recovered(meaning, (FEATURE_MEANING,))
    return Localized(meaning, None, {})
