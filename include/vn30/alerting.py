"""Alerts in Airflow: the callbacks of DAGs and deadlines.

``run_failed`` and ``run_succeeded`` are called in a process of the DAG processor, ``prices_deadline_passed``
in the triggerer, on a thread of its own. Neither the scheduler nor a task waits for any of them, and none
fails a run. A process of the DAG processor has 50 seconds, after which Airflow kills it.
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

from vn30.alerts import look, tell
from vn30.alerts.kinds import KINDS
from vn30.alerts.text import Alert, Links
from vn30.pipelines import ZONE
from vn30.settings import Settings, get_settings
from vn30.warehouse import execute, unpooled_transaction

log = logging.getLogger(__name__)


def run_failed(context: Mapping[str, Any]) -> None:
    """The ``on_failure_callback`` of every DAG: one alert a run, whatever the number of tasks that failed."""
    dag_id, run_id = context["dag"].dag_id, str(context["run_id"])
    reason = str(context.get("reason") or "task_failure")
    try:
        _record(lambda connection: look.after_failure(connection, dag_id, run_id, reason))
    except sa.exc.SQLAlchemyError as error:
        log.error("The failure of %s of %s is told, but not recorded: %s", run_id, dag_id, error)
        alert = look.unrecorded_failure(dag_id, run_id, reason, error)
        tell.tell_unrecorded(_mouth(get_settings()), alert)
    else:
        _tell()


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

    Where the platform's today is not that of the wall clock, there is no deadline to miss.
    """
    settings, now = get_settings(), datetime.now(ZoneInfo(ZONE))

    def record(connection: sa.Connection) -> None:
        session = look.due_session(connection, settings.prices_deadline, now)
        if session:
            look.at_prices(connection, session, f"{settings.prices_deadline:%H:%M}")

    _look(record)


def _look(record: Callable[[sa.Connection], None]) -> None:
    _record(record)
    _tell()


def _record(record: Callable[[sa.Connection], None]) -> None:
    with unpooled_transaction() as connection:
        execute(connection, "alerts/take_turns")
        record(connection)
        look.at_states(connection)


def _tell() -> None:
    settings = get_settings()
    tell.tell_due(_mouth(settings), settings.alert_quiet_hours)


def _mouth(settings: Settings) -> tell.Mouth:
    # Not when the DAGs are parsed: the providers take their time to be imported.
    from vn30.alert_channels import Mail, Topic, Webhook

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
