"""Alerts by mail."""

from dataclasses import dataclass
from html import escape

from airflow.providers.smtp.hooks.smtp import SmtpHook

from vn30.airflow.alert_channels import timeouts
from vn30.alerts.message import Message


class _OneAttempt(SmtpHook):
    @property
    def smtp_retry_limit(self) -> int:
        return 0

    @property
    def timeout(self) -> int:
        return timeouts.ANSWER_SECONDS


@dataclass(frozen=True)
class Mail:
    """Sends the text by mail.

    Attributes:
        connection: the id of the SMTP connection in Airflow.
        to: addresses.
    """

    connection: str
    to: list[str]
    name: str = "mail"

    def send(self, message: Message) -> None:
        """Send one mail to all addresses."""
        html = f'<pre style="font-family: inherit; white-space: pre-wrap">{escape(message.text)}</pre>'
        with _OneAttempt(smtp_conn_id=self.connection) as smtp:
            smtp.send_email_smtp(to=self.to, subject=message.subject, html_content=html)
