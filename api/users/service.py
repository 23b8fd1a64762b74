"""Reads and changes of accounts by admins."""

from http import HTTPStatus
from uuid import UUID

import sqlalchemy as sa

from api.auth.audit import Audit
from api.core.database import writing
from api.core.errors import ApiError
from api.core.schemas import PageMeta
from api.users.schemas import UserChange, UserList, UserQuery, UserRow
from vn30.database.warehouse import fetch_all, fetch_one, fetch_returned
from vn30.i18n.localized import localized
from vn30.settings import Settings
from vn30.users.accounts import DEMO_USERNAMES
from vn30.users.administration import LastAdmin, ManagedAccount, change_account, lock_managed


def accounts(connection: sa.Connection, query: UserQuery) -> UserList:
    """A page of the accounts in the wanted order."""
    wanted = query.model_dump(include={"search", "role", "state"})
    total = fetch_returned(connection, "users/count_page", **wanted)["total"]
    rows = fetch_all(
        connection,
        "users/page",
        **wanted,
        sort_by=query.sort_by,
        descending=query.descending,
        limit=query.page_size,
        skipped=query.skipped,
    )
    return UserList(
        data=[_row(row) for row in rows],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
    )


def change(engine: sa.Engine, settings: Settings, audit: Audit, user_id: UUID, wanted: UserChange) -> UserRow:
    """Change role or state of an account; each change has an entry in the audit trail.

    Raises:
        ApiError: 403 ``test_account``; 404 ``unknown_user``; 409 ``last_admin``.
    """
    try:
        with writing(engine) as connection:
            account = lock_managed(connection, user_id)
            if account is None:
                raise ApiError(
                    HTTPStatus.NOT_FOUND,
                    "unknown_user",
                    localized("userId: there is no such account, or it is deleted."),
                )
            if account.username in DEMO_USERNAMES:
                raise ApiError(
                    HTTPStatus.FORBIDDEN,
                    "test_account",
                    localized("The test accounts keep their roles and stay open."),
                )
            _change(connection, settings, audit, account, wanted)
            return _row(fetch_one(connection, "users/by_id", user_id=str(user_id)))
    except LastAdmin as last:
        raise ApiError(HTTPStatus.CONFLICT, "last_admin", str(last)) from last


def _change(
    connection: sa.Connection, settings: Settings, audit: Audit, account: ManagedAccount, wanted: UserChange
) -> None:
    role = wanted.role or account.role
    is_active = account.is_active if wanted.is_active is None else wanted.is_active
    change_account(connection, account, role, is_active, settings.environment)
    if role != account.role:
        before, after = {"role": account.role}, {"role": role}
        audit.add(connection, "change_role", account.username, before=before, after=after)
    if is_active != account.is_active:
        audit.add(connection, "reopen_account" if is_active else "close_account", account.username)


def _row(row: sa.RowMapping | None) -> UserRow:
    if row is None:
        raise LookupError("The account is locked, and exists.")
    return UserRow(**row, is_test_account=row["username"] in DEMO_USERNAMES)
