"""The refresh token as an HttpOnly cookie."""

from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import Request, Response

from api.auth.refresh_tokens import RefreshToken
from api.core.errors import ApiError
from vn30.i18n.localized import localized
from vn30.settings import Settings

COOKIE = "vn30_refresh"
PATH = "/api/v1/auth"


def set_cookie(
    response: Response, settings: Settings, signed: str, token: RefreshToken, now: datetime
) -> None:
    """Set the cookie, which expires with the token."""
    response.set_cookie(
        COOKIE,
        signed,
        max_age=int((token.expires_at - now).total_seconds()),
        path=PATH,
        secure=settings.environment != "demo",
        httponly=True,
        samesite="strict",
    )


def delete_cookie(response: Response, settings: Settings) -> None:
    """Delete the cookie."""
    response.delete_cookie(
        COOKIE, path=PATH, secure=settings.environment != "demo", httponly=True, samesite="strict"
    )


def from_cookie(request: Request, settings: Settings) -> str | None:
    """The token in the request's cookie.

    A browser sends the cookie with requests of any page; ``Origin`` names the page's host.

    Raises:
        ApiError: 403 ``foreign_origin``, ``Origin`` is neither this host nor one of ``VN30_CORS_ORIGINS``.
    """
    token = request.cookies.get(COOKIE)
    if token is None:
        return None
    origin = request.headers.get("origin", "")
    if origin not in settings.cors_origins and _netloc(origin) != request.headers.get("host"):
        raise ApiError(
            HTTPStatus.FORBIDDEN,
            "foreign_origin",
            localized(
                "With the cookie, `Origin` must name this API or one of VN30_CORS_ORIGINS. Programs send the "
                "refreshToken in the body.",
            ),
        )
    return token


def _netloc(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
