"""Reads and changes of the caller's own account."""

from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

import sqlalchemy as sa

from api.account.schemas import Deletion, PasswordChange, SignIn
from api.auth import refresh_tokens
from api.auth.audit import Audit
from api.auth.caller import Caller
from api.auth.rate_limit import Throttle
from api.auth.refresh_tokens import RefreshToken
from api.auth.tokens import invalid_token
from api.auth.users import User
from api.core.database import writing
from api.core.errors import ApiError
from vn30.database.warehouse import execute, fetch_all
from vn30.errors import WrongInput
from vn30.i18n.localized import joined, localized
from vn30.settings import Settings
from vn30.users.accounts import DEMO_USERNAMES, hash_password, verify_password
from vn30.users.administration import LastAdmin, delete_account, lock_managed
from vn30.users.audit_trail import add_entry
from vn30.users.registration import report_password_change
from vn30.users.strength import refuse_weak_password


def sign_ins(connection: sa.Connection, user: User, current: UUID) -> list[SignIn]:
    """The sign-ins of ``user`` that have not ended, the last used first."""
    rows = fetch_all(connection, "account/sign_ins", user_id=str(user.id), current=str(current))
    return [SignIn.model_validate(dict(row)) for row in rows]


def end(engine: sa.Engine, audit: Audit, sign_in_id: UUID) -> None:
    """End one sign-in of the caller.

    Raises:
        ApiError: 404 ``unknown_sign_in``, the caller has none of this id, or it has ended.
    """
    with writing(engine) as connection:
        ended = execute(connection, "account/end_sign_in", user_id=str(audit.user.id), id=str(sign_in_id))
        if not ended:
            raise ApiError(
                HTTPStatus.NOT_FOUND,
                "unknown_sign_in",
                localized("signInId: you have no such open sign-in."),
            )
        audit.add(connection, "end_sign_in", str(sign_in_id))


def end_all(engine: sa.Engine, audit: Audit, kept: UUID | None) -> None:
    """End all sign-ins of the caller but ``kept``."""
    with writing(engine) as connection:
        ended = execute(
            connection, "account/end_sign_ins", user_id=str(audit.user.id), kept=kept and str(kept)
        )
        audit.add(connection, "end_all_sign_ins", audit.user.username, after={"ended": ended})


def change_password(
    engine: sa.Engine, throttle: Throttle, audit: Audit, caller: Caller, change: PasswordChange, now: datetime
) -> tuple[User, RefreshToken]:
    """Change the caller's password, which ends all sign-ins, and begin a new one.

    Raises:
        ApiError: 403 ``test_account``; 422 ``weak_password`` or ``wrong_password``; 429
            ``too_many_attempts``.
    """
    user = audit.user
    if user.username in DEMO_USERNAMES:
        raise ApiError(
            HTTPStatus.FORBIDDEN,
            "test_account",
            localized(
                "The test accounts keep their public password. Add an account of your own with "
                "`python -m api.users add`.",
            ),
        )
    try:
        refuse_weak_password(change.new_password, user.username, user.display_name)
    except WrongInput as weak:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY, "weak_password", joined(": ", "newPassword", str(weak))
        ) from weak
    throttle.reserve(engine, user.username, caller.address)
    if not verify_password(user.password_hash, change.current_password):
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "wrong_password",
            localized("currentPassword: the password is wrong."),
        )
    renewed = replace(user, password_hash=hash_password(change.new_password))
    with writing(engine) as connection:
        changed = execute(
            connection,
            "account/change_password",
            user_id=str(user.id),
            old_hash=user.password_hash,
            new_hash=renewed.password_hash,
        )
        first = refresh_tokens.begin(connection, renewed, caller, now) if changed else None
        if first is None:
            # Closed, or given another password, a moment ago.
            raise invalid_token()
        throttle.succeeded(connection, user.username, caller.address)
        report_password_change(connection, user.id)
        audit.add(connection, "change_password", user.username)
    return renewed, first


def delete(
    engine: sa.Engine, throttle: Throttle, settings: Settings, audit: Audit, caller: Caller, body: Deletion
) -> None:
    """Delete the caller's account, with what is personal of it. Its tokens are refused at once.

    Raises:
        ApiError: 403 ``test_account``; 409 ``last_admin``; 422 ``wrong_username`` or ``wrong_password``; 429
            ``too_many_attempts``.
    """
    user = audit.user
    if user.username in DEMO_USERNAMES:
        raise ApiError(
            HTTPStatus.FORBIDDEN, "test_account", localized("The test accounts cannot be deleted.")
        )
    if body.username != user.username:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "wrong_username",
            localized("username: it is not that of your account."),
        )
    throttle.reserve(engine, user.username, caller.address)
    if not verify_password(user.password_hash, body.password):
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY, "wrong_password", localized("password: the password is wrong.")
        )
    try:
        with writing(engine) as connection:
            account = lock_managed(connection, user.id)
            if account is None:
                raise invalid_token()
            pseudonym = delete_account(connection, account, settings.environment)
            throttle.succeeded(connection, user.username, caller.address)
            actor = audit.actor._replace(username=pseudonym)
            add_entry(connection, actor, "delete_account", pseudonym)
    except LastAdmin as last:
        raise ApiError(HTTPStatus.CONFLICT, "last_admin", str(last)) from last
