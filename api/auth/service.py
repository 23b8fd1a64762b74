"""Signing in and staying signed in."""

import secrets
from http import HTTPStatus

import sqlalchemy as sa

from api.auth.users import User, find_by_id, find_by_username
from api.errors import ApiError
from api.tokens import invalid_token, read_token
from vn30.accounts import hash_password, verify_password
from vn30.settings import Settings

# Checked where there is no account to check, so that the time taken does not tell which names exist.
_HASH_OF_NOBODY = hash_password(secrets.token_urlsafe())


def authenticate(engine: sa.Engine, settings: Settings, username: str, password: str) -> User:
    """The account with this name and password.

    Raises:
        ApiError: 401 ``invalid_credentials``, the same for every reason.
    """
    with engine.connect() as connection:
        user = find_by_username(connection, username)
    known = user if user is not None and user.may_sign_in(settings) else None
    matches = verify_password(known.password_hash if known else _HASH_OF_NOBODY, password)
    if known is None or not matches:
        raise ApiError(
            HTTPStatus.UNAUTHORIZED, "invalid_credentials", "The username or the password is wrong."
        )
    return known


def user_of_refresh_token(engine: sa.Engine, settings: Settings, key: str, token: str) -> User:
    """The account that may have a new access token for this refresh token.

    Raises:
        ApiError: 401, the token is not valid, expired, or its account may no longer sign in.
    """
    user_id = read_token(key, token, "refresh")
    with engine.connect() as connection:
        user = find_by_id(connection, user_id)
    if user is None or not user.may_sign_in(settings):
        raise invalid_token()
    return user
