"""Changes of accounts: role, state, deletion. The platform keeps an admin who can sign in."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_all, fetch_one
from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.users.accounts import DEMO_USERNAMES, Role


class LastAdmin(WrongInput):
    """The change would leave no admin who can sign in."""


class ManagedAccount(NamedTuple):
    """An account as administration sees it."""

    id: UUID
    username: str
    role: Role
    is_active: bool


def lock_managed(connection: sa.Connection, user_id: UUID) -> ManagedAccount | None:
    """The account, locked until the transaction ends; None if there is none, or it is deleted.

    Changes of accounts wait for each other: two admins cannot demote each other at one time.
    """
    execute(connection, "users/lock_admins")
    row = fetch_one(connection, "users/managed", user_id=str(user_id))
    return None if row is None else ManagedAccount(**row)


def change_account(
    connection: sa.Connection, account: ManagedAccount, role: Role, is_active: bool, environment: str
) -> None:
    """Set role and state of a locked account. A closed account loses its sign-ins.

    Raises:
        LastAdmin: no admin would be left.
    """
    execute(connection, "users/set_role", user_id=str(account.id), role=role, is_active=is_active)
    if account.role == "admin" and account.is_active:
        _require_admin(connection, environment)


def delete_account(connection: sa.Connection, account: ManagedAccount, environment: str) -> str:
    """Remove what is personal of a locked account, and return the name that replaces its username.

    Address, names, password, sign-ins, settings, My List, portfolios, unsent mails, links and the addresses
    of consents are removed. The row itself stays: training runs, versions and the audit trail refer to it.

    Raises:
        LastAdmin: no admin would be left.
    """
    user_id, pseudonym = str(account.id), f"deleted-{account.id}"
    execute(connection, "users/drop_settings", user_id=user_id)
    execute(connection, "users/drop_my_list", user_id=user_id)
    execute(connection, "users/drop_portfolios", user_id=user_id)
    execute(connection, "users/drop_sign_ins", user_id=user_id)
    execute(connection, "users/drop_mails", user_id=user_id)
    execute(connection, "users/drop_links", user_id=user_id)
    execute(connection, "users/forget_consent_addresses", user_id=user_id)
    execute(connection, "users/forget_account", user_id=user_id, username=pseudonym)
    if account.role == "admin" and account.is_active:
        _require_admin(connection, environment)
    return pseudonym


def _require_admin(connection: sa.Connection, environment: str) -> None:
    names = {row["username"] for row in fetch_all(connection, "users/admins")}
    # Production refuses the accounts of the demo.
    if not names - (DEMO_USERNAMES if environment == "production" else frozenset()):
        raise LastAdmin(localized("This is the last admin. Make another account an admin first."))
