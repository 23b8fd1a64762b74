"""Signed tokens: short-lived ones for access, longer ones to get the next."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Literal
from uuid import UUID

import jwt

from api.errors import ApiError
from vn30.settings import MissingSetting, Settings

TokenType = Literal["access", "refresh"]

ISSUER, AUDIENCE, ALGORITHM = "vn30", "vn30-api", "HS256"
LIFETIMES: dict[TokenType, timedelta] = {"access": timedelta(minutes=15), "refresh": timedelta(days=7)}
SHORTEST_SECRET = 32


def signing_key(settings: Settings) -> str:
    """The secret that signs tokens.

    Raises:
        MissingSetting: it is not set, or too short for HS256 (RFC 7518, section 3.2: at least 256 bits).
    """
    secret = settings.jwt_secret.get_secret_value() if settings.jwt_secret else ""
    if len(secret) < SHORTEST_SECRET:
        found = f"has only {len(secret)} characters" if secret else "is not set"
        raise MissingSetting(
            f"VN30_JWT_SECRET {found}; it needs at least {SHORTEST_SECRET}. "
            'Make one with: python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return secret


def issue_token(key: str, user_id: UUID, token_type: TokenType, now: datetime) -> str:
    """A token that says who calls, valid from ``now`` (an aware time) for its type's lifetime."""
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(user_id),
        "typ": token_type,
        "iat": now,
        "exp": now + LIFETIMES[token_type],
    }
    return jwt.encode(claims, key, ALGORITHM)


def read_token(key: str, token: str, token_type: TokenType) -> UUID:
    """The id of the user that the token names.

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
            options={"require": ["exp", "iat", "iss", "aud", "sub", "typ"]},
        )
        if claims["typ"] != token_type:
            raise invalid_token()
        return UUID(claims["sub"])
    except jwt.ExpiredSignatureError as error:
        raise ApiError(
            HTTPStatus.UNAUTHORIZED, "token_expired", f"The {token_type} token expired."
        ) from error
    except (jwt.InvalidTokenError, ValueError) as error:
        raise invalid_token() from error


def invalid_token() -> ApiError:
    """The answer to a token that is forged, of the wrong type, or of an account that may not sign in."""
    return ApiError(HTTPStatus.UNAUTHORIZED, "invalid_token", "The token is not valid. Sign in again.")
