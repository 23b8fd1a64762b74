"""Who may sign in."""

from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import Row, fetch_one
from vn30.settings import Settings
from vn30.users.accounts import DEMO_USERNAMES, Role


@dataclass(frozen=True)
class User:
    """An account as the database holds it now."""

    id: UUID
    username: str
    role: Role
    display_name: str
    password_hash: str = field(repr=False)
    is_active: bool

    def may_sign_in(self, settings: Settings) -> bool:
        """Active accounts may; those whose password everybody knows only outside production."""
        well_known = self.username in DEMO_USERNAMES
        return self.is_active and not (well_known and settings.environment == "production")


def find_signed_in(connection: sa.Connection, sign_in: UUID, user_id: UUID) -> User | None:
    """The account behind a sign-in that was not revoked."""
    return _user(fetch_one(connection, "auth/user_of_sign_in", id=str(sign_in), user_id=str(user_id)))


def find_by_sign_in(connection: sa.Connection, sign_in: UUID) -> User | None:
    """The account of a sign-in that was neither revoked nor has expired."""
    return _user(fetch_one(connection, "auth/user_of_open_sign_in", id=str(sign_in)))


def find_by_username(connection: sa.Connection, username: str) -> User | None:
    """The account with this name, which is case-sensitive, or with this mail address, which is not."""
    return _user(fetch_one(connection, "auth/by_username", username=username))


def has_consented(connection: sa.Connection, user_id: UUID, text_version: int) -> bool:
    """Whether a user has accepted this version of the risk text."""
    row = fetch_one(connection, "auth/has_consented", user_id=str(user_id), text_version=text_version)
    return row is not None


def _user(row: Row | None) -> User | None:
    return User(**row) if row else None
