"""Answers of ``/health`` and ``/status``."""

from datetime import date
from typing import Literal

from pydantic import Field

from api.core.schemas import ApiModel, MarketStamp, example

Condition = Literal["ok", "degraded"]


class Health(ApiModel):
    """The liveness of the process."""

    model_config = example(status="ok")

    status: Literal["ok"] = "ok"


class Part(ApiModel):
    """The state of one part of the platform."""

    status: Condition
    milliseconds: float = Field(description="duration of the check")
    detail: str | None = Field(None, description="the fault; null without one")


class DataPart(Part, MarketStamp):
    """The newest prices and forecasts."""

    newest_bar: date | None = Field(
        description="the newest session with a price; null before the first crawl"
    )
    newest_forecast: date | None = Field(
        description="the newest session as of which a forecast was made; null before the first training"
    )


class Parts(ApiModel):
    """The parts of the platform."""

    database: Part = Field(description="also degraded while it answers and cannot be written")
    airflow: Part = Field(
        description="also degraded while scheduler, DAG processor or triggerer is unhealthy"
    )
    artifact_store: Part = Field(description="also degraded while a folder cannot be written")
    alerts: Part = Field(description="degraded while an alert could not be delivered to a channel")
    data: DataPart
    cache: Part | None = Field(
        description="the shared cache; responses are computed while it does not answer. Null without one"
    )


class Status(ApiModel):
    """The overall state, and the version and the parts for signed-in users."""

    model_config = example(
        status="degraded",
        version="0.9.0",
        parts={
            "database": {"status": "ok", "milliseconds": 0.8, "detail": None},
            "airflow": {"status": "degraded", "milliseconds": 9.4, "detail": "scheduler: unhealthy"},
            "artifactStore": {"status": "ok", "milliseconds": 0.3, "detail": None},
            "alerts": {"status": "ok", "milliseconds": 0.6, "detail": None},
            "data": {
                "status": "ok",
                "milliseconds": 2.1,
                "detail": None,
                "asOf": "2025-03-31",
                "dataSource": "simulated",
                "newestBar": "2025-03-31",
                "newestForecast": "2025-03-31",
            },
            "cache": {"status": "ok", "milliseconds": 0.4, "detail": None},
        },
    )

    status: Condition = Field(description="ok if every part is")
    version: str | None = Field(
        description="of the running API: `0.9.0` of a release, `0.9.0+g<commit>` of a checkout, `0.9.0+dev` "
        "where the commit is not known; null without a valid token"
    )
    parts: Parts | None = Field(description="null without a valid token")
