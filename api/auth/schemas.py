"""Requests and answers of ``/auth``."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas import ApiModel, PlainText, RequestModel, example
from vn30.accounts import Role

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

    username: PlainText = Field(min_length=1, max_length=100)
    password: str = Field(min_length=1, max_length=200)


class RefreshRequest(RequestModel):
    """The refresh token of an earlier answer."""

    model_config = example(refreshToken=_REFRESH["refreshToken"])

    refresh_token: str = Field(min_length=1, max_length=4000)


class UserOut(ApiModel):
    """An account, as its owner may see it."""

    model_config = example(**_USER)

    id: UUID
    username: str
    role: Role
    display_name: str


class AccessToken(ApiModel):
    """A token to send as ``Authorization: Bearer``."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the scheme, not a token
    expires_in: int = Field(description="seconds until the access token expires")


class Refreshed(AccessToken):
    """The next pair of tokens of a sign-in."""

    model_config = example(**_ACCESS, **_REFRESH)

    refresh_token: str | None = Field(
        description="takes the place of the used one, which is spent; null where the cookie carries it"
    )
    refresh_expires_in: int = Field(description="seconds until the refresh token expires")


class SignedIn(AccessToken):
    """The tokens of a new sign-in and the account behind them."""

    model_config = example(**_ACCESS, **_REFRESH, user=_USER)

    refresh_token: str = Field(description="good once, at /auth/refresh; browsers get it as a cookie as well")
    refresh_expires_in: int = Field(description="seconds until the refresh token expires")
    user: UserOut


class Me(ApiModel):
    """The account that the access token belongs to."""

    model_config = example(user=_USER)

    user: UserOut


class DemoAccount(ApiModel):
    """A test account, which anybody may use."""

    model_config = example(username="ds1", password="pass1234", role="data_scientist")  # noqa: S106 - public

    username: str
    password: str
    role: Role
