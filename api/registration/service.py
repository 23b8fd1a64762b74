"""Requests for mails with links, and the use of these links."""

from datetime import datetime
from http import HTTPStatus

import sqlalchemy as sa

from api.auth import refresh_tokens
from api.auth.caller import Caller
from api.auth.refresh_tokens import RefreshToken
from api.auth.users import User, find_by_username
from api.core.database import writing
from api.core.errors import ApiError
from api.core.language import answer_language
from api.registration.limits import MailLimits
from api.registration.schemas import MailRequested, PasswordReset, Registration
from vn30.errors import WrongInput
from vn30.i18n.localized import joined, localized
from vn30.settings import Settings
from vn30.users.accounts import hash_password
from vn30.users.audit_trail import Action, Actor, add_entry
from vn30.users.links import Purpose
from vn30.users.mail_outbox import add_mail
from vn30.users.mail_server import MailFolder, mail_server
from vn30.users.registration import MailFeature, register, set_password
from vn30.users.strength import refuse_weak_password


def require_open(feature: MailFeature, code: str) -> None:
    """Refuse where a feature is closed.

    Raises:
        ApiError: 403 with this code, and the reason.
    """
    if not feature.is_open:
        raise ApiError(HTTPStatus.FORBIDDEN, code, feature.reason or "")


def request_mail(engine: sa.Engine, limits: MailLimits, caller: Caller, purpose: Purpose, email: str) -> None:
    """Write a mail with a link into the outbox. Nothing here depends on whether the address has an account.

    Raises:
        ApiError: 429 ``too_many_requests``.
    """
    with writing(engine) as connection:
        limits.reserve(connection, email, caller)
        add_mail(connection, purpose, email, language=answer_language())
        # Without the address: the trail is kept for ever, and the address may be that of a stranger.
        action: Action = "request_registration" if purpose == "registration" else "request_password_reset"
        add_entry(connection, caller.actor(None), action)


def requested(settings: Settings, message: str) -> MailRequested:
    """The answer to a request, which says where the mails of a demo without a mail server are."""
    if isinstance(mail_server(settings), MailFolder):
        place = localized(
            "This demo has no mail server: mails are files in the folder mail below VN30_HOME (.local)."
        )
        message = joined(" ", message, place)
    return MailRequested(message=message)


def finish_registration(
    engine: sa.Engine, caller: Caller, body: Registration, now: datetime
) -> tuple[User, RefreshToken]:
    """Make the account of the link, and begin its first sign-in.

    Raises:
        ApiError: 422 ``weak_password`` or ``invalid_link``.
    """
    _refuse_weak(body.password, body.display_name)
    password_hash = hash_password(body.password)
    user = first = None
    with writing(engine) as connection:
        account = register(connection, body.token, body.display_name, password_hash)
        if account is not None:
            user = find_by_username(connection, account.username)
        if user is not None:
            first = refresh_tokens.begin(connection, user, caller, now)
            add_entry(connection, caller.actor(user), "register_account", user.username)
    if user is None or first is None:
        raise _invalid_link()
    return user, first


def finish_reset(engine: sa.Engine, caller: Caller, body: PasswordReset) -> None:
    """Set the password of the account of the link, which ends all its sign-ins.

    Raises:
        ApiError: 422 ``weak_password`` or ``invalid_link``.
    """
    _refuse_weak(body.password)
    password_hash = hash_password(body.password)
    with writing(engine) as connection:
        account = set_password(connection, body.token, password_hash)
        if account is not None:
            actor = Actor(account.id, account.username, caller.host, caller.request_id)
            add_entry(connection, actor, "reset_password", account.username)
    if account is None:
        raise _invalid_link()


def _refuse_weak(password: str, *known: str) -> None:
    try:
        refuse_weak_password(password, *known)
    except WrongInput as weak:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY, "weak_password", joined(": ", "password", str(weak))
        ) from weak


def _invalid_link() -> ApiError:
    return ApiError(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid_link",
        localized("token: the link was used, has expired or is not complete. Ask for a new mail."),
    )
