"""Receivers of alerts on loopback: an HTTP server, a mail server, and a queue behind an SNS topic."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.support.bucket import REGION
from tests.support.ports import free_port

# The server finds the service that is meant beside the key, which must be one word for that.
KEY, SECRET = "tests", "a secret of the tests"


class Hook(ThreadingHTTPServer):
    """Keeps what is posted to it, and answers with ``status``, after what happens ``meanwhile``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.status = 200
        self.posted: list[dict[str, Any]] = []
        self.meanwhile: Callable[[], None] = lambda: None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/a/secret/path"


class _Answer(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status == 200:
            self.server.posted.append(json.loads(body))
        self.server.meanwhile()
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *words: Any) -> None:
        """Nothing: the tests look at what was posted."""


@contextmanager
def webhook() -> Iterator[Hook]:
    """A running receiver of webhooks."""
    with Hook() as hook:
        threading.Thread(target=hook.serve_forever, daemon=True).start()
        yield hook
        hook.shutdown()


@contextmanager
def silence() -> Iterator[tuple[int, list[socket.socket]]]:
    """A server that takes every connection and says nothing: its port, and the connections."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken: list[socket.socket] = []

        def take() -> None:
            with suppress(OSError):
                while True:
                    taken.append(server.accept()[0])

        threading.Thread(target=take, daemon=True).start()
        yield server.getsockname()[1], taken
        for connection in taken:
            connection.close()


@dataclass
class Mailbox(Sink):
    """Keeps what is mailed to it."""

    mails: list[Message] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content))
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, int]]:
    """A running mail server without encryption: what it keeps, and its port."""
    mailbox = Mailbox()
    with receiving(mailbox) as port:
        yield mailbox, port


@contextmanager
def receiving(handler: object) -> Iterator[int]:
    """The port of a mail server whose mails a handler of aiosmtpd gets."""
    port = free_port()
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield port
    finally:
        server.stop()


@dataclass
class Receivers:
    """All that an alert can reach, and the environment that has the platform reach it."""

    hook: Hook
    mailbox: Mailbox
    topic: str
    queue: Any
    environment: dict[str, str]

    def published(self) -> list[dict[str, Any]]:
        """What came through SNS since the last time: each with ``Subject`` and ``Message``."""
        messages = self.queue.receive_messages(MaxNumberOfMessages=10)
        for message in messages:
            message.delete()
        return [json.loads(message.body) for message in messages]


@pytest.fixture
def receivers(s3_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receivers]:
    """All receivers, with settings and connections in the environment."""
    account = {
        "endpoint_url": s3_endpoint,
        "region_name": REGION,
        "aws_access_key_id": KEY,
        "aws_secret_access_key": SECRET,
    }
    sns, sqs = boto3.client("sns", **account), boto3.resource("sqs", **account)
    topic = sns.create_topic(Name="alerts")["TopicArn"]
    queue = sqs.create_queue(QueueName="alerts")
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.attributes["QueueArn"])
    try:
        with webhook() as hook, mail_server() as (mailbox, port):
            connections = {
                "hook": {"conn_type": "http", "host": hook.url},
                "mail": {
                    "conn_type": "smtp",
                    "host": "127.0.0.1",
                    "port": port,
                    "extra": {"disable_ssl": True, "disable_tls": True, "from_email": "vn30@example.com"},
                },
                "sns": {
                    "conn_type": "aws",
                    "login": KEY,
                    "password": SECRET,
                    "extra": {"endpoint_url": s3_endpoint},
                },
            }
            environment = {
                **{
                    f"AIRFLOW_CONN_{name.upper()}": json.dumps(connection)
                    for name, connection in connections.items()
                },
                "VN30_ALERT_WEBHOOK_CONNECTION": "hook",
                "VN30_ALERT_MAIL_CONNECTION": "mail",
                "VN30_ALERT_MAIL_TO": '["duty@example.com"]',
                "VN30_ALERT_SNS_CONNECTION": "sns",
                "VN30_ALERT_SNS_TOPIC": topic,
            }
            for name, value in environment.items():
                monkeypatch.setenv(name, value)
            yield Receivers(hook, mailbox, topic, queue, environment)
    finally:
        queue.delete()
        sns.delete_topic(TopicArn=topic)
