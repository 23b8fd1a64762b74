"""The outbox: mails are written in the transaction of what they report, and sent afterwards."""

import json
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import execute
from vn30.i18n.language import Language

MailKind = Literal["registration", "password_reset", "password_changed", "label_change"]

MAX_AGE: dict[MailKind, timedelta] = {
    "registration": timedelta(hours=24),
    "password_reset": timedelta(hours=1),
    "password_changed": timedelta(days=3),
    "label_change": timedelta(days=2),
}
"""A mail that could not be sent for so long is sent no more: its link or its news would be out of date."""


def add_mail(
    connection: sa.Connection,
    kind: MailKind,
    recipient: str,
    *,
    user_id: UUID | None = None,
    parameters: dict[str, Any] | None = None,
    key: str | None = None,
    language: Language | None = None,
) -> bool:
    """Add a mail to the outbox, in the transaction of what it reports.

    Args:
        user_id: whose account it is about; an unsent mail of a deleted account is dropped.
        parameters: what the text needs, without secrets. ``label_change``: ``lines``, a list of texts by
            :func:`vn30.i18n.localized.to_json`.
        language: of the request; that of the account's settings goes before it.
        key: names the occasion, such as a user and a run; a second mail of the same key is not added.

    Returns:
        Whether the mail was added.
    """
    added = execute(
        connection,
        "users/add_mail",
        kind=kind,
        recipient=recipient,
        user_id=None if user_id is None else str(user_id),
        parameters=json.dumps(parameters or {}),
        key=key,
        language=language,
        max_age=MAX_AGE[kind].total_seconds(),
    )
    return added > 0
