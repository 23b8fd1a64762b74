"""Refresh token rotation: each use replaces the token, and a second use ends the sign-in.

A replaced token may come from an attacker or from its owner, so its reuse revokes the whole sign-in
(RFC 9700, section 4.14.2). Two tabs of one browser may send the same token at the same time: within ``GRACE``
after the replacement the token returns the same successor, and never a second one, so that reuse is still
detected.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa

from api.auth.caller import Caller
from api.auth.tokens import Token
from api.auth.users import User
from vn30.database.warehouse import Row, execute, fetch_one

REFRESH_LIFETIME = timedelta(days=7)
MAX_SIGN_IN = timedelta(days=30)
GRACE = timedelta(seconds=10)


@dataclass(frozen=True)
class RefreshToken:
    """The valid refresh token of a sign-in; times are aware."""

    token: Token
    issued_at: datetime
    expires_at: datetime


def begin(connection: sa.Connection, user: User, caller: Caller, now: datetime) -> RefreshToken | None:
    """A new sign-in; None if the account was closed or got another password since ``user`` was read."""
    execute(connection, "auth/drop_old_sign_ins", now=now)
    token = Token(id=uuid4(), user_id=user.id, sign_in=uuid4())
    first = RefreshToken(token, now, now + REFRESH_LIFETIME)
    added = execute(
        connection,
        "auth/add_sign_in",
        id=str(token.sign_in),
        user_id=str(user.id),
        password_hash=user.password_hash,
        address=caller.address,
        user_agent=caller.user_agent,
        token=str(token.id),
        now=now,
        expires_at=first.expires_at,
    )
    if not added:
        return None
    execute(connection, "auth/note_sign_in", user_id=str(user.id), now=now)
    return first


def advance(connection: sa.Connection, used: Token, now: datetime) -> RefreshToken | None:
    """The successor of the used token; None if the token is not valid, in which case its sign-in is revoked.

    The sign-in's row is locked until the transaction ends: of two simultaneous calls the
    second one sees the replacement.
    """
    row = fetch_one(connection, "auth/lock_sign_in", id=str(used.sign_in), user_id=str(used.user_id))
    if row is None or row["revoked_at"] is not None:
        return None
    if used.id == row["current_token"]:
        return _replace(connection, row, used, now)
    if used.id == row["replaced_token"] and now - row["issued_at"] <= GRACE:
        current = Token(id=row["current_token"], user_id=used.user_id, sign_in=used.sign_in)
        return RefreshToken(current, row["issued_at"], row["expires_at"])
    end(connection, used)
    return None


def end(connection: sa.Connection, token: Token) -> None:
    """Revoke the sign-in of the token."""
    execute(connection, "auth/revoke_sign_in", id=str(token.sign_in))


def _replace(connection: sa.Connection, row: Row, used: Token, now: datetime) -> RefreshToken:
    successor: UUID = uuid4()
    expires_at = min(now + REFRESH_LIFETIME, row["signed_in_at"] + MAX_SIGN_IN)
    execute(
        connection,
        "auth/replace_token",
        id=str(used.sign_in),
        token=str(successor),
        now=now,
        expires_at=expires_at,
    )
    return RefreshToken(Token(successor, used.user_id, used.sign_in), now, expires_at)
