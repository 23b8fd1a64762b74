"""Guards: dependencies that admit callers to routes, and that OpenAPI lists as the callers of each route."""

from http import HTTPStatus
from typing import Annotated

import sqlalchemy as sa
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.auth.tokens import Token, invalid_token, read_token
from api.auth.users import User, find_signed_in, has_consented
from api.core.database import Lookups
from api.core.errors import ApiError
from api.core.prepared import PREPARED
from api.core.settings import AppSettings
from vn30.i18n.localized import joined, localized
from vn30.settings import Settings
from vn30.users.accounts import Role
from vn30.users.consent import newest_text

_bearer = HTTPBearer(auto_error=False, description="the `accessToken` of the sign-in")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


async def _signing_key(request: Request) -> str:
    key: str = request.app.state.signing_key
    return key


SigningKey = Annotated[str, Depends(_signing_key)]


def user_of_token(lookups: Lookups, settings: AppSettings, key: SigningKey, access_token: str) -> User:
    """The account of an access token.

    Raises:
        ApiError: 401 ``token_expired`` or ``invalid_token``.
    """
    user, _ = _signed_in(lookups, settings, key, access_token)
    return user


def _signed_in(lookups: sa.Engine, settings: Settings, key: str, access_token: str) -> tuple[User, Token]:
    token = read_token(key, access_token, "access")
    # Read on every request, so that a changed role, a closed account or a sign-out takes effect at once.
    with lookups.connect().execution_options(**{PREPARED: True}) as connection:
        user = find_signed_in(connection, token.sign_in, token.user_id)
    if user is None or not user.may_sign_in(settings):
        raise invalid_token()
    return user, token


def _current_user(
    request: Request, lookups: Lookups, settings: AppSettings, key: SigningKey, credentials: Credentials
) -> User:
    if credentials is None:
        raise ApiError(
            HTTPStatus.UNAUTHORIZED,
            "not_signed_in",
            localized("Sign in first: send the access token as `Authorization: Bearer <token>`."),
        )
    user, token = _signed_in(lookups, settings, key, credentials.credentials)
    # For the access log, and for links that end with the sign-in.
    request.state.user_id = str(user.id)
    request.state.sign_in = token.sign_in
    return user


CurrentUser = Annotated[User, Depends(_current_user)]


class Guard:
    """A dependency that admits callers to a route; ``callers`` names them in the documentation."""

    callers: tuple[str, ...]


class Everybody(Guard):
    """Admits everybody. Public routes declare it, so that no route is public by omission."""

    callers = ("everybody",)

    async def __call__(self) -> None:
        """Admit the caller."""


class Allowed(Guard):
    """Admits signed-in users of the given roles.

    Raises:
        ApiError: 401 without a valid token, 403 ``forbidden`` for another role.
    """

    def __init__(self, *roles: Role) -> None:
        self.roles = roles
        self.callers = roles

    async def __call__(self, user: CurrentUser) -> User:
        """The caller, if the role is one of ``roles``."""
        if user.role not in self.roles:
            raise ApiError(
                HTTPStatus.FORBIDDEN,
                "forbidden",
                localized(
                    "This route requires the role {roles}.", roles=joined(localized(" or "), *self.roles)
                ),
            )
        return user


class Consented(Guard):
    """Admits signed-in users who have accepted the newest risk text.

    Raises:
        ApiError: 401 without a valid token, 403 ``consent_required`` without consent.
    """

    callers: tuple[str, ...] = ("end_user", "data_scientist", "admin")

    def __call__(self, user: CurrentUser, lookups: Lookups) -> User:
        """The caller, who has consented."""
        text = newest_text()
        with lookups.connect() as connection:
            consented = has_consented(connection, user.id, text.version)
        if not consented:
            raise ApiError(
                HTTPStatus.FORBIDDEN,
                "consent_required",
                localized(
                    "Accept the risk text first: GET /account/consent shows it, POST /account/consent with "
                    '{{"version": {version}}} accepts it.',
                    version=text.version,
                ),
            )
        return user


everybody = Everybody()
signed_in = Allowed("end_user", "data_scientist", "admin")
data_scientists = Allowed("data_scientist", "admin")
admins = Allowed("admin")
consented = Consented()
