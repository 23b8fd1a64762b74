"""The texts of mails to users."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import NamedTuple

from vn30.i18n.localized import joined, localized, localized_plural
from vn30.users.consent import NOTICE


class MailText(NamedTuple):
    """Subject line and plain text of a mail, localized until its receiver's language is known."""

    subject: str
    body: str


def confirm_registration(link: str) -> MailText:
    """Asks the owner of an address to finish a registration."""
    return MailText(
        localized("Finish your registration"),
        localized(
            "Somebody, probably you, asked to register this address at VN30. To choose a name and a "
            "password, "
            "open:\n\n{link}\n\n"
            "The link works once, for 24 hours. If it was not you, ignore this mail: without the link "
            "there is "
            "no account.",
            link=link,
        ),
    )


def already_registered(app_url: str) -> MailText:
    """Tells the owner of an account that somebody tried to register its address."""
    return MailText(
        localized("You have an account already"),
        localized(
            "Somebody, probably you, asked to register this address at VN30, which has an account already. "
            "Sign in with the address, or ask for a new "
            "password:\n\n{app_url}/login\n{app_url}/forgot-password"
            "\n\nIf it was not you, ignore this mail: nothing has changed.",
            app_url=app_url,
        ),
    )


def reset_password(link: str) -> MailText:
    """Lets the owner of an account set a new password."""
    return MailText(
        localized("Set a new password"),
        localized(
            "Somebody, probably you, asked for a new password of your account at VN30. To set one, open:\n\n"
            "{link}\n\n"
            "The link works once, for one hour. If it was not you, ignore this mail: your password stays.",
            link=link,
        ),
    )


def password_changed(app_url: str) -> MailText:
    """Tells the owner of an account that its password has changed."""
    return MailText(
        localized("Your password was changed"),
        localized(
            "The password of your account at VN30 was changed, and all other sign-ins have ended. If "
            "it was not "
            "you, set a new one at once:\n\n{app_url}/forgot-password",
            app_url=app_url,
        ),
    )


def label_change(lines: list[str], app_url: str) -> MailText:
    """Tells a user which labels of My List have changed."""
    return MailText(
        localized_plural(
            "{count} recommendation of My List changed",
            "{count} recommendations of My List changed",
            len(lines),
        ),
        joined(
            "\n\n",
            joined("\n", *lines),
            localized(
                "Why, and the record of such recommendations:\n{app_url}/recommendations", app_url=app_url
            ),
            NOTICE,
            localized(
                "You get this mail because you asked for it. Switch it off at {app_url}/account",
                app_url=app_url,
            ),
        ),
    )


def envelope(text: MailText, mail_id: str, sender: str, recipient: str, written: datetime) -> EmailMessage:
    """The mail with its headers. A mail that is sent again has the same ``Message-ID``, by which mail servers
    and readers recognise it.

    Args:
        mail_id: the mail's own name on this platform.
        sender: address, with or without a name.
        written: an aware time.
    """
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = recipient
    mail["Subject"] = f"[VN30] {text.subject}"
    mail["Date"] = format_datetime(written)
    mail["Message-ID"] = f"<{mail_id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    # Unencoded where possible: a long link stays on its line in the files of a demo.
    mail.set_content(text.body, cte="7bit" if text.body.isascii() else "quoted-printable")
    return mail
