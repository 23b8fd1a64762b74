"""``/auth/registration`` and ``/auth/password-reset``: accounts and passwords by mail."""

from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus

import anyio.to_thread
from fastapi import APIRouter, Depends, Request, Response

from api.auth.answers import answer_sign_in
from api.auth.caller import RequestCaller
from api.auth.guards import SigningKey, everybody
from api.auth.schemas import SignedIn
from api.core.database import Database
from api.core.errors import documented
from api.core.mailer import AppMailer
from api.core.settings import AppSettings
from api.registration import service
from api.registration.schemas import (
    Feature,
    MailRequest,
    MailRequested,
    Options,
    PasswordReset,
    Registration,
)
from vn30.i18n.localized import localized
from vn30.users.registration import password_reset, registration

router = APIRouter(prefix="/auth", tags=["auth"], dependencies=[Depends(everybody)])

_CLOSED = documented(HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
_LIMITED = {**_CLOSED, **documented(HTTPStatus.TOO_MANY_REQUESTS)}


@router.get("/options")
def auth_options(settings: AppSettings) -> Options:
    """Whether people may register, and ask for a new password by mail."""
    return Options(
        registration=Feature(**registration(settings)._asdict()),
        password_reset=Feature(**password_reset(settings)._asdict()),
    )


@router.post("/registration", status_code=HTTPStatus.ACCEPTED, responses=_LIMITED)
def request_registration(
    request: Request,
    engine: Database,
    settings: AppSettings,
    mailer: AppMailer,
    caller: RequestCaller,
    body: MailRequest,
) -> MailRequested:
    """Mail a link that makes an account for this address, valid once for 24 hours.

    The answer is the same whether the address has an account or not; its owner gets another mail then.
    """
    service.require_open(registration(settings), "registration_closed")
    service.request_mail(engine, request.app.state.mail_limits, caller, "registration", body.email)
    mailer.wake()
    text = localized("A mail is on its way to this address. Open the link in it within 24 hours.")
    return service.requested(settings, text)


@router.post("/registration/confirm", responses=_CLOSED)
async def confirm_registration(
    request: Request,
    response: Response,
    engine: Database,
    settings: AppSettings,
    key: SigningKey,
    caller: RequestCaller,
    body: Registration,
) -> SignedIn:
    """Make the account of the link, as an end user, and sign in. The answer is that of `/auth/login`."""
    service.require_open(registration(settings), "registration_closed")
    now = datetime.now(UTC)
    work = partial(service.finish_registration, engine, caller, body, now)
    # As sign-ins: many password hashes at once exhaust neither memory nor the threads of reads.
    user, token = await anyio.to_thread.run_sync(work, limiter=request.app.state.password_checks)
    return answer_sign_in(response, settings, key, user, token, now)


@router.post("/password-reset", status_code=HTTPStatus.ACCEPTED, responses=_LIMITED)
def request_password_reset(
    request: Request,
    engine: Database,
    settings: AppSettings,
    mailer: AppMailer,
    caller: RequestCaller,
    body: MailRequest,
) -> MailRequested:
    """Mail a link that sets a new password, valid once for one hour, if the address has an account.

    The answer is the same whether it has one or not.
    """
    service.require_open(password_reset(settings), "password_reset_closed")
    service.request_mail(engine, request.app.state.mail_limits, caller, "password_reset", body.email)
    mailer.wake()
    text = localized("If this address has an account, a mail with a link is on its way.")
    return service.requested(settings, text)


@router.post("/password-reset/confirm", status_code=HTTPStatus.NO_CONTENT, responses=_CLOSED)
async def confirm_password_reset(
    request: Request,
    engine: Database,
    settings: AppSettings,
    mailer: AppMailer,
    caller: RequestCaller,
    body: PasswordReset,
) -> None:
    """Set the password of the account of the link. It ends all sign-ins of the account."""
    service.require_open(password_reset(settings), "password_reset_closed")
    work = partial(service.finish_reset, engine, caller, body)
    await anyio.to_thread.run_sync(work, limiter=request.app.state.password_checks)
    mailer.wake()
