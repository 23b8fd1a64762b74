"""Alerts in Airflow: the callbacks of DAGs and deadlines, and the notifiers that carry them.

``run_failed`` and ``run_succeeded`` are called in a process of the DAG processor, ``prices_deadline_passed``
in the triggerer, on a thread of its own. Neither the scheduler nor a task waits for any of them, and none
fails a run.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from airflow.sdk.configuration import conf

from vn30.alerts import look, store, tell
from vn30.alerts.kinds import KINDS
from vn30.alerts.text import Alert, Links, Message
from vn30.pipelines import ZONE
from vn30.settings import Settings, get_settings
from vn30.warehouse import execute, unpooled_transaction

log = logging.getLogger(__name__)

SEND_SECONDS = 10


def run_failed(context: Mapping[str, Any]) -> None:
    """The ``on_failure_callback`` of every DAG: one alert a run, whatever the number of tasks that failed."""
    dag_id, run_id = context["dag"].dag_id, str(context["run_id"])
    reason = str(context.get("reason") or "task_failure")

    def record(connection: sa.Connection) -> None:
        look.after_failure(connection, dag_id, run_id, reason)

    try:
        _look(record)
    except sa.exc.SQLAlchemyError as error:
        log.error("The failure of %s of %s is told, but not recorded: %s", run_id, dag_id, error)
        tell.tell_unrecorded(_mouth(get_settings()), look.unrecorded_failure(dag_id, run_id))


def run_succeeded(context: Mapping[str, Any]) -> None:
    """The ``on_success_callback`` of every DAG: closes what is over, and looks at what a run changes."""
    dag_id, run_id = context["dag"].dag_id, str(context["run_id"])
    _look(lambda connection: look.after_success(connection, dag_id, run_id))


async def prices_deadline_passed(context: Mapping[str, Any]) -> None:
    """The callback of the crawler's deadline: its run has not succeeded in time; perhaps another one has."""
    await asyncio.to_thread(_prices_deadline_passed, context)


def _prices_deadline_passed(context: Mapping[str, Any]) -> None:
    run_id = context["dag_run"]["dag_run_id"]
    # The deadline lies on the day of the session.
    due = datetime.fromisoformat(str(context["deadline"]["deadline_time"])).astimezone(ZoneInfo(ZONE))
    _look(lambda connection: look.at_prices(connection, due.date(), f"{due:%H:%M}", run_id))


def watch() -> None:
    """Look at what no run tells of: prices that nobody has loaded, models that grew old, reminders, retries.

    For a task that runs some time after the deadline. Where the platform's today is not that of the wall
    clock, there is no deadline to miss.
    """
    settings, now = get_settings(), datetime.now(ZoneInfo(ZONE))

    def record(connection: sa.Connection) -> None:
        session = look.live_session(connection)
        due = settings.prices_deadline
        if session and now > datetime.combine(session, due, tzinfo=ZoneInfo(ZONE)):
            look.at_prices(connection, session, f"{due:%H:%M}")

    _look(record)


def _look(record: Callable[[sa.Connection], None]) -> None:
    settings = get_settings()
    with unpooled_transaction() as connection:
        execute(connection, "alerts/take_turns")
        record(connection)
        look.at_states(connection)
        store.remind(connection, settings.alert_quiet_hours)
    tell.tell_waiting(_mouth(settings))


def _mouth(settings: Settings) -> tell.Mouth:
    channels: list[tell.Channel] = []
    if settings.alert_webhook_connection:
        channels.append(Webhook(settings.alert_webhook_connection))
    if settings.alert_mail_to:
        channels.append(Mail(settings.alert_mail_connection, settings.alert_mail_to))
    if settings.alert_sns_topic:
        channels.append(Topic(settings.alert_sns_connection, settings.alert_sns_topic))
    return tell.Mouth(channels, lambda alert: _links(settings, alert))


def _links(settings: Settings, alert: Alert) -> Links:
    runbook = f"{settings.runbook_url}#{KINDS[alert.kind].anchor}"
    if not alert.dag_id:
        return Links(None, runbook)
    page = f"{conf.get('api', 'base_url', fallback='').rstrip('/')}/dags/{alert.dag_id}"
    return Links(f"{page}/runs/{quote(alert.run_id, safe='')}" if alert.run_id else page, runbook)


# The notifiers are not called as callbacks are: that would render what the alert quotes as templates.


@dataclass(frozen=True)
class Webhook:
    """Posts the payload to an HTTP connection's address."""

    connection: str
    name: str = "webhook"

    def send(self, message: Message) -> None:
        """Post it; any answer but a success is an error."""
        from airflow.providers.http.notifications.http import HttpNotifier

        HttpNotifier(
            http_conn_id=self.connection, json=message.payload, extra_options={"timeout": SEND_SECONDS}
        ).notify({})


@dataclass(frozen=True)
class Mail:
    """Sends the text by mail."""

    connection: str
    to: list[str]
    name: str = "mail"

    def send(self, message: Message) -> None:
        """Send one mail to all."""
        from airflow.providers.smtp.notifications.smtp import SmtpNotifier

        html = f'<pre style="font-family: inherit; white-space: pre-wrap">{escape(message.text)}</pre>'
        SmtpNotifier(
            smtp_conn_id=self.connection, to=self.to, subject=message.subject, html_content=html
        ).notify({})


@dataclass(frozen=True)
class Topic:
    """Publishes the text to an SNS topic."""

    connection: str
    topic: str
    name: str = "sns"

    def send(self, message: Message) -> None:
        """Publish it; SNS takes subjects of up to 100 characters of ASCII."""
        from airflow.providers.amazon.aws.notifications.sns import SnsNotifier

        subject = message.subject.encode("ascii", "replace").decode()[:100]
        SnsNotifier(
            aws_conn_id=self.connection,
            target_arn=self.topic,
            message=message.text,
            subject=subject,
            region_name=self.topic.split(":")[3],
        ).notify({})  # type: ignore[no-untyped-call]
