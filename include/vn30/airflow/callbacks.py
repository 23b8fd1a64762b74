"""The callbacks of DAGs and deadlines, which record alerts and deliver them.

``run_failed`` and ``run_succeeded`` run in a process of the DAG processor, which Airflow kills after 50
seconds. ``prices_deadline_passed`` runs in the triggerer, on a thread of its own. Neither the scheduler nor a
task waits for them, and none of them can fail a run.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from airflow.sdk.configuration import conf

from vn30.alerts import deliver, detect
from vn30.alerts.kinds import KINDS
from vn30.alerts.message import Alert, Links
from vn30.database.warehouse import execute, unpooled_transaction
from vn30.names import ZONE
from vn30.settings import Settings, get_settings

log = logging.getLogger(__name__)


def run_failed(context: Mapping[str, Any]) -> None:
    """The ``on_failure_callback`` of every DAG: one alert a run, whatever the number of tasks that failed."""
    dag_id, run_id = context["dag"].dag_id, str(context["run_id"])
    reason = str(context.get("reason") or "task_failure")
    try:
        _record(lambda connection: detect.after_failure(connection, dag_id, run_id, reason))
    except sa.exc.SQLAlchemyError as error:
        log.error("The alert on the failed run %s of %s is sent, but not recorded: %s", run_id, dag_id, error)
        alert = detect.unrecorded_failure(dag_id, run_id, reason, error)
        deliver.deliver_unrecorded(_notifier(get_settings()), alert)
    else:
        _deliver()


def run_succeeded(context: Mapping[str, Any]) -> None:
    """The ``on_success_callback`` of every DAG: resolves alerts, and detects what the run has changed."""
    dag_id, run_id = context["dag"].dag_id, str(context["run_id"])
    _update(lambda connection: detect.after_success(connection, dag_id, run_id))


async def prices_deadline_passed(context: Mapping[str, Any]) -> None:
    """The callback of the crawler's deadline: its run has not succeeded in time. Another run may have."""
    await asyncio.to_thread(_prices_deadline_passed, context)


def _prices_deadline_passed(context: Mapping[str, Any]) -> None:
    run_id = context["dag_run"]["dag_run_id"]
    # The deadline lies on the day of the session.
    due = datetime.fromisoformat(str(context["deadline"]["deadline_time"])).astimezone(ZoneInfo(ZONE))
    _update(lambda connection: detect.at_prices(connection, due.date(), f"{due:%H:%M}", run_id))


def watch() -> None:
    """Detect missing prices and stale models, send reminders, and retry failed deliveries.

    A platform whose today does not follow the wall clock has no deadline.
    """
    settings, now = get_settings(), datetime.now(ZoneInfo(ZONE))

    def detect_late_prices(connection: sa.Connection) -> None:
        session = detect.due_session(connection, settings.prices_deadline, now)
        if session:
            detect.at_prices(connection, session, f"{settings.prices_deadline:%H:%M}")

    _update(detect_late_prices)


def _update(record: Callable[[sa.Connection], None]) -> None:
    _record(record)
    _deliver()


def _record(record: Callable[[sa.Connection], None]) -> None:
    with unpooled_transaction() as connection:
        execute(connection, "airflow/lock_alerts")
        record(connection)
        detect.at_states(connection)


def _deliver() -> None:
    settings = get_settings()
    deliver.deliver_due(_notifier(settings), settings.alert_quiet_hours)


def _notifier(settings: Settings) -> deliver.Notifier:
    # Not at the top: DAG files import this module, and the providers take long to import.
    from vn30.airflow.alert_channels.mail import Mail
    from vn30.airflow.alert_channels.sns import Topic
    from vn30.airflow.alert_channels.webhook import Webhook

    channels: list[deliver.Channel] = []
    if settings.alert_webhook_connection:
        channels.append(Webhook(settings.alert_webhook_connection))
    if settings.alert_mail_to:
        channels.append(Mail(settings.alert_mail_connection, settings.alert_mail_to))
    if settings.alert_sns_topic:
        channels.append(Topic(settings.alert_sns_connection, settings.alert_sns_topic))
    return deliver.Notifier(channels, lambda alert: _links(settings, alert), settings.language)


def _links(settings: Settings, alert: Alert) -> Links:
    runbook = f"{settings.runbook_url}#{KINDS[alert.kind].anchor}"
    if not alert.dag_id:
        return Links(None, runbook)
    page = f"{conf.get('api', 'base_url', fallback='').rstrip('/')}/dags/{alert.dag_id}"
    return Links(f"{page}/runs/{quote(alert.run_id, safe='')}" if alert.run_id else page, runbook)
