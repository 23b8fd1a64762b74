"""Answers of ``/health`` and ``/status``."""

from datetime import date
from typing import Literal

from pydantic import Field

from api.schemas import ApiModel, MarketStamp, example

Condition = Literal["ok", "degraded"]


class Health(ApiModel):
    """The process serves."""

    model_config = example(status="ok")

    status: Literal["ok"] = "ok"


class Part(ApiModel):
    """One thing that the platform stands on."""

    status: Condition
    milliseconds: float = Field(description="how long it took to find out")
    detail: str | None = Field(None, description="what is wrong; null if nothing is")


class DataPart(Part, MarketStamp):
    """How far the data reach."""

    newest_bar: date | None = Field(
        description="the newest session with a price; null before the first crawl"
    )
    newest_forecast: date | None = Field(
        description="the newest session that a forecast was made as of; null before the first training"
    )


class Parts(ApiModel):
    """All that the platform stands on."""

    database: Part
    airflow: Part = Field(
        description="degraded as well while its scheduler or its DAG processor is not healthy"
    )
    artifact_store: Part
    alerts: Part = Field(description="degraded while a channel could not be told of an alert")
    data: DataPart


class Status(ApiModel):
    """Whether everything works; the parts are for those who are signed in."""

    model_config = example(
        status="degraded",
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
        },
    )

    status: Condition = Field(description="ok if every part is")
    parts: Parts | None = Field(description="null to strangers")
