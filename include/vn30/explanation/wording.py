"""Descriptions of features in the languages of users.

Explanations store descriptions in English (:mod:`vn30.explanation.descriptions`). Their message and values
are recovered from the text, so that stored explanations and new ones are alike.
"""

import re

from vn30.explanation.descriptions import MACD_PARTS, WORDS
from vn30.i18n.localized import Localized, joined, localized, marked
from vn30.i18n.recovered import recovered

_INDEX = re.compile(r"([A-Z0-9]+): (.*)")
_MACD = re.compile(rf"MACD ({'|'.join(MACD_PARTS)}), (\d+) and (\d+) sessions")
_PARTS = {
    "line": localized("line"),
    "signal": localized("signal"),
    "histogram": localized("histogram"),
}
_NEWEST = marked("daily return, newest")
OF_ONE_SESSION = tuple(
    message.replace("sessions", "session") for message in WORDS.values() if "sessions" in message
)
"""The messages of features of one session; for the catalogue of translations as well."""


def localized_description(words: str) -> str:
    """The description of a feature as a localized text; as it is if it is of no known kind."""
    if of_index := _INDEX.fullmatch(words):
        return joined(": ", of_index[1], localized_description(of_index[2]))
    if macd := _MACD.fullmatch(words):
        return localized(
            "MACD {part}, {fast} and {slow} sessions",
            part=_PARTS[macd[1]],
            fast=int(macd[2]),
            slow=int(macd[3]),
        )
    if words == _NEWEST:
        return Localized(_NEWEST, None, {})
    return recovered(words, (*WORDS.values(), *OF_ONE_SESSION))
