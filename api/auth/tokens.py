"""Signed tokens: short-lived ones for access, longer ones to get the next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Literal
from uuid import UUID

import jwt

from api.core.errors import ApiError
from vn30.i18n.localized import localized
from vn30.settings import MissingSetting, Settings

TokenType = Literal["access", "refresh"]

ISSUER, AUDIENCE, ALGORITHM = "vn30", "vn30-api", "HS256"
ACCESS_LIFETIME = timedelta(minutes=15)
SHORTEST_SECRET = 32


@dataclass(frozen=True)
class Token:
    """What a token says: its own id, whose it is, and of which sign-in."""

    id: UUID
    user_id: UUID
    sign_in: UUID


def signing_key(settings: Settings) -> str:
    """The secret that signs tokens.

    Raises:
        MissingSetting: it is not set, or too short for HS256 (RFC 7518, section 3.2: at least 256 bits).
    """
    secret = settings.jwt_secret.get_secret_value() if settings.jwt_secret else ""
    if len(secret) < SHORTEST_SECRET:
        fault = f"has only {len(secret)} characters" if secret else "is not set"
        raise MissingSetting(
            f"VN30_JWT_SECRET {fault}; it needs at least {SHORTEST_SECRET}. "
            'Make one with: python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return secret


def sign(key: str, token: Token, token_type: TokenType, issued_at: datetime, expires_at: datetime) -> str:
    """The token, valid between two aware times. Signed twice with the same times, it is the same string."""
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(token.user_id),
        "sid": str(token.sign_in),
        "jti": str(token.id),
        "typ": token_type,
        "iat": issued_at,
        "exp": expires_at,
    }
    return jwt.encode(claims, key, ALGORITHM)


def read_token(key: str, token: str, token_type: TokenType) -> Token:
    """What a token of ours says.

    Raises:
        ApiError: 401 ``token_expired``, or ``invalid_token`` for anything else that is wrong with it.
    """
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            # When it was issued is not checked: another server's clock may be a little ahead of ours.
            options={
                "require": ["exp", "iat", "iss", "aud", "sub", "sid", "jti", "typ"],
                "verify_iat": False,
            },
        )
        if claims["typ"] != token_type:
            raise invalid_token()
        return Token(id=UUID(claims["jti"]), user_id=UUID(claims["sub"]), sign_in=UUID(claims["sid"]))
    except jwt.ExpiredSignatureError as error:
        raise ApiError(
            HTTPStatus.UNAUTHORIZED,
            "token_expired",
            localized("The {token_type} token expired.", token_type=token_type),
        ) from error
    except (jwt.InvalidTokenError, ValueError) as error:
        raise invalid_token() from error


def invalid_token() -> ApiError:
    """The answer to a token that is forged, of the wrong type, or of an account that may not sign in."""
    return ApiError(
        HTTPStatus.UNAUTHORIZED, "invalid_token", localized("The token is not valid. Sign in again.")
    )
