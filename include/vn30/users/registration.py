"""Accounts that people make for themselves, and passwords that they set by mail.

A request names an address alone. Its owner chooses name and password behind the link in the mail: nobody can
prepare an account for the address of another person.
"""

import secrets
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import fetch_one
from vn30.i18n.localized import localized
from vn30.settings import Settings
from vn30.users.links import use_link
from vn30.users.mail_outbox import add_mail
from vn30.users.mail_server import mail_server


class MailFeature(NamedTuple):
    """Whether something that needs mails is open, and why not."""

    is_open: bool
    reason: str | None


def password_reset(settings: Settings) -> MailFeature:
    """Whether a new password can be asked for by mail."""
    if mail_server(settings) is None:
        return MailFeature(
            False, localized("This platform sends no mails: its operator has not set VN30_MAIL_SERVER.")
        )
    if settings.environment == "production" and settings.public_url is None:
        return MailFeature(
            False, localized("This platform sends no links: its operator has not set VN30_PUBLIC_URL.")
        )
    return MailFeature(True, None)


def registration(settings: Settings) -> MailFeature:
    """Whether people may register, and can get the mail that confirms their address."""
    switch = settings.registration or ("on" if settings.environment == "demo" else "off")
    if switch == "off":
        return MailFeature(False, localized("Registration is switched off. Ask the operator for an account."))
    return password_reset(settings)


class NewAccount(NamedTuple):
    """An account that was registered."""

    id: UUID
    username: str
    email: str


def register(
    connection: sa.Connection, token: str, display_name: str, password_hash: str
) -> NewAccount | None:
    """The account that the link in a mail makes; None if the link is not valid or the address has one.

    The username is random: it stays in the audit trail after the account is deleted.
    """
    link = use_link(connection, "registration", token)
    if link is None:
        return None
    username = f"user-{secrets.token_hex(5)}"
    added = fetch_one(
        connection,
        "users/register",
        username=username,
        password_hash=password_hash,
        display_name=display_name,
        email=link["email"],
    )
    return None if added is None else NewAccount(added["id"], username, link["email"])


class ResetAccount(NamedTuple):
    """An account whose password was set by mail."""

    id: UUID
    username: str


def set_password(connection: sa.Connection, token: str, password_hash: str) -> ResetAccount | None:
    """Set a password by the link in a mail, which ends all sign-ins; None if the link is not valid."""
    link = use_link(connection, "password_reset", token)
    if link is None:
        return None
    row = fetch_one(
        connection, "users/reset_password", user_id=str(link["user_id"]), password_hash=password_hash
    )
    if row is None:
        return None
    report_password_change(connection, row["id"])
    return ResetAccount(row["id"], row["username"])


def report_password_change(connection: sa.Connection, user_id: UUID) -> None:
    """Mail the owner that the password was changed, if the account has an address."""
    row = fetch_one(connection, "users/email", user_id=str(user_id))
    if row is not None and row["email"] is not None:
        add_mail(connection, "password_changed", row["email"], user_id=user_id)
