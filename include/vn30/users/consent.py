"""Consent to the risk text, which is asked for before the first recommendation and after each new text."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_all
from vn30.i18n.language import DEFAULT_LANGUAGE, Language
from vn30.i18n.localized import localized

_TEXTS = Path(__file__).with_name("risk_texts")

NOTICE = localized(
    "Information from statistical models, no investment advice. You decide, and you bear the result."
)
"""Stands beside every recommendation."""


class RiskText(NamedTuple):
    """A version of the risk text in a language; ``text`` is Markdown with paragraphs and lists alone."""

    version: int
    language: Language
    text: str

    @property
    def sha256(self) -> str:
        """Of the text, which consents hold: they prove what was shown."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@lru_cache
def newest_text(language: Language = DEFAULT_LANGUAGE) -> RiskText:
    """The text that is asked for: the files with the highest number in ``risk_texts``, one each language."""
    version = max(int(file.name.split(".")[0]) for file in _TEXTS.glob("*.md"))
    text = (_TEXTS / f"{version}.{language}.md").read_text(encoding="utf-8")
    return RiskText(version, language, text.strip())


def consents(connection: sa.Connection, user_id: UUID) -> list[Row]:
    """``text_version``, ``language`` and ``accepted_at`` of each text that a user has "
    "accepted, the newest first."""
    return fetch_all(connection, "users/consents", user_id=str(user_id))


def accept(connection: sa.Connection, user_id: UUID, text: RiskText, address: str) -> bool:
    """Record that a user accepts a text; False if the user had accepted it before."""
    added = execute(
        connection,
        "users/add_consent",
        user_id=str(user_id),
        text_version=text.version,
        text_sha256=text.sha256,
        language=text.language,
        address=address,
    )
    return added > 0
