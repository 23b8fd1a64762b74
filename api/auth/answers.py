"""Answers with the tokens of a sign-in."""

from datetime import datetime
from uuid import uuid4

from fastapi import Response

from api.auth.cookie import set_cookie
from api.auth.refresh_tokens import RefreshToken
from api.auth.schemas import AccessToken, SignedIn, UserOut
from api.auth.tokens import ACCESS_LIFETIME, Token, sign
from api.auth.users import User
from vn30.settings import Settings


def answer_sign_in(
    response: Response, settings: Settings, key: str, user: User, token: RefreshToken, now: datetime
) -> SignedIn:
    """The tokens of a new sign-in; the refresh token is set as a cookie of ``response`` too."""
    signed = signed_refresh_token(key, token)
    set_cookie(response, settings, signed, token, now)
    return SignedIn(
        **access_token(key, token.token, now).model_dump(),
        refresh_token=signed,
        refresh_expires_in=seconds_left(token, now),
        user=shown_user(user),
    )


def access_token(key: str, refresh_token: Token, now: datetime) -> AccessToken:
    """A new access token of the sign-in."""
    token = Token(id=uuid4(), user_id=refresh_token.user_id, sign_in=refresh_token.sign_in)
    return AccessToken(
        access_token=sign(key, token, "access", now, now + ACCESS_LIFETIME),
        expires_in=int(ACCESS_LIFETIME.total_seconds()),
    )


def signed_refresh_token(key: str, token: RefreshToken) -> str:
    """The refresh token as text."""
    return sign(key, token.token, "refresh", token.issued_at, token.expires_at)


def seconds_left(token: RefreshToken, now: datetime) -> int:
    """Seconds until the refresh token expires."""
    return int((token.expires_at - now).total_seconds())


def shown_user(user: User) -> UserOut:
    """The fields of an account that its owner sees."""
    return UserOut(id=user.id, username=user.username, role=user.role, display_name=user.display_name)
