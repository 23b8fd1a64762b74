"""The server for mails to users: SMTP, or a folder for a demo."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from vn30.errors import WrongInput
from vn30.settings import Settings

TIMEOUT_SECONDS = 10
"""For the connection and for each answer."""

_PORTS = {"smtp": 587, "smtps": 465}
_REMEDY = (
    "Write it as smtp://user:<password>@host:587 (STARTTLS), smtps://user:<password>@host:465 (TLS), "
    "smtp://host:25?starttls=off (a relay on a trusted network, without a password) or file:///folder."
)


class MailServer(Protocol):
    """Where mails to users are handed over."""

    def send(self, mail: EmailMessage) -> None:
        """Hand over a mail.

        Raises:
            smtplib.SMTPException, OSError: it was not accepted.
        """


@dataclass(frozen=True)
class SmtpServer:
    """A server of SMTP; ``security`` says how the connection is encrypted."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    def send(self, mail: EmailMessage) -> None:
        """Hand over a mail in a connection of its own."""
        with self._connected() as smtp:
            if self.username is not None:
                smtp.login(self.username, self.password or "")
            smtp.send_message(mail)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        if self.security == "tls":
            context = ssl.create_default_context()
            with smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context) as smtp:
                yield smtp
            return
        with smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS) as smtp:
            if self.security == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            yield smtp


@dataclass(frozen=True)
class MailFolder:
    """A folder that gets a file for each mail, for a demo without a mail server."""

    folder: Path

    def send(self, mail: EmailMessage) -> None:
        """Write the mail, as a whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = str(mail["Message-ID"]).strip("<>").split("@")[0]
        part = self.folder / f"{name}.part"
        part.write_bytes(mail.as_bytes())
        part.rename(self.folder / f"{name}.eml")


def mail_server(settings: Settings) -> MailServer | None:
    """The configured server; None without one.

    Raises:
        WrongInput: ``VN30_MAIL_SERVER`` is no address of a server; the message has no part of it.
    """
    if settings.mail_server is None:
        return MailFolder(settings.home / "mail") if settings.environment == "demo" else None
    parts = urlsplit(settings.mail_server.get_secret_value())
    if parts.scheme == "file" and parts.path:
        return MailFolder(Path(url2pathname(parts.path)))
    try:
        port = parts.port or _PORTS[parts.scheme]
    except (KeyError, ValueError):
        raise WrongInput(f"VN30_MAIL_SERVER is no address of a mail server. {_REMEDY}") from None
    plain = parts.query == "starttls=off"
    if not parts.hostname or (parts.query and not plain) or (plain and parts.scheme == "smtps"):
        raise WrongInput(f"VN30_MAIL_SERVER is no address of a mail server. {_REMEDY}")
    if plain and parts.username:
        raise WrongInput("VN30_MAIL_SERVER would send its password unencrypted. Remove ?starttls=off.")
    return SmtpServer(
        host=parts.hostname,
        port=port,
        security="tls" if parts.scheme == "smtps" else "none" if plain else "starttls",
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )
