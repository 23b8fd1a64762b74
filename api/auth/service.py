"""Signing in, staying signed in, signing out."""

import logging
import secrets
from datetime import datetime
from http import HTTPStatus

import sqlalchemy as sa

from api.auth import families
from api.auth.families import RefreshToken
from api.auth.throttle import Throttle
from api.auth.users import User, find_by_username, find_signed_in
from api.database import writing
from api.errors import ApiError
from api.tokens import Token, invalid_token
from vn30.accounts import hash_password, verify_password
from vn30.settings import Settings

logger = logging.getLogger(__name__)

# Checked where there is no account to check, so that the time taken does not tell which names exist.
_HASH_OF_NOBODY = hash_password(secrets.token_urlsafe())


def sign_in(
    engine: sa.Engine,
    settings: Settings,
    throttle: Throttle,
    username: str,
    password: str,
    address: str,
    now: datetime,
) -> tuple[User, RefreshToken]:
    """The account with this name and password, and the first token of a new sign-in.

    Raises:
        ApiError: 401 ``invalid_credentials``, the same for every reason; 429 ``too_many_attempts``.
    """

    def known() -> bool:
        with engine.connect() as connection:
            return families.knows(connection, username, address)

    throttle.check(username, address, known)
    user = _authenticate(engine, settings, username, password)
    first = None
    if user is not None:
        with writing(engine) as connection:
            first = families.begin(connection, user, address, now)
    if user is None or first is None:
        throttle.failed(username, address)
        # Without the name: people type their password there.
        logger.warning("A sign-in was refused", extra={"address": address})
        raise ApiError(
            HTTPStatus.UNAUTHORIZED, "invalid_credentials", "The username or the password is wrong."
        )
    throttle.succeeded(username, address)
    return user, first


def _authenticate(engine: sa.Engine, settings: Settings, username: str, password: str) -> User | None:
    with engine.connect() as connection:
        user = find_by_username(connection, username)
    known = user if user is not None and user.may_sign_in(settings) else None
    matches = verify_password(known.password_hash if known else _HASH_OF_NOBODY, password)
    return known if matches else None


def refresh(engine: sa.Engine, settings: Settings, used: Token, now: datetime) -> RefreshToken:
    """The token that follows the used one.

    Raises:
        ApiError: 401 ``invalid_token``, it was used before, its sign-in is over, or its account may no longer
            sign in.
    """
    with writing(engine) as connection:
        user = find_signed_in(connection, used.sign_in, used.user_id)
        if user is not None and not user.may_sign_in(settings):
            families.end(connection, used)
        token = families.advance(connection, used, now)
    # Raised after the transaction, which may have revoked the sign-in.
    if token is None:
        logger.warning("A refresh token was refused", extra={"sign_in": str(used.sign_in)})
        raise invalid_token()
    return token


def sign_out(engine: sa.Engine, token: Token) -> None:
    """End the sign-in of this token."""
    with writing(engine) as connection:
        families.end(connection, token)
