"""Sends the mails of the outbox.

A mail stays due until the server has accepted it. Its row is locked while it is sent, so that no other
process sends it meanwhile; the lock of a killed process is released. Only a process that dies between the
server's answer and its own commit leaves a mail that is sent again, under the same ``Message-ID``.
"""

import logging
import smtplib
from collections import Counter
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from vn30.database.warehouse import Row, execute, fetch_one
from vn30.i18n.catalogue import in_language
from vn30.i18n.localized import from_json
from vn30.settings import Settings
from vn30.users import mail_texts
from vn30.users.links import Purpose, new_link
from vn30.users.mail_server import MailServer, mail_server
from vn30.users.mail_texts import MailText

log = logging.getLogger(__name__)

RETRY_SECONDS = 60
"""Before the second attempt; each further wait is twice as long."""
MAX_RETRY_SECONDS = 6 * 3600
KEEP_DAYS = 30
"""Days for which ended mails and links are kept, without addresses."""

_PAGES: dict[Purpose, str] = {"registration": "confirm", "password_reset": "reset-password"}


Outcome = Literal["sent", "dropped", "refused", "failed"]
"""``refused``: the server does not take mails for this address; ``failed``: it may take the mail later."""


class Delivery(NamedTuple):
    """How many mails were sent, and how many attempts failed."""

    sent: int
    failed: int


@dataclass(frozen=True)
class Post:
    """What sending needs.

    Attributes:
        engine: of READ COMMITTED transactions.
        sender: address, with or without a name.
        app_url: URL of the app for users, without a slash at the end.
    """

    engine: sa.Engine
    server: MailServer
    sender: str
    app_url: str


def post_of(settings: Settings, engine: sa.Engine) -> Post | None:
    """What sending needs, by the settings; None without a mail server.

    Raises:
        WrongInput: ``VN30_MAIL_SERVER`` is no address of a server.
    """
    server = mail_server(settings)
    return None if server is None else Post(engine, server, settings.mail_from, settings.app_url())


def deliver_due(post: Post) -> Delivery:
    """Send the mails that are due, the oldest first. If the server fails, the others wait as well."""
    outcomes: Counter[Outcome] = Counter()
    while (outcome := _deliver_next(post)) is not None:
        outcomes[outcome] += 1
        if outcome == "failed":
            break
    return Delivery(outcomes["sent"], outcomes["failed"] + outcomes["refused"])


def tidy(connection: sa.Connection) -> int:
    """Remove mails and links that ended long ago, and return their number."""
    return execute(connection, "users/drop_old_mails", days=KEEP_DAYS) + execute(
        connection, "users/drop_old_links", days=KEEP_DAYS
    )


def _deliver_next(post: Post) -> Outcome | None:
    """What came of the next mail that is due; None if none is."""
    with post.engine.begin() as connection:
        execute(connection, "users/expire_mails")
        row = fetch_one(connection, "users/next_mail")
        if row is None:
            return None
        text = _text(post, row)
        if text is None:
            execute(connection, "users/end_mail", id=row["id"], state="dropped", error=None)
            return "dropped"
        try:
            post.server.send(_mail(post, row, text))
        except (smtplib.SMTPException, OSError) as error:
            return _record_failure(connection, row, error)
        execute(connection, "users/end_mail", id=row["id"], state="sent", error=None)
        return "sent"


def _mail(post: Post, row: Row, text: MailText) -> EmailMessage:
    mail_id = f"{row['created_at']:%Y%m%dT%H%M%S}.{row['id']}"
    text = MailText(*(in_language(part, row["language"]) for part in text))
    return mail_texts.envelope(text, mail_id, post.sender, row["recipient"], row["created_at"])


def _text(post: Post, row: Row) -> MailText | None:
    """The text of a mail; None if there is no reason to send it any more.

    Whether an address has an account is looked up here, and not as the mail is requested: requests for known
    and unknown addresses take the same time.
    """
    match row["kind"]:
        case "registration" if row["owner_id"] is None:
            return mail_texts.confirm_registration(_link(post, "registration", email=row["recipient"]))
        case _ if not row["is_active"]:
            return None
        case "registration":
            return mail_texts.already_registered(post.app_url)
        case "password_reset":
            return mail_texts.reset_password(_link(post, "password_reset", user_id=row["owner_id"]))
        case "password_changed":
            return mail_texts.password_changed(post.app_url)
        case _:
            return mail_texts.label_change(from_json(row["parameters"]["lines"]), post.app_url)


def _link(post: Post, purpose: Purpose, *, email: str | None = None, user_id: UUID | None = None) -> str:
    # In a transaction of its own, committed before the mail is sent: whoever receives the link can use it,
    # also if this process is killed before the mail is marked as sent.
    with post.engine.begin() as connection:
        token = new_link(connection, purpose, email=email, user_id=user_id)
    # After the #: browsers send it to no server, and no log or referrer has it.
    return f"{post.app_url}/{_PAGES[purpose]}#{token}"


def _record_failure(connection: sa.Connection, row: Row, error: Exception) -> Outcome:
    # Without the error's own text, which may have the address.
    name = type(error).__name__
    is_refused = isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in error.recipients.values()
    )
    log.warning("The mail %s (%s) was not sent: %s", row["id"], row["kind"], name)
    if is_refused:
        execute(connection, "users/end_mail", id=row["id"], state="failed", error=name)
        return "refused"
    wait = min(RETRY_SECONDS * 2 ** row["attempts"], MAX_RETRY_SECONDS)
    execute(connection, "users/retry_mail", id=row["id"], error=name, wait=wait)
    return "failed"
