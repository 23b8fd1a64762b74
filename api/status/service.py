"""Looking at everything that the platform stands on, side by side and not for long."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

import anyio
import sqlalchemy as sa

from api.market import MarketClock, read_clock
from api.status.schemas import DataPart, Part, Parts, Status
from vn30.airflow_api import AirflowApi
from vn30.artifacts import open_store
from vn30.settings import Settings
from vn30.warehouse import Row, fetch_returned

logger = logging.getLogger(__name__)

LONGEST_CHECK_SECONDS = 2.0
KEPT_SECONDS = 1.0


class Look:
    """The look at one part. A part that hangs keeps its one thread, and nobody else's."""

    def __init__(self, name: str, check: Callable[[], Any]) -> None:
        self._name, self._check = name, check
        self._thread = anyio.CapacityLimiter(1)

    async def take(self) -> tuple[Any, str | None, float]:
        """What the check finds, or else what went wrong, and the milliseconds that this took."""
        started, found, fault = time.perf_counter(), None, None
        try:
            with anyio.fail_after(LONGEST_CHECK_SECONDS):
                found = await anyio.to_thread.run_sync(
                    self._check, abandon_on_cancel=True, limiter=self._thread
                )
        except TimeoutError:
            fault = f"no answer within {LONGEST_CHECK_SECONDS:g} seconds"
        except Exception as error:  # whatever it is, it is the answer
            logger.warning("The status of the %s is degraded: %s", self._name, error)
            fault = "does not answer"
        return found, fault, round(1000 * (time.perf_counter() - started), 1)


class StatusBoard:
    """The platform's status, looked at when somebody asks, at most once a second for all who do."""

    def __init__(
        self, settings: Settings, reads: sa.Engine, lookups: sa.Engine, airflow: AirflowApi | None
    ) -> None:
        self._settings = settings
        self._looks = (
            Look("database", lambda: _database(lookups)),
            Look("Airflow", lambda: _airflow(airflow)),
            Look("artifact store", lambda: open_store(settings).check()),
            Look("alerts", lambda: _alerts(reads)),
            Look("data", lambda: _data(reads)),
        )
        self._turn = asyncio.Lock()
        self._newest: tuple[float, Status] | None = None

    async def read(self) -> tuple[Status, bool]:
        """The status with all its parts, and whether the database answers."""
        async with self._turn:
            if self._newest is None or time.monotonic() - self._newest[0] > KEPT_SECONDS:
                status = await self._look()
                self._newest = (time.monotonic(), status)
            newest = self._newest[1]
        assert newest.parts is not None  # noqa: S101 - for the type checker
        return newest, newest.parts.database.status == "ok"

    async def _look(self) -> Status:
        database, airflow, store, alerts, data = await asyncio.gather(*(look.take() for look in self._looks))
        parts = Parts(
            database=_part(*database),
            airflow=_part(*airflow),
            artifact_store=_part(*store),
            alerts=_part(*alerts),
            data=_data_part(self._settings, *data),
        )
        each = (parts.database, parts.airflow, parts.artifact_store, parts.alerts, parts.data)
        return Status(status="ok" if all(part.status == "ok" for part in each) else "degraded", parts=parts)


def _database(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT 1 FROM stocks LIMIT 1"))


def _airflow(client: AirflowApi | None) -> str | None:
    if client is None:
        return "VN30_AIRFLOW_URL and VN30_AIRFLOW_PASSWORD are not set"
    ill = [
        f"{part}: {state}"
        for part, state in client.health(LONGEST_CHECK_SECONDS).items()
        if state != "healthy"
    ]
    return ", ".join(ill) or None


def _alerts(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        found = fetch_returned(connection, "status/alerts")
    if not found["unsent"]:
        return None
    return f"{found['unsent']} could not be sent, the oldest since {found['since']:%Y-%m-%d %H:%M} UTC"


def _data(engine: sa.Engine) -> tuple[MarketClock, Row]:
    with engine.connect() as connection:
        return read_clock(connection), fetch_returned(connection, "status/freshness")


def _part(found: str | None, fault: str | None, milliseconds: float) -> Part:
    detail = fault or found
    return Part(status="degraded" if detail else "ok", milliseconds=milliseconds, detail=detail)


def _data_part(
    settings: Settings, found: tuple[MarketClock, Row] | None, fault: str | None, milliseconds: float
) -> DataPart:
    clock, row = found or (MarketClock(None, None), None)
    detail = fault or _staleness(settings, row)
    return DataPart(
        status="degraded" if detail else "ok",
        milliseconds=milliseconds,
        detail=detail,
        as_of=clock.as_of,
        data_source=clock.data_source,
        newest_bar=row["newest_bar"] if row else None,
        newest_forecast=row["newest_forecast"] if row else None,
    )


def _staleness(settings: Settings, row: Row | None) -> str | None:
    """What is missing, by the thresholds that models are judged by."""
    if row is None or row["newest_bar"] is None:
        return "no prices are loaded yet"
    if row["bar_sessions_old"] > settings.fresh_sessions:
        return f"the newest price is {row['bar_sessions_old']} sessions old"
    if row["newest_forecast"] is None:
        return "no forecasts are made yet"
    if row["forecast_sessions_old"] > settings.stable_sessions:
        return f"the newest forecast is {row['forecast_sessions_old']} sessions old"
    return None
