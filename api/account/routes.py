"""``/account``: the caller's own account, settings, consents, sign-ins and password."""

from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

import anyio.to_thread
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.account import choices, service
from api.account.schemas import (
    Account,
    AccountSettings,
    AccountSettingsChange,
    Consent,
    ConsentGiven,
    Deletion,
    EndSignIns,
    PasswordChange,
    SignIn,
)
from api.auth.answers import answer_sign_in
from api.auth.audit import Audited
from api.auth.caller import RequestCaller
from api.auth.cookie import delete_cookie
from api.auth.guards import SigningKey, signed_in
from api.auth.schemas import SignedIn
from api.auth.users import User
from api.core.database import Database
from api.core.errors import documented
from api.core.mailer import AppMailer
from api.core.settings import AppSettings

router = APIRouter(
    prefix="/account",
    tags=["account"],
    dependencies=[Depends(signed_in)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY),
)

Caller = Annotated[User, Depends(signed_in)]
_ONE = "/sign-ins/{signInId}"
SignInId = Annotated[UUID, Path(alias="signInId")]


@router.get("")
def my_account(engine: Database, user: Caller) -> Account:
    """The caller's account."""
    with engine.connect() as connection:
        return choices.account(connection, user)


@router.get("/settings")
def my_settings(engine: Database, user: Caller) -> AccountSettings:
    """What the caller has chosen; defaults where nothing was."""
    with engine.connect() as connection:
        return choices.settings(connection, user)


@router.patch("/settings")
def change_my_settings(engine: Database, audit: Audited, body: AccountSettingsChange) -> AccountSettings:
    """Change settings of the caller; those that are not sent stay."""
    return choices.change_settings(engine, audit, body)


@router.get("/consent")
def my_consent(engine: Database, user: Caller) -> Consent:
    """The newest risk text, and which texts the caller has accepted.

    Recommendations are refused with 403 `consent_required` until the newest text is accepted.
    """
    with engine.connect() as connection:
        return choices.consent(connection, user)


@router.post("/consent", responses=documented(HTTPStatus.CONFLICT))
def give_my_consent(engine: Database, audit: Audited, body: ConsentGiven) -> Consent:
    """Accept the newest risk text. A repeated consent changes nothing."""
    return choices.give_consent(engine, audit, body)


@router.get("/sign-ins")
def my_sign_ins(request: Request, engine: Database, user: Caller) -> list[SignIn]:
    """The caller's sign-ins that have not ended, the last used first."""
    with engine.connect() as connection:
        return service.sign_ins(connection, user, request.state.sign_in)


@router.delete(_ONE, status_code=HTTPStatus.NO_CONTENT, responses=documented(HTTPStatus.NOT_FOUND))
def end_sign_in(engine: Database, audit: Audited, sign_in_id: SignInId) -> None:
    """End one sign-in of the caller, with its tokens and links."""
    service.end(engine, audit, sign_in_id)


@router.delete("/sign-ins", status_code=HTTPStatus.NO_CONTENT)
def end_all_sign_ins(
    request: Request, engine: Database, audit: Audited, query: Annotated[EndSignIns, Query()]
) -> None:
    """End all sign-ins of the caller."""
    service.end_all(engine, audit, request.state.sign_in if query.keep_current else None)


@router.post("/password", responses=documented(HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS))
async def change_my_password(
    request: Request,
    response: Response,
    engine: Database,
    settings: AppSettings,
    key: SigningKey,
    audit: Audited,
    caller: RequestCaller,
    mailer: AppMailer,
    body: PasswordChange,
) -> SignedIn:
    """Change the caller's password. It ends all sign-ins; the answer is a new one.

    Wrong current passwords count against the limits of sign-ins.
    """
    state, now = request.app.state, datetime.now(UTC)
    work = partial(service.change_password, engine, state.throttle, audit, caller, body, now)
    # As sign-ins: many password checks at once exhaust neither memory nor the threads of reads.
    user, token = await anyio.to_thread.run_sync(work, limiter=state.password_checks)
    mailer.wake()
    return answer_sign_in(response, settings, key, user, token, now)


@router.post(
    "/deletion",
    status_code=HTTPStatus.NO_CONTENT,
    responses=documented(HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS),
)
async def delete_my_account(
    request: Request,
    response: Response,
    engine: Database,
    settings: AppSettings,
    audit: Audited,
    caller: RequestCaller,
    body: Deletion,
) -> None:
    """Delete the caller's account with what is personal of it; it cannot be restored.

    Mail address, names, password, sign-ins, settings and My List are removed; the audit trail stays.
    """
    state = request.app.state
    work = partial(service.delete, engine, state.throttle, settings, audit, caller, body)
    await anyio.to_thread.run_sync(work, limiter=state.password_checks)
    delete_cookie(response, settings)
