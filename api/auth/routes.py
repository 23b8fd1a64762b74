"""``/auth``: sign in, get the next tokens, ask who is signed in, sign out."""

from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from typing import Annotated
from uuid import uuid4

import anyio.to_thread
from fastapi import APIRouter, Depends, Request, Response

from api.auth import service
from api.auth.cookie import COOKIE, from_cookie, give_cookie, take_cookie
from api.auth.families import RefreshToken
from api.auth.schemas import (
    AccessToken,
    DemoAccount,
    LoginRequest,
    Me,
    Refreshed,
    RefreshRequest,
    SignedIn,
    UserOut,
)
from api.auth.throttle import counted_address
from api.auth.users import User
from api.configuration import AppSettings
from api.database import Database
from api.errors import ApiError, documented
from api.security import SigningKey, everybody, signed_in
from api.tokens import ACCESS_LIFETIME, Token, read_token, sign
from vn30.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD

router = APIRouter(prefix="/auth", tags=["auth"], responses=documented(HTTPStatus.UNAUTHORIZED))

LONGEST_QUEUE = 100
"""Sign-ins that may wait for their turn to have a password checked; more are told to come back."""


@router.post(
    "/login",
    dependencies=[Depends(everybody)],
    responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.TOO_MANY_REQUESTS),
)
async def login(
    body: LoginRequest,
    request: Request,
    response: Response,
    engine: Database,
    settings: AppSettings,
    key: SigningKey,
) -> SignedIn:
    """Sign in with a username and a password.

    The refresh token comes twice: in the body for programs, and for browsers in the cookie `vn30_refresh`
    (HttpOnly, SameSite=Strict, for `/api/v1/auth` only). After too many wrong passwords, of one name or from
    one address, the answer is 429.
    """
    state = request.app.state
    if state.password_checks.statistics().tasks_waiting >= LONGEST_QUEUE:
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE, "busy", "Too many people sign in. Try again.", retry_after=1
        )
    now = datetime.now(UTC)
    address = counted_address(request.client.host if request.client else None)
    work = partial(
        service.sign_in, engine, settings, state.throttle, body.username, body.password, address, now
    )
    # Threads of their own: a flood of passwords to check takes neither all memory nor the threads of reads.
    user, token = await anyio.to_thread.run_sync(work, limiter=state.password_checks)
    signed = _signed(key, token)
    give_cookie(response, settings, signed, token, now)
    return SignedIn(
        **_access(key, token.token, now).model_dump(),
        refresh_token=signed,
        refresh_expires_in=_seconds_left(token, now),
        user=_shown(user),
    )


@router.post(
    "/refresh",
    dependencies=[Depends(everybody)],
    responses=documented(HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def refresh(
    request: Request,
    response: Response,
    engine: Database,
    settings: AppSettings,
    key: SigningKey,
    body: RefreshRequest | None = None,
) -> Refreshed:
    """Exchange a refresh token, from the body or else from the cookie, for the next pair of tokens.

    A refresh token is good once. Used a second time it ends the whole sign-in: one of its two users must have
    stolen it. For ten seconds after its first use it gets the same successor once more, so that two tabs of a
    browser may ask at the same time. A sign-in ends seven days after its last refresh, at the latest thirty
    days after it was made.
    """
    now = datetime.now(UTC)
    cookie = None if body else from_cookie(request, settings)
    presented = body.refresh_token if body else cookie
    if presented is None:
        raise ApiError(
            HTTPStatus.UNAUTHORIZED,
            "not_signed_in",
            "Sign in first: send the refreshToken in the body, or the cookie of the sign-in.",
        )
    token = service.refresh(engine, settings, read_token(key, presented, "refresh"), now)
    signed = _signed(key, token)
    if COOKIE in request.cookies:
        # Also where the body was used: a spent token left in the cookie would end the sign-in one day.
        give_cookie(response, settings, signed, token, now)
    return Refreshed(
        **_access(key, token.token, now).model_dump(),
        refresh_token=None if cookie else signed,
        refresh_expires_in=_seconds_left(token, now),
    )


@router.post(
    "/logout",
    status_code=HTTPStatus.NO_CONTENT,
    dependencies=[Depends(everybody)],
    responses=documented(HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def logout(
    request: Request,
    response: Response,
    engine: Database,
    settings: AppSettings,
    key: SigningKey,
    body: RefreshRequest | None = None,
) -> None:
    """End the sign-in of a refresh token, from the body or else from the cookie; its access tokens end too.

    The cookie is removed. Without a token, or with one that is no longer valid, there is nothing to end.
    """
    presented = body.refresh_token if body else from_cookie(request, settings)
    take_cookie(response, settings)
    if presented is None:
        return
    with suppress(ApiError):
        service.sign_out(engine, read_token(key, presented, "refresh"))


@router.get("/me")
async def me(user: Annotated[User, Depends(signed_in)]) -> Me:
    """The account that is signed in."""
    return Me(user=_shown(user))


@router.get("/demo-accounts", dependencies=[Depends(everybody)])
def demo_accounts(settings: AppSettings) -> list[DemoAccount]:
    """The test accounts, for the sign-in page of the demo; nowhere else are there any."""
    if settings.environment != "demo":
        return []
    return [
        DemoAccount(username=account.username, password=DEMO_PASSWORD, role=account.role)
        for account in DEMO_ACCOUNTS
    ]


def _access(key: str, refresh_token: Token, now: datetime) -> AccessToken:
    token = Token(id=uuid4(), user_id=refresh_token.user_id, sign_in=refresh_token.sign_in)
    return AccessToken(
        access_token=sign(key, token, "access", now, now + ACCESS_LIFETIME),
        expires_in=int(ACCESS_LIFETIME.total_seconds()),
    )


def _signed(key: str, token: RefreshToken) -> str:
    return sign(key, token.token, "refresh", token.issued_at, token.expires_at)


def _seconds_left(token: RefreshToken, now: datetime) -> int:
    return int((token.expires_at - now).total_seconds())


def _shown(user: User) -> UserOut:
    return UserOut(id=user.id, username=user.username, role=user.role, display_name=user.display_name)
