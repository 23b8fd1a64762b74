"""``/auth``: sign in, refresh tokens, read the current account, sign out."""

from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Request, Response

from api.auth import service
from api.auth.answers import (
    access_token,
    answer_sign_in,
    seconds_left,
    shown_user,
    signed_refresh_token,
)
from api.auth.caller import RequestCaller
from api.auth.cookie import COOKIE, delete_cookie, from_cookie, set_cookie
from api.auth.guards import Credentials, SigningKey, everybody, signed_in
from api.auth.schemas import DemoAccount, LoginRequest, Me, Refreshed, RefreshRequest, SignedIn
from api.auth.tokens import TokenType, read_token
from api.auth.users import User
from api.core.database import Database
from api.core.errors import ApiError, documented
from api.core.settings import AppSettings
from vn30.i18n.localized import localized
from vn30.users.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD

router = APIRouter(prefix="/auth", tags=["auth"], responses=documented(HTTPStatus.UNAUTHORIZED))

MAX_QUEUE = 100
"""Sign-ins that may wait for a password check; further ones get 503 with ``Retry-After``."""


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
    caller: RequestCaller,
) -> SignedIn:
    """Sign in with a username and a password.

    The refresh token is in the body, and in the cookie `vn30_refresh` for browsers (HttpOnly,
    SameSite=Strict, path `/api/v1/auth`). After too many wrong passwords for one name or from one address the
    answer is 429.
    """
    state = request.app.state
    if state.password_checks.statistics().tasks_waiting >= MAX_QUEUE:
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "busy",
            localized("Too many sign-ins are waiting. Try again."),
            retry_after=1,
        )
    now = datetime.now(UTC)
    work = partial(
        service.sign_in, engine, settings, state.throttle, body.username, body.password, caller, now
    )
    # In a pool of their own: many password checks at once exhaust neither memory nor the threads of reads.
    user, token = await anyio.to_thread.run_sync(work, limiter=state.password_checks)
    return answer_sign_in(response, settings, key, user, token, now)


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

    A refresh token is valid for one use. A second use ends the sign-in, as the token may have been stolen;
    within ten seconds after the first use it returns the same successor instead, for two tabs of one browser.
    A sign-in ends seven days after its last refresh, and thirty days after it began at the latest.
    """
    now = datetime.now(UTC)
    cookie = None if body else from_cookie(request, settings)
    presented = body.refresh_token if body else cookie
    if presented is None:
        raise ApiError(
            HTTPStatus.UNAUTHORIZED,
            "not_signed_in",
            localized("Sign in first: send the refreshToken in the body, or the cookie of the sign-in."),
        )
    token = service.refresh(engine, settings, read_token(key, presented, "refresh"), now)
    signed = signed_refresh_token(key, token)
    if COOKIE in request.cookies:
        # Also if the body was used: a replaced token in the cookie would end the sign-in at its next use.
        set_cookie(response, settings, signed, token, now)
    return Refreshed(
        **access_token(key, token.token, now).model_dump(),
        refresh_token=None if cookie else signed,
        refresh_expires_in=seconds_left(token, now),
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
    caller: RequestCaller,
    credentials: Credentials,
    body: RefreshRequest | None = None,
) -> None:
    """End the sign-in of each token that is sent: in the body, the cookie, or the `Authorization` header.

    Its access tokens and links end with it, and the cookie is deleted. A missing or invalid token is no
    error.
    """
    tokens: list[tuple[str | None, TokenType]] = [
        (body.refresh_token if body else from_cookie(request, settings), "refresh"),
        (credentials.credentials if credentials else None, "access"),
    ]
    delete_cookie(response, settings)
    for token, token_type in tokens:
        if token is not None:
            with suppress(ApiError):
                service.sign_out(engine, read_token(key, token, token_type), caller)


@router.get("/me")
async def me(user: Annotated[User, Depends(signed_in)]) -> Me:
    """The account of the access token."""
    return Me(user=shown_user(user))


@router.get("/demo-accounts", dependencies=[Depends(everybody)])
def demo_accounts(settings: AppSettings) -> list[DemoAccount]:
    """The test accounts of the demo; an empty list in production."""
    if settings.environment != "demo":
        return []
    return [
        DemoAccount(username=account.username, password=DEMO_PASSWORD, role=account.role)
        for account in DEMO_ACCOUNTS
    ]
