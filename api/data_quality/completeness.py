"""Reads of completeness, as responses of the API."""

from datetime import date, timedelta
from http import HTTPStatus

import sqlalchemy as sa

from api.core.clock import require_market
from api.core.errors import ApiError
from api.core.stored_json import json_object, stamp
from api.data_quality.completeness_schemas import (
    Completeness,
    CompletenessQuery,
    Gap,
    Gaps,
    GapsQuery,
    SeriesCompleteness,
)
from vn30.database.warehouse import Row, fetch_all, fetch_one
from vn30.i18n.localized import localized
from vn30.market.completeness import FIRST_DAY, Series, series_counts, stored_completeness

MAX_YEARS = 10
"""Of minutes that one answer covers."""
_YEAR = timedelta(days=366)
_NO_ROW = "no row"


def check_period(query: CompletenessQuery) -> None:
    """Check that the period has a day, and of minutes not too many.

    Raises:
        ApiError: 422, it ends before it starts, or it has more than ``MAX_YEARS`` of minutes.
    """
    if query.start is None or query.end is None:
        return
    if query.start > query.end:
        raise _refused(
            localized("from: {start} is after to, {end}; swap them", start=query.start, end=query.end)
        )
    if query.series == "minutes" and query.end - query.start > MAX_YEARS * _YEAR:
        raise _refused(
            localized("from: minutes of more than {max_years} years; choose a later day", max_years=MAX_YEARS)
        )


def completeness(connection: sa.Connection, query: CompletenessQuery) -> bytes:
    """The completeness of all series by month, as JSON of :class:`Completeness`.

    Raises:
        ApiError: 409 before the first crawl; 422 as :func:`check_period`, for the period up to today.
    """
    clock = require_market(connection)
    last = min(query.end or date.max, clock.as_of or date.max)
    first = query.start or _first(query.series, last)
    check_period(CompletenessQuery(series=query.series, start=first, end=max(first, last)))
    if query.series == "daily" and query.start is None and last == clock.as_of:
        stored = stored_completeness(connection)
        if stored:
            months, data = stored
            return json_object({**stamp(clock), "series": query.series}, months=months, data=data)
    found = series_counts(connection, query.series, first, last, clock.as_of or last)
    return (
        Completeness(
            series=query.series,
            months=found[0].months if found else [],
            data=[SeriesCompleteness(ticker=each.ticker, kind=each.kind, **each.counts) for each in found],
            as_of=clock.as_of,
            data_source=clock.data_source,
        )
        .model_dump_json(by_alias=True)
        .encode()
    )


def gaps(connection: sa.Connection, query: GapsQuery) -> Gaps:
    """The sessions of a cell that are not stored as they should be, with the reason of each.

    Raises:
        ApiError: 409 before the first crawl; 404 ``unknown_ticker``.
    """
    clock = require_market(connection)
    ticker = query.ticker.upper()
    if fetch_one(connection, "data_quality/known_series", ticker=ticker) is None:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "unknown_ticker",
            localized(
                "ticker: there is no series {ticker!r}. `/data-quality/completeness` lists them.",
                ticker=query.ticker,
            ),
        )
    first = date.fromisoformat(f"{query.month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    rows = fetch_all(
        connection, "data_quality/gaps", series=query.series, ticker=ticker, first=first, last=last
    )
    return Gaps(
        series=query.series,
        ticker=ticker,
        month=query.month,
        data=[
            Gap(
                session=row["session"],
                state=row["state"],
                reason=reason_of(query.series, row),
                times_asked=row["times_asked"],
                last_asked_at=row["last_asked_at"],
            )
            for row in rows
        ],
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def reason_of(series: Series, row: Row) -> str:
    """Why a session is not stored, in a sentence."""
    detail: str | None = row["detail"]
    if row["is_closed_by_proposal"]:
        return localized("The day may have been no session: decide it under Trading days on Pipelines.")
    if detail is not None and detail != _NO_ROW:
        is_own = row["state"] == "different" or series == "minutes"
        return detail if is_own else localized("Rejected: {detail}.", detail=detail)
    return {
        "provisional": localized(
            "It was fetched before the session had settled; the next crawl fetches it again."
        ),
        "untraded": localized("The bar has no volume and the price of the bar before: nothing was traded."),
        "different": localized("The minutes are not the daily bar."),
        "absent": localized("The source has no row of this session."),
        "missing": localized("It was not requested yet."),
    }[str(row["state"])]


def _first(series: Series, last: date) -> date:
    return FIRST_DAY if series == "daily" else last - _YEAR


def _refused(message: str) -> ApiError:
    return ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "validation_error", message)
