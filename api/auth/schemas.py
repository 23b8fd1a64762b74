"""Requests and answers of ``/auth``."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from api.core.schemas import ApiModel, PlainText, RequestModel, example
from vn30.users.accounts import Role

_USER = {
    "id": "0b9f5f0e-6a0c-4a58-9d0e-3f1f6f7b2c11",
    "username": "ds1",
    "role": "data_scientist",
    "displayName": "Data Scientist 1",
}
_ACCESS = {"accessToken": "eyJhbGciOi...", "tokenType": "bearer", "expiresIn": 900}
_REFRESH = {"refreshToken": "eyJhbGciOi...", "refreshExpiresIn": 604800}


class LoginRequest(RequestModel):
    """A user's name and password."""

    model_config = example(username="ds1", password="pass1234")  # noqa: S106 - a demo account's, public

    username: PlainText = Field(
        min_length=1, max_length=254, description="username, or the mail address of the account"
    )
    password: str = Field(min_length=1, max_length=200)


class RefreshRequest(RequestModel):
    """The refresh token of an earlier answer."""

    model_config = example(refreshToken=_REFRESH["refreshToken"])

    refresh_token: str = Field(min_length=1, max_length=4000)


class UserOut(ApiModel):
    """The fields of an account that its owner sees."""

    model_config = example(**_USER)

    id: UUID
    username: str
    role: Role
    display_name: str


class AccessToken(ApiModel):
    """An access token, sent as ``Authorization: Bearer <token>``."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the scheme, not a token
    expires_in: int = Field(description="seconds until the access token expires")


class Refreshed(AccessToken):
    """The next pair of tokens of a sign-in."""

    model_config = example(**_ACCESS, **_REFRESH)

    refresh_token: str | None = Field(
        description="replaces the used one, which is no longer valid; null if it is set as a cookie"
    )
    refresh_expires_in: int = Field(description="seconds until the refresh token expires")


class SignedIn(AccessToken):
    """The tokens of a new sign-in, and its account."""

    model_config = example(**_ACCESS, **_REFRESH, user=_USER)

    refresh_token: str = Field(description="valid for one use at /auth/refresh; also set as a cookie")
    refresh_expires_in: int = Field(description="seconds until the refresh token expires")
    user: UserOut


class Me(ApiModel):
    """The account of the access token."""

    model_config = example(user=_USER)

    user: UserOut


class DemoAccount(ApiModel):
    """A test account of the demo, with its public password."""

    model_config = example(username="ds1", password="pass1234", role="data_scientist")  # noqa: S106 - public

    username: str
    password: str
    role: Role
