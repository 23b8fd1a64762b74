"""What alerts go out through: hooks of Airflow, with its connections, each with one short attempt.

Airflow's notifiers would render what an alert quotes as a template, and leave no say in attempts and time.
"""

from dataclasses import dataclass
from html import escape

from airflow.providers.amazon.aws.hooks.sns import SnsHook
from airflow.providers.http.hooks.http import HttpHook
from airflow.providers.smtp.hooks.smtp import SmtpHook
from botocore.config import Config

from vn30.alerts.text import Message

CONNECT_SECONDS = 5
ANSWER_SECONDS = 10
"""A callback of Airflow has 50 seconds for all channels together: one that is silent must not take them."""


@dataclass(frozen=True)
class Webhook:
    """Posts the payload to an HTTP connection's address."""

    connection: str
    name: str = "webhook"

    def send(self, message: Message) -> None:
        """Post it; any answer but a success is an error."""
        hook = HttpHook(http_conn_id=self.connection)
        # Not hook.run: it logs the address, which is a secret, when nobody answers there.
        with hook.get_conn() as session:
            answer = session.post(
                hook.url_from_endpoint(None), json=message.payload, timeout=(CONNECT_SECONDS, ANSWER_SECONDS)
            )
        answer.raise_for_status()


class _OneAttempt(SmtpHook):
    @property
    def smtp_retry_limit(self) -> int:
        return 0

    @property
    def timeout(self) -> int:
        return ANSWER_SECONDS


@dataclass(frozen=True)
class Mail:
    """Sends the text by mail."""

    connection: str
    to: list[str]
    name: str = "mail"

    def send(self, message: Message) -> None:
        """Send one mail to all."""
        html = f'<pre style="font-family: inherit; white-space: pre-wrap">{escape(message.text)}</pre>'
        with _OneAttempt(smtp_conn_id=self.connection) as smtp:
            smtp.send_email_smtp(to=self.to, subject=message.subject, html_content=html)


@dataclass(frozen=True)
class Topic:
    """Publishes the text to an SNS topic."""

    connection: str
    topic: str
    name: str = "sns"

    def send(self, message: Message) -> None:
        """Publish it; SNS takes subjects of up to 100 characters of ASCII."""
        subject = message.subject.encode("ascii", "replace").decode()[:100]
        once = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=ANSWER_SECONDS,
            retries={"total_max_attempts": 1},
        )
        region = self.topic.split(":")[3]
        hook = SnsHook(aws_conn_id=self.connection, region_name=region, config=once)  # type: ignore[no-untyped-call]
        hook.publish_to_target(target_arn=self.topic, message=message.text, subject=subject)
