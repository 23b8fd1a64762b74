"""Sign-in, token refresh and sign-out."""

import logging
import secrets
from datetime import datetime
from http import HTTPStatus

import sqlalchemy as sa

from api.auth import refresh_tokens
from api.auth.caller import Caller
from api.auth.rate_limit import Throttle
from api.auth.refresh_tokens import RefreshToken
from api.auth.tokens import Token, invalid_token
from api.auth.users import User, find_by_username, find_signed_in
from api.core.database import writing
from api.core.errors import ApiError
from vn30.i18n.localized import localized
from vn30.settings import Settings
from vn30.users.accounts import hash_password, verify_password
from vn30.users.audit_trail import add_entry

logger = logging.getLogger(__name__)

# Checked if there is no such account, so that response times do not reveal which names exist.
_HASH_OF_NOBODY = hash_password(secrets.token_urlsafe())


def sign_in(
    engine: sa.Engine,
    settings: Settings,
    throttle: Throttle,
    username: str,
    password: str,
    caller: Caller,
    now: datetime,
) -> tuple[User, RefreshToken]:
    """The account with this name and password, and the first token of a new sign-in.

    Raises:
        ApiError: 401 ``invalid_credentials``, the same for every reason; 429 ``too_many_attempts``.
    """
    throttle.reserve(engine, username, caller.address)
    user = _authenticate(engine, settings, username, password)
    first = None
    if user is not None:
        with writing(engine) as connection:
            first = refresh_tokens.begin(connection, user, caller, now)
            if first is not None:
                throttle.succeeded(connection, username, caller.address)
                add_entry(connection, caller.actor(user), "sign_in", user.username)
    if user is None or first is None:
        # Without the name: users sometimes enter their password as the name.
        logger.warning("A sign-in was refused", extra={"address": caller.address})
        with writing(engine) as connection:
            add_entry(connection, caller.actor(None), "refuse_sign_in")
        raise ApiError(
            HTTPStatus.UNAUTHORIZED,
            "invalid_credentials",
            localized("The username or the password is wrong."),
        )
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
        ApiError: 401 ``invalid_token``, the token was used before, its sign-in has ended, or its account may
            not sign in.
    """
    with writing(engine) as connection:
        user = find_signed_in(connection, used.sign_in, used.user_id)
        if user is not None and not user.may_sign_in(settings):
            refresh_tokens.end(connection, used)
        token = refresh_tokens.advance(connection, used, now)
    # Raised after the transaction, which may have revoked the sign-in.
    if token is None:
        logger.warning("A refresh token was refused", extra={"sign_in": str(used.sign_in)})
        raise invalid_token()
    return token


def sign_out(engine: sa.Engine, token: Token, caller: Caller) -> None:
    """End the sign-in of this token."""
    with writing(engine) as connection:
        user = find_signed_in(connection, token.sign_in, token.user_id)
        refresh_tokens.end(connection, token)
        if user is not None:
            add_entry(connection, caller.actor(user), "sign_out", user.username)
