"""Who calls, and who may: every route depends on a :class:`Guard`, which says so in OpenAPI as well."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.auth.users import User, find_signed_in
from api.configuration import AppSettings
from api.database import Lookups
from api.errors import ApiError
from api.tokens import invalid_token, read_token
from vn30.accounts import Role

_bearer = HTTPBearer(auto_error=False, description="the `accessToken` of the sign-in")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


async def _signing_key(request: Request) -> str:
    key: str = request.app.state.signing_key
    return key


SigningKey = Annotated[str, Depends(_signing_key)]


def user_of_token(lookups: Lookups, settings: AppSettings, key: SigningKey, access_token: str) -> User:
    """The account behind an access token.

    Raises:
        ApiError: 401 ``token_expired`` or ``invalid_token``.
    """
    token = read_token(key, access_token, "access")
    # Read anew on every request: a changed role, a closed account or a sign-out counts at once, not when
    # tokens expire.
    with lookups.connect() as connection:
        user = find_signed_in(connection, token.sign_in, token.user_id)
    if user is None or not user.may_sign_in(settings):
        raise invalid_token()
    return user


def _current_user(
    request: Request, lookups: Lookups, settings: AppSettings, key: SigningKey, credentials: Credentials
) -> User:
    if credentials is None:
        raise ApiError(
            HTTPStatus.UNAUTHORIZED,
            "not_signed_in",
            "Sign in first: send the access token as `Authorization: Bearer <token>`.",
        )
    user = user_of_token(lookups, settings, key, credentials.credentials)
    # For the access log.
    request.state.user_id = str(user.id)
    return user


CurrentUser = Annotated[User, Depends(_current_user)]


class Guard:
    """A dependency that decides who may call a route; ``callers`` is its decision, for people."""

    callers: tuple[str, ...]


class Everybody(Guard):
    """Lets everybody in. A route says so as well, so that none is open by mistake."""

    callers = ("everybody",)

    async def __call__(self) -> None:
        """Let the caller in."""


class Allowed(Guard):
    """Lets in signed-in users of the given roles.

    Raises:
        ApiError: 401 to nobody in particular, 403 ``forbidden`` to the wrong role.
    """

    def __init__(self, *roles: Role) -> None:
        self.roles = roles
        self.callers = roles

    async def __call__(self, user: CurrentUser) -> User:
        """The caller, whose role is one of ours."""
        if user.role not in self.roles:
            raise ApiError(
                HTTPStatus.FORBIDDEN, "forbidden", f"This needs the role {' or '.join(self.roles)}."
            )
        return user


everybody = Everybody()
signed_in = Allowed("end_user", "data_scientist", "admin")
data_scientists = Allowed("data_scientist", "admin")
