"""``/model-versions`` and ``/champions``: versions of the models, and which of them is served."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.auth.audit import Audited
from api.auth.guards import admins, data_scientists
from api.core.database import Database
from api.core.errors import documented
from api.core.schemas import PlainText
from api.model_versions import service
from api.model_versions.schemas import (
    Decided,
    Decision,
    ModelVersionDetail,
    ModelVersionList,
    ServedForecasts,
    TenureList,
    TenuresQuery,
    VersionName,
    VersionsQuery,
)
from api.stocks.lookup import Ticker

versions = APIRouter(
    prefix="/model-versions",
    tags=["models"],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY),
)
champions = APIRouter(prefix="/champions", tags=versions.tags, responses=versions.responses)
_of_one = documented(HTTPStatus.NOT_FOUND)
_of_a_decision = documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
_reading = [Depends(data_scientists)]

Version = Annotated[VersionName, Path(description="such as v7", examples=["v7"])]


@versions.get("", dependencies=_reading)
def model_versions(engine: Database, query: Annotated[VersionsQuery, Query()]) -> ModelVersionList:
    """The versions of the models, newest first: each ended training run with published tickers is one."""
    with engine.connect() as connection:
        return service.listed(connection, query)


@versions.get("/{version}", dependencies=_reading, responses=_of_one)
def model_version(engine: Database, version: Version) -> ModelVersionDetail:
    """A version: scores, residuals, live accuracy, members, lineage, files, and when it was champion."""
    with engine.connect() as connection:
        return service.detail(connection, version)


@versions.post("/{version}/promote", dependencies=_reading, responses=_of_a_decision)
def promote_model_version(engine: Database, audit: Audited, version: Version, body: Decision) -> Decided:
    """Make a version the champion of its universe at some horizons: its forecasts are served from now on.

    Repeating it has no effect. Under the policy `newest` it lasts until the next training run.
    """
    return service.promote_version(engine, audit, version, body)


@versions.post("/{version}/roll-back", dependencies=_reading, responses=_of_a_decision)
def roll_back_model_version(engine: Database, audit: Audited, version: Version, body: Decision) -> Decided:
    """Make a version that was champion before the champion again. Repeating it has no effect."""
    return service.roll_back_version(engine, audit, version, body)


@versions.delete(
    "/{version}",
    dependencies=[Depends(admins)],
    status_code=HTTPStatus.NO_CONTENT,
    responses=_of_a_decision,
)
def delete_model_version(
    engine: Database,
    audit: Audited,
    version: Version,
    confirm: Annotated[PlainText, Query(max_length=20, description="the name of the version once more")],
) -> None:
    """Delete a version that is not champion. Its forecasts, scores and tenures stay on record.

    Its files are removed by the next run of `vn30_maintenance`.
    """
    service.delete(engine, audit, version, confirm)


@champions.get("", dependencies=_reading)
def champion_history(engine: Database, query: Annotated[TenuresQuery, Query()]) -> TenureList:
    """Which version was champion at which horizon, since when, until when and why, newest first."""
    with engine.connect() as connection:
        return service.champions(connection, query)


@champions.get("/{ticker}", dependencies=_reading, responses=_of_one)
def served_forecasts(
    engine: Database,
    ticker: Ticker,
    day: Annotated[date, Query(description="a session, or a day after it", examples=["2025-03-31"])],
) -> ServedForecasts:
    """Which version's forecast of a stock was served on a day, and what its challengers said."""
    with engine.connect() as connection:
        return service.served(connection, ticker, day)


router = APIRouter()
router.include_router(versions)
router.include_router(champions)
