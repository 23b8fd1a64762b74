"""The outbox: no mail is lost, and none is sent twice while its sender lives."""

import json
import multiprocessing
import socket
import threading
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from tests.support.receivers import mail_server as receiving
from tests.support.receivers import silence
from vn30.database.warehouse import make_engine
from vn30.errors import WrongInput
from vn30.settings import Settings
from vn30.users import mail_server as servers
from vn30.users.accounts import seed_demo_accounts
from vn30.users.mail_delivery import Post, deliver_due, post_of, tidy
from vn30.users.mail_outbox import add_mail
from vn30.users.mail_server import MailFolder, SmtpServer, mail_server


@pytest.fixture
def database(make_database: Callable[..., str]) -> str:
    return make_database("outbox")


@pytest.fixture
def engine(database: str) -> Iterator[sa.Engine]:
    engine = make_engine(Settings(database_url=SecretStr(database)))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        connection.execute(sa.text("UPDATE users SET email = username || '@example.com'"))
    yield engine
    engine.dispose()


def _post(engine: sa.Engine, server: servers.MailServer) -> Post:
    return Post(engine, server, "VN30 <vn30@example.com>", "https://vn30.example")


def _add(engine: sa.Engine, *usernames: str, key: str | None = None) -> None:
    """A mail on changed labels to each of these users."""
    with engine.begin() as connection:
        for name in usernames:
            user = connection.scalar(sa.text("SELECT id FROM users WHERE username = :name"), {"name": name})
            lines = {"lines": ["FPT, 15 sessions: HOLD -> BUY"]}
            email = f"{name}@example.com"
            add_mail(connection, "label_change", email, user_id=user, parameters=lines, key=key)


def _outbox(engine: sa.Engine) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(sa.text("SELECT * FROM mail_outbox ORDER BY id")).all())


def test_concurrent_senders(engine: sa.Engine) -> None:
    """Many senders at once send each mail once, to its own recipient; a key is one mail."""
    _add(engine, *(["enduser1", "enduser2"] * 10))
    for _ in range(2):
        _add(engine, "ds1", key="label_change:run:ds1")
    with receiving() as (mailbox, port):
        post = _post(engine, SmtpServer("127.0.0.1", port, "none"))
        threads = [threading.Thread(target=deliver_due, args=[post]) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        recipients = sorted(str(mail["To"]) for mail in mailbox.mails)
        assert len({mail["Message-ID"] for mail in mailbox.mails}) == 21
    assert recipients == ["ds1@example.com"] + ["enduser1@example.com"] * 10 + ["enduser2@example.com"] * 10
    assert {(row.state, row.recipient, json.dumps(row.parameters)) for row in _outbox(engine)} == {
        ("sent", None, "{}")
    }
    text = str(mailbox.mails[0].get_payload())
    assert "HOLD -> BUY" in text
    assert "no investment advice" in text
    assert "https://vn30.example/account" in text


def test_server_that_is_away(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused connection and a silent server keep the mail; it waits longer after each attempt."""
    monkeypatch.setattr(servers, "TIMEOUT_SECONDS", 0.3)
    _add(engine, "enduser1")
    with silence() as (port, _):
        assert deliver_due(_post(engine, SmtpServer("127.0.0.1", port, "none"))) == (0, 1)
    with socket.create_server(("127.0.0.1", 0)) as bound:
        free = bound.getsockname()[1]
    refusing = _post(engine, SmtpServer("127.0.0.1", free, "none"))
    assert deliver_due(refusing) == (0, 0), "it waits for a minute"
    waits = []
    for _ in range(2):
        _let_time_pass(engine, "next_attempt_at = now()")
        assert deliver_due(refusing) == (0, 1)
        [row] = _outbox(engine)
        with engine.connect() as connection:
            seconds = sa.text("SELECT extract(EPOCH FROM next_attempt_at - now()) FROM mail_outbox")
            waits.append(round(connection.scalar(seconds) / 60))
    assert (row.state, row.attempts, row.error, waits) == ("due", 3, "ConnectionRefusedError", [2, 4])
    _let_time_pass(engine, "next_attempt_at = now()")
    with receiving() as (mailbox, port):
        assert deliver_due(_post(engine, SmtpServer("127.0.0.1", port, "none"))) == (1, 0)
        assert len(mailbox.mails) == 1


def test_killed_sender(engine: sa.Engine, database: str, tmp_path: Path) -> None:
    """A mail that a killed process was sending is sent by the next one."""
    _add(engine, "enduser1")
    with silence() as (port, taken):
        sender = multiprocessing.get_context("forkserver").Process(target=_send, args=[database, port])
        sender.start()
        while not taken:
            assert sender.is_alive()
            time.sleep(0.02)
        folder = _post(engine, MailFolder(tmp_path))
        assert deliver_due(folder) == (0, 0), "another process is sending it"
        sender.kill()
        sender.join()
    while deliver_due(folder) == (0, 0):
        # The server notices the closed connection a moment later.
        time.sleep(0.05)
    assert len(list(tmp_path.glob("*.eml"))) == 1
    assert deliver_due(folder) == (0, 0)


def _send(database: str, port: int) -> None:
    engine = make_engine(Settings(database_url=SecretStr(database)))
    deliver_due(_post(engine, SmtpServer("127.0.0.1", port, "none")))


def test_mails_without_reason(engine: sa.Engine, tmp_path: Path) -> None:
    """What is too old, or about a closed account, is not sent; ended mails go after a month."""
    _add(engine, "enduser1", "enduser2", "ds1")
    _let_time_pass(engine, "expires_at = now() - interval '1 second' WHERE recipient LIKE 'enduser1%'")
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE users SET is_active = FALSE WHERE username = 'enduser2'"))
    assert deliver_due(_post(engine, MailFolder(tmp_path))) == (1, 0)
    assert [row.state for row in _outbox(engine)] == ["expired", "dropped", "sent"]
    with engine.begin() as connection:
        assert tidy(connection) == 0
    _let_time_pass(engine, "ended_at = now() - interval '31 days'")
    with engine.begin() as connection:
        assert tidy(connection) == 3


def _let_time_pass(engine: sa.Engine, assignment: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE mail_outbox SET {assignment}"))  # noqa: S608


@pytest.mark.parametrize(
    ("address", "server"),
    [
        (
            "smtp://an%40b:p%2Fw@mail.example",  # pragma: allowlist secret
            SmtpServer("mail.example", 587, "starttls", "an@b", "p/w"),
        ),  # pragma: allowlist secret
        ("smtps://mail.example:4650", SmtpServer("mail.example", 4650, "tls")),
        ("smtp://relay:25?starttls=off", SmtpServer("relay", 25, "none")),
        ("file:///var/mails", MailFolder(Path("/var/mails"))),
    ],
)
def test_addresses_of_servers(address: str, server: object) -> None:
    assert mail_server(Settings(mail_server=SecretStr(address))) == server


@pytest.mark.parametrize(
    "address",
    [
        "mail.example:25",
        "http://mail.example",
        "smtp://",
        "smtp://u:secret@relay?starttls=off",  # pragma: allowlist secret
        "smtp://a:x1",
    ],
)
def test_wrong_addresses(address: str) -> None:
    """The message names the setting and has no part of its value."""
    with pytest.raises(WrongInput, match="VN30_MAIL_SERVER") as refused:
        mail_server(Settings(mail_server=SecretStr(address)))
    assert "secret" not in str(refused.value)


def test_platforms_without_mails(engine: sa.Engine, tmp_path: Path) -> None:
    """Production without a server sends nothing; the demo writes files."""
    assert post_of(Settings(environment="production"), engine) is None
    demo = post_of(Settings(environment="demo", home=tmp_path), engine)
    assert demo is not None
    mail = EmailMessage()
    mail["Message-ID"] = "<1@vn30>"
    demo.server.send(mail)
    assert [path.name for path in (tmp_path / "mail").iterdir()] == ["1.eml"]
