"""Reads of, and decisions on, the days on which the calendar is corrected."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http import HTTPStatus

import sqlalchemy as sa

from api.auth.audit import Audit
from api.core.database import writing
from api.core.errors import ApiError
from api.core.schemas import PageMeta, PageQuery
from api.trading_days.schemas import DayDecision, TradingDay, TradingDayList
from vn30.database.warehouse import fetch_all, fetch_one, fetch_returned
from vn30.i18n.localized import joined
from vn30.ingestion import trading_days
from vn30.ingestion.trading_days import UnknownDay, WrongDay


def listed(connection: sa.Connection, query: PageQuery) -> TradingDayList:
    """A page of the days, proposals first."""
    total = fetch_returned(connection, "trading_days/count")["total"]
    rows = fetch_all(connection, "trading_days/page", limit=query.page_size, skipped=query.skipped)
    return TradingDayList(
        data=[TradingDay.model_validate(dict(row)) for row in rows],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
    )


def decide(engine: sa.Engine, audit: Audit, day: date, decision: DayDecision) -> TradingDay:
    """Record the decision, correct the sessions, and return the day.

    Raises:
        ApiError: 409 ``wrong_day``, the day cannot be what the decision says.
    """
    with _refusals(), writing(engine) as connection:
        reason = decision.reason or "decided in the app"
        username = audit.user.username
        before = _state(connection, day)
        trading_days.decide(connection, day, decision.kind, decision.state, username, reason)
        after = decision.model_dump(mode="json", by_alias=True)
        audit.add(connection, "decide_trading_day", str(day), before=before, after=after)
        return TradingDay.model_validate(dict(fetch_returned(connection, "trading_days/day", day=day)))


def undo(engine: sa.Engine, audit: Audit, day: date) -> None:
    """Take back the decision on a day.

    Raises:
        ApiError: 404 ``unknown_day``, there is none.
    """
    with _refusals(), writing(engine) as connection:
        before = _state(connection, day)
        trading_days.undo(connection, day, audit.user.username)
        audit.add(connection, "undo_trading_day", str(day), before=before)


def _state(connection: sa.Connection, day: date) -> dict[str, str] | None:
    row = fetch_one(connection, "trading_days/day", day=day)
    return {name: row[name] for name in ("kind", "state", "reason")} if row else None


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except WrongDay as error:
        raise ApiError(HTTPStatus.CONFLICT, "wrong_day", joined(": ", "day", str(error))) from error
    except UnknownDay as error:
        raise ApiError(HTTPStatus.NOT_FOUND, "unknown_day", joined(": ", "day", str(error))) from error
