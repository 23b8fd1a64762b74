"""Requests and answers of ``/auth``."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from api.auth.users import Role
from api.schemas import ApiModel, PlainText, RequestModel


class LoginRequest(RequestModel):
    """A user's name and password."""

    username: PlainText = Field(min_length=1, max_length=100)
    password: str = Field(min_length=1, max_length=200)


class RefreshRequest(RequestModel):
    """The refresh token of an earlier sign-in."""

    refresh_token: str = Field(min_length=1, max_length=4000)


class UserOut(ApiModel):
    """An account, as its owner may see it."""

    id: UUID
    username: str
    role: Role
    display_name: str


class AccessToken(ApiModel):
    """A token to send as ``Authorization: Bearer``."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the scheme, not a token
    expires_in: int = Field(description="seconds until the access token expires")


class SignedIn(AccessToken):
    """The tokens of a new sign-in and the account behind them."""

    refresh_token: str = Field(description="exchanged for a new access token at /auth/refresh for seven days")
    user: UserOut


class Me(ApiModel):
    """The account that the access token belongs to."""

    user: UserOut
