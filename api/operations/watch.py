"""Watches Airflow's heartbeats in the background of the API, and raises an alert when one has stopped.

Airflow cannot say that its own scheduler has stopped. The alert is recorded by the API, which shows it
at once; its channels are Airflow's, so that it is delivered there as soon as Airflow runs again.
"""

import asyncio
import logging
from datetime import UTC, datetime

import anyio.to_thread
import sqlalchemy as sa

from api.core.database import writing
from api.operations.service import faults, read_heartbeats
from vn30.alerts.repository import record, resolve
from vn30.alerts.rules import AlertEvent
from vn30.pipelines.airflow_api import AirflowApi

logger = logging.getLogger(__name__)

WATCH_SECONDS = 60
LOOKS_BEFORE_ALERT = 3
"""Looks in a row with a fault: a restart takes a minute or two."""

SUBJECT = "airflow"


class HeartbeatWatch:
    """Looks at the heartbeats every minute. Several processes of the API record one alert."""

    def __init__(self, engine: sa.Engine, airflow: AirflowApi | None) -> None:
        self._engine, self._airflow = engine, airflow
        self._faulty_looks = 0

    async def run(self) -> None:
        """Look until cancelled. A failure is logged."""
        if self._airflow is None:
            return
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await anyio.to_thread.run_sync(self.look)
            except sa.exc.SQLAlchemyError as error:
                logger.warning("The heartbeats are not recorded: the database does not answer: %s", error)

    def look(self) -> None:
        """Record or resolve the alert by the heartbeats; neither while Airflow does not answer."""
        read = read_heartbeats(self._airflow, datetime.now(UTC))
        if not read.answers:
            return
        found = faults(read)
        self._faulty_looks = self._faulty_looks + 1 if found else 0
        if found and self._faulty_looks < LOOKS_BEFORE_ALERT:
            return
        with writing(self._engine) as connection:
            if found:
                record(connection, _event(found))
            else:
                resolve(connection, "failure", SUBJECT, "all heartbeats are back")


def _event(found: list[str]) -> AlertEvent:
    return AlertEvent(
        kind="failure",
        subject=SUBJECT,
        occasion="",
        title=f"Airflow has stalled: {found[0]}",
        details=(*found, "Start it again: docs/runbook.md, 'Airflow has stalled'."),
        members=tuple(found),
    )
