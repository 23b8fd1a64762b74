"""Links in mails, each valid once until it expires. The database has a link's hash alone."""

import hashlib
import secrets
from typing import Literal
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_one
from vn30.users.mail_outbox import MAX_AGE

Purpose = Literal["registration", "password_reset"]

TOKEN_LENGTH = 43
"""Characters of 32 random bytes."""


def new_link(
    connection: sa.Connection, purpose: Purpose, *, email: str | None = None, user_id: UUID | None = None
) -> str:
    """A new secret, which confirms an address or sets the password of an account."""
    token = secrets.token_urlsafe(32)
    execute(
        connection,
        "users/add_link",
        token_sha256=_hash(token),
        purpose=purpose,
        email=email,
        user_id=None if user_id is None else str(user_id),
        lifetime=MAX_AGE[purpose].total_seconds(),
    )
    return token


def use_link(connection: sa.Connection, purpose: Purpose, token: str) -> Row | None:
    """``email`` and ``user_id`` of a valid link, which is valid no more, nor are the others of its owner.

    None if the link was used, has expired or never was one. Of two simultaneous uses the second waits for the
    first transaction, and finds the link used.
    """
    link = fetch_one(connection, "users/use_link", purpose=purpose, token_sha256=_hash(token))
    if link is not None:
        execute(
            connection,
            "users/use_other_links",
            purpose=purpose,
            email=link["email"],
            user_id=link["user_id"] and str(link["user_id"]),
        )
    return link


def _hash(token: str) -> str:
    # Plain: 256 random bits cannot be guessed, unlike passwords.
    return hashlib.sha256(token.encode()).hexdigest()
