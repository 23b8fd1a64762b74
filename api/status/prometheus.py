"""``/metrics`` for Prometheus: requests by route, connection pools, age of the data."""

import math
import secrets
from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus

import sqlalchemy as sa
from fastapi import Depends, FastAPI
from fastapi.responses import PlainTextResponse
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_fastapi_instrumentator import Instrumentator

from api.auth.guards import Credentials, Guard
from api.core.errors import ApiError, documented
from api.core.settings import AppSettings
from vn30.i18n.localized import localized
from vn30.market.calendar import HOSE_ZONE
from vn30.market.clock import read_clock
from vn30.settings import Settings


class Scraper(Guard):
    """Admits callers with ``VN30_METRICS_TOKEN``; without that setting everybody, in demo mode only.

    Raises:
        ApiError: 401 ``not_signed_in`` for a wrong or missing token; 403 ``metrics_off`` without the setting.
    """

    callers = ("holders of VN30_METRICS_TOKEN",)

    async def __call__(self, settings: AppSettings, credentials: Credentials) -> None:
        """Admit the caller."""
        if settings.metrics_token is None:
            if settings.environment != "demo":
                raise ApiError(
                    HTTPStatus.FORBIDDEN,
                    "metrics_off",
                    localized("Set VN30_METRICS_TOKEN to read the metrics."),
                )
            return
        presented = credentials.credentials if credentials else ""
        expected = settings.metrics_token.get_secret_value()
        if not secrets.compare_digest(presented.encode(), expected.encode()):
            raise ApiError(
                HTTPStatus.UNAUTHORIZED,
                "not_signed_in",
                localized("Send VN30_METRICS_TOKEN as `Authorization: Bearer <token>`."),
            )


scraper = Scraper()


def install_metrics(app: FastAPI, settings: Settings) -> None:
    """Count the requests of ``app``, and add the route ``/metrics``."""
    registry = CollectorRegistry()
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=registry)
    registry.register(_Platform(app))
    instrumentator = Instrumentator(
        registry=registry, should_group_status_codes=False, excluded_handlers=["^/metrics$", "^/health$"]
    )
    instrumentator.instrument(app)
    instrumentator.expose(
        app,
        tags=["operations"],
        name="metrics",
        response_class=PlainTextResponse,
        dependencies=[Depends(scraper)],
        responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN),
    )


class _Platform(Collector):
    """Gauges of the running app, read at each scrape."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def describe(self) -> Iterable[Metric]:
        """Nothing: the app does not run yet at registration."""
        return []

    def collect(self) -> Iterable[Metric]:
        """The current values."""
        state = self._app.state
        in_use = GaugeMetricFamily("vn30_database_connections_in_use", "Connections in use.", labels=["pool"])
        size = GaugeMetricFamily(
            "vn30_database_connections_open", "Open connections, in use or idle.", labels=["pool"]
        )
        for name, engine in (("reads", state.engine), ("lookups", state.lookups)):
            pool: sa.QueuePool = engine.pool
            in_use.add_metric([name], pool.checkedout())
            size.add_metric([name], pool.checkedout() + pool.checkedin())
        yield in_use
        yield size
        answers = CounterMetricFamily(
            "vn30_market_answers", "Responses to market reads, by where they came from.", labels=["origin"]
        )
        for origin, count in state.answers.answered.items():
            answers.add_metric([origin], count)
        yield answers
        age = GaugeMetricFamily(
            "vn30_as_of_age_days", "Days since the as-of session; NaN if it is not known."
        )
        age.add_metric([], self._as_of_age())
        yield age

    def _as_of_age(self) -> float:
        try:
            with self._app.state.engine.connect() as connection:
                as_of = read_clock(connection).as_of
        except sa.exc.SQLAlchemyError:
            return math.nan
        return math.nan if as_of is None else (datetime.now(HOSE_ZONE).date() - as_of).days
