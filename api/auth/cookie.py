"""The refresh token as a cookie, which browsers keep and scripts cannot read."""

from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import Request, Response

from api.auth.families import RefreshToken
from api.errors import ApiError
from vn30.settings import Settings

COOKIE = "vn30_refresh"
PATH = "/api/v1/auth"


def give_cookie(
    response: Response, settings: Settings, signed: str, token: RefreshToken, now: datetime
) -> None:
    """Have the browser keep the token until it expires."""
    response.set_cookie(
        COOKIE,
        signed,
        max_age=int((token.expires_at - now).total_seconds()),
        path=PATH,
        secure=settings.environment != "demo",
        httponly=True,
        samesite="strict",
    )


def take_cookie(response: Response, settings: Settings) -> None:
    """Have the browser forget the token."""
    response.delete_cookie(
        COOKIE, path=PATH, secure=settings.environment != "demo", httponly=True, samesite="strict"
    )


def from_cookie(request: Request, settings: Settings) -> str | None:
    """The token in the request's cookie.

    A browser sends the cookie on behalf of whatever page it shows, and says in ``Origin`` which one that is.

    Raises:
        ApiError: 403 ``foreign_origin``, the page is not of this host, nor of ``VN30_CORS_ORIGINS``.
    """
    token = request.cookies.get(COOKIE)
    if token is None:
        return None
    origin = request.headers.get("origin", "")
    if origin not in settings.cors_origins and _netloc(origin) != request.headers.get("host"):
        raise ApiError(
            HTTPStatus.FORBIDDEN,
            "foreign_origin",
            "With the cookie, `Origin` must name this API or one of VN30_CORS_ORIGINS. Programs send the "
            "refreshToken in the body.",
        )
    return token


def _netloc(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
