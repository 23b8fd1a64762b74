"""``/trading-days``: days on which the calendar of HOSE is corrected, for data scientists."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.auth.audit import Audited
from api.auth.guards import data_scientists
from api.core.database import Database
from api.core.errors import documented
from api.core.schemas import PageQuery
from api.trading_days import service
from api.trading_days.schemas import DayDecision, TradingDay, TradingDayList

router = APIRouter(
    prefix="/trading-days",
    tags=["data quality"],
    dependencies=[Depends(data_scientists)],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY),
)

Day = Annotated[date, Path(examples=["2026-07-06"])]


@router.get("")
def trading_days(engine: Database, query: Annotated[PageQuery, Query()]) -> TradingDayList:
    """Days on which the calendar may be wrong, by the crawler's proposals, and the decisions on them."""
    with engine.connect() as connection:
        return service.listed(connection, query)


@router.put("/{day}", responses=documented(HTTPStatus.CONFLICT))
def decide_trading_day(engine: Database, audit: Audited, day: Day, body: DayDecision) -> TradingDay:
    """Confirm or dismiss that a day is closed, or a session.

    A confirmed day counts from now on: for schedules, targets, completeness and the current session. Bars of
    a day that is closed are deleted. Forecasts that were published before keep their dates.
    """
    return service.decide(engine, audit, day, body)


@router.delete("/{day}", status_code=HTTPStatus.NO_CONTENT, responses=documented(HTTPStatus.NOT_FOUND))
def undo_trading_day(engine: Database, audit: Audited, day: Day) -> None:
    """Undo the decision on a day; a proposal for it is open again. The record keeps both."""
    service.undo(engine, audit, day)
