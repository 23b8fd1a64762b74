"""Concurrent checks of the parts of the platform, each with a time limit."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

import anyio
import sqlalchemy as sa

from api.core.redis_answers import RedisAnswers
from api.status.schemas import Condition, DataPart, Part, Parts, Status
from vn30.database.warehouse import Row, fetch_returned, is_disk_full, sqlstate
from vn30.market.clock import MarketClock, read_clock
from vn30.pipelines.airflow_api import AirflowApi
from vn30.settings import Settings
from vn30.storage.artifacts import open_store
from vn30.version import build_version

logger = logging.getLogger(__name__)

MAX_CHECK_SECONDS = 2.0
KEPT_SECONDS = 1.0


class Probe:
    """The check of one part, in a thread of its own, so that a part that hangs blocks no other check."""

    def __init__(self, name: str, check: Callable[[], Any]) -> None:
        self._name, self._check = name, check
        self._thread = anyio.CapacityLimiter(1)

    async def run(self) -> tuple[Any, str | None, float]:
        """The result of the check, or the fault, and the milliseconds that it took."""
        started, result, fault = time.perf_counter(), None, None
        try:
            with anyio.fail_after(MAX_CHECK_SECONDS):
                result = await anyio.to_thread.run_sync(
                    self._check, abandon_on_cancel=True, limiter=self._thread
                )
        except TimeoutError:
            fault = f"no answer within {MAX_CHECK_SECONDS:g} seconds"
        except Exception as error:  # any error is a result
            logger.warning("The status of the %s is degraded: %s", self._name, error)
            fault = "does not answer"
        return result, fault, round(1000 * (time.perf_counter() - started), 1)


class StatusBoard:
    """The status of the platform, checked on request and at most once in ``KEPT_SECONDS``."""

    def __init__(
        self,
        settings: Settings,
        reads: sa.Engine,
        lookups: sa.Engine,
        airflow: AirflowApi | None,
        shared: RedisAnswers | None,
    ) -> None:
        self._settings = settings
        self._probes = (
            Probe("database", lambda: _database(lookups)),
            Probe("Airflow", lambda: _airflow(airflow)),
            Probe("artifact store", lambda: _artifact_store(settings)),
            Probe("alerts", lambda: _alerts(reads)),
            Probe("data", lambda: _data(reads)),
        )
        self._cache = Probe("cache", shared.check) if shared else None
        self._turn = asyncio.Lock()
        self._newest: tuple[float, Status, bool] | None = None

    async def read(self) -> tuple[Status, bool]:
        """The status with all its parts, and whether the database answers."""
        async with self._turn:
            if self._newest is None or time.monotonic() - self._newest[0] > KEPT_SECONDS:
                checked = await self._check()
                self._newest = (time.monotonic(), *checked)
            return self._newest[1:]

    async def _check(self) -> tuple[Status, bool]:
        checks = [probe.run() for probe in self._probes]
        cache = asyncio.create_task(self._cache.run()) if self._cache else None
        database, airflow, store, alerts, data = await asyncio.gather(*checks)
        parts = Parts(
            database=_part(*database),
            airflow=_part(*airflow),
            artifact_store=_part(*store),
            alerts=_part(*alerts),
            data=_data_part(self._settings, *data),
            cache=_part(*await cache) if cache else None,
        )
        each = (parts.database, parts.airflow, parts.artifact_store, parts.alerts, parts.data, parts.cache)
        overall: Condition = "ok" if all(part is None or part.status == "ok" for part in each) else "degraded"
        # One that answers and cannot be written is degraded, and its users are recognized.
        _, fault, _ = database
        return Status(status=overall, version=build_version(), parts=parts), fault is None


def _database(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT 1 FROM stocks LIMIT 1"))
        try:
            row = fetch_returned(connection, "status/probe_writes")
        except sa.exc.DBAPIError as error:
            state = sqlstate(error)
            if state is None or error.connection_invalidated:
                raise
            logger.warning("The database cannot be written: %s", error.orig)
            return f"cannot be written: {'its disk is full' if is_disk_full(error) else f'SQLSTATE {state}'}"
    return "is read-only" if row["read_only"] else None


def _artifact_store(settings: Settings) -> str | None:
    fault = open_store(settings).check()
    return f"cannot be written: {fault}" if fault else None


def _airflow(client: AirflowApi | None) -> str | None:
    if client is None:
        return "VN30_AIRFLOW_URL and VN30_AIRFLOW_PASSWORD are not set"
    ill = [
        f"{part}: {state}" for part, state in client.health(MAX_CHECK_SECONDS).items() if state != "healthy"
    ]
    return ", ".join(ill) or None


def _alerts(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        row = fetch_returned(connection, "status/alerts")
    if not row["unsent"]:
        return None
    return f"{row['unsent']} alerts could not be sent, the oldest since {row['since']:%Y-%m-%d %H:%M} UTC"


def _data(engine: sa.Engine) -> tuple[MarketClock, Row]:
    with engine.connect() as connection:
        return read_clock(connection), fetch_returned(connection, "status/freshness")


def _part(finding: str | None, fault: str | None, milliseconds: float) -> Part:
    detail = fault or finding
    return Part(status="degraded" if detail else "ok", milliseconds=milliseconds, detail=detail)


def _data_part(
    settings: Settings, data: tuple[MarketClock, Row] | None, fault: str | None, milliseconds: float
) -> DataPart:
    clock, row = data or (MarketClock(None, None), None)
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
    """The fault of the data, by the thresholds of model freshness; None without one."""
    if row is None or row["newest_bar"] is None:
        return "no prices are loaded yet"
    if row["bar_sessions_old"] > settings.fresh_sessions:
        return f"the newest price is {row['bar_sessions_old']} sessions old"
    if row["newest_forecast"] is None:
        return "no forecasts are made yet"
    if row["forecast_sessions_old"] > settings.stable_sessions:
        return f"the newest forecast is {row['forecast_sessions_old']} sessions old"
    return None
