"""Who calls, and who may: every route that is not public depends on an :class:`Allowed`."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.auth.users import Role, User, find_by_id
from api.configuration import AppSettings
from api.database import Database
from api.errors import ApiError
from api.tokens import invalid_token, read_token

_bearer = HTTPBearer(auto_error=False, description="the `accessToken` of the sign-in")


def _signing_key(request: Request) -> str:
    key: str = request.app.state.signing_key
    return key


SigningKey = Annotated[str, Depends(_signing_key)]


def _current_user(
    engine: Database,
    settings: AppSettings,
    key: SigningKey,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> User:
    if credentials is None:
        raise ApiError(
            HTTPStatus.UNAUTHORIZED,
            "not_signed_in",
            "Sign in first: send the access token as `Authorization: Bearer <token>`.",
        )
    user_id = read_token(key, credentials.credentials, "access")
    # Read anew on every request: a changed role or a closed account counts at once, not when tokens expire.
    with engine.connect() as connection:
        user = find_by_id(connection, user_id)
    if user is None or not user.may_sign_in(settings):
        raise invalid_token()
    return user


CurrentUser = Annotated[User, Depends(_current_user)]


class Allowed:
    """A dependency that lets in signed-in users of the given roles.

    Raises:
        ApiError: 401 to nobody in particular, 403 ``forbidden`` to the wrong role.
    """

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    def __call__(self, user: CurrentUser) -> User:
        if user.role not in self.roles:
            raise ApiError(
                HTTPStatus.FORBIDDEN, "forbidden", f"This needs the role {' or '.join(self.roles)}."
            )
        return user


signed_in = Allowed("end_user", "data_scientist", "admin")
data_scientists = Allowed("data_scientist", "admin")
