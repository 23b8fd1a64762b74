"""Requests and answers of ``/account``."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from api.core.schemas import ApiModel, RequestModel, example
from vn30.users.strength import MAX_LENGTH, MIN_LENGTH

_SIGN_IN = {
    "id": "3f0a5b86-5c1f-4c4e-9d55-0e5f7f3f8a10",
    "address": "127.0.0.1",
    "userAgent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0",
    "signedInAt": "2026-11-30T08:00:00Z",
    "lastUsedAt": "2026-11-30T09:45:00Z",
    "expiresAt": "2026-12-07T09:45:00Z",
    "isCurrent": True,
}


class SignIn(ApiModel):
    """A sign-in of the caller that has not ended."""

    model_config = example(**_SIGN_IN)

    id: UUID
    address: str = Field(description="IPv4 address or IPv6 network from which it was made")
    user_agent: str | None = Field(description="what the browser or program called itself")
    signed_in_at: datetime
    last_used_at: datetime = Field(description="when it last got tokens, which it does every 15 minutes")
    expires_at: datetime
    is_current: bool = Field(description="whether this request belongs to it")


class EndSignIns(RequestModel):
    """Which sign-ins to end."""

    keep_current: bool = Field(description="whether the sign-in of this request stays")


class PasswordChange(RequestModel):
    """The current and the new password."""

    model_config = example(currentPassword="old words of mine", newPassword="brass kettle under snow")

    current_password: str = Field(min_length=1, max_length=MAX_LENGTH)
    new_password: str = Field(
        min_length=1,
        max_length=MAX_LENGTH,
        description=f"{MIN_LENGTH} characters or more that are hard to guess",
    )
