"""``/auth``: sign in, get the next access token, ask who is signed in."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from api.auth.schemas import AccessToken, LoginRequest, Me, RefreshRequest, SignedIn, UserOut
from api.auth.service import authenticate, user_of_refresh_token
from api.auth.users import User
from api.configuration import AppSettings
from api.database import Database
from api.errors import documented
from api.security import SigningKey, signed_in
from api.tokens import LIFETIMES, issue_token

router = APIRouter(prefix="/auth", tags=["auth"], responses=documented(HTTPStatus.UNAUTHORIZED))


@router.post("/login", responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY))
def login(body: LoginRequest, engine: Database, settings: AppSettings, key: SigningKey) -> SignedIn:
    """Sign in with a username and a password."""
    user = authenticate(engine, settings, body.username, body.password)
    return SignedIn(
        **_access(key, user.id).model_dump(),
        refresh_token=issue_token(key, user.id, "refresh", datetime.now(UTC)),
        user=_shown(user),
    )


@router.post("/refresh", responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY))
def refresh(body: RefreshRequest, engine: Database, settings: AppSettings, key: SigningKey) -> AccessToken:
    """Exchange a refresh token for a new access token."""
    return _access(key, user_of_refresh_token(engine, settings, key, body.refresh_token).id)


@router.get("/me")
def me(user: Annotated[User, Depends(signed_in)]) -> Me:
    """The account that is signed in."""
    return Me(user=_shown(user))


def _access(key: str, user_id: UUID) -> AccessToken:
    return AccessToken(
        access_token=issue_token(key, user_id, "access", datetime.now(UTC)),
        expires_in=int(LIFETIMES["access"].total_seconds()),
    )


def _shown(user: User) -> UserOut:
    return UserOut(id=user.id, username=user.username, role=user.role, display_name=user.display_name)
