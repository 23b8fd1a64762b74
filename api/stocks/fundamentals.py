"""The key figures of a stock, as responses of the API."""

from datetime import date

import sqlalchemy as sa

from api.core.clock import require_market
from api.stocks.fundamental_schemas import KeyFigure, KeyFigures
from api.stocks.lookup import find_stock
from vn30.database.warehouse import fetch_one
from vn30.market.clock import not_after
from vn30.market.fundamentals import cap_bucket, pe_bucket
from vn30.market.key_figures import key_figures


def fundamentals(connection: sa.Connection, ticker: str, day: date | None) -> KeyFigures:
    """What is known of ``ticker`` after a session, by default the current one.

    Raises:
        ApiError: 409 before the first crawl, 404 for an unknown ticker.
    """
    clock = require_market(connection)
    stock = find_stock(connection, ticker)
    known_on = not_after(clock.as_of, day) if clock.as_of else date.min
    figures = key_figures(connection, stock["ticker"], known_on)
    values = {figure.metric: figure.value for figure in figures}
    checked = fetch_one(connection, "stocks/fundamentals_checked", stock_id=stock["stock_id"])
    return KeyFigures(
        ticker=stock["ticker"],
        name=stock["name"],
        sector=stock["sector"],
        exchange=stock["exchange"],
        day=known_on,
        market_cap_bucket=cap_bucket(values["market_cap"]),
        pe_bucket=pe_bucket(values["pe"]),
        checked_at=checked["answered_at"] if checked else None,
        problem=checked["problem"] if checked else None,
        figures=[KeyFigure.model_validate(figure, from_attributes=True) for figure in figures],
        as_of=clock.as_of,
        data_source=clock.data_source,
    )
