"""Reads of bars within sessions, and of days and weeks."""

import logging
from http import HTTPStatus

import pandas as pd
import sqlalchemy as sa
from botocore.exceptions import BotoCoreError

from api.bars.schemas import Bar, Bars, BarsQuery
from api.core.clock import require_market
from api.core.errors import ApiError
from api.core.schemas import PageMeta
from api.stocks.lookup import find_stock
from vn30.i18n.localized import localized
from vn30.market.stored_minutes import MinutesGone, interval_bars, minutes_until
from vn30.settings import Settings
from vn30.storage.artifacts import open_store

logger = logging.getLogger(__name__)


def check_period(query: BarsQuery) -> None:
    """Check that the period has a day.

    Raises:
        ApiError: 422, it ends before it starts.
    """
    if query.start and query.end and query.start > query.end:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "validation_error",
            localized("from: {start} is after to, {end}; swap them", start=query.start, end=query.end),
        )


def bars(connection: sa.Connection, settings: Settings, ticker: str, query: BarsQuery) -> Bars:
    """A page of the bars of ``ticker``.

    Raises:
        ApiError: 409 before the first crawl, or if a stored file is missing or damaged; 404 for an unknown
            ticker; 503 while the artifact store does not answer.
    """
    clock = require_market(connection)
    stock = find_stock(connection, ticker)
    newest = minutes_until(connection)
    end = min(query.end, newest) if query.end else newest
    try:
        frame = interval_bars(
            connection, open_store(settings), stock["ticker"], query.interval, query.start, end
        )
    except MinutesGone as error:
        logger.error("Refused to serve the minutes of %s: %s", stock["ticker"], error)
        raise ApiError(
            HTTPStatus.CONFLICT,
            "minutes_unreadable",
            localized(
                "interval: a stored file with minutes of {ticker} is missing or damaged. An operator "
                "has to restore it, or run the DAG vn30_intraday_crawler again for these days; 1d and 1w "
                "do not "
                "need it.",
                ticker=stock["ticker"],
            ),
        ) from error
    except (OSError, BotoCoreError) as error:
        logger.warning("The artifact store failed for the minutes of %s: %s", stock["ticker"], error)
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "artifacts_unavailable",
            localized("The artifact store cannot be reached right now. Try again in a moment."),
        ) from error
    skipped = (query.page - 1) * query.page_size
    return Bars(
        ticker=stock["ticker"],
        interval=query.interval,
        data=_bars(frame.iloc[skipped : skipped + query.page_size]),
        meta=PageMeta(page=query.page, page_size=query.page_size, total=len(frame)),
        as_of=clock.as_of,
        data_source=clock.data_source,
    )


def _bars(frame: pd.DataFrame) -> list[Bar]:
    known = frame.astype("object").where(frame.notna(), None)
    return [
        Bar(time=time.to_pydatetime(), open=open_, high=high, low=low, close=close, volume=volume)
        for _, time, open_, high, low, close, volume in known.itertuples(index=False)
    ]
