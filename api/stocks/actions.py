"""The corporate actions of a stock, as responses of the API."""

import sqlalchemy as sa

from api.core.clock import require_market
from api.core.schemas import PageQuery
from api.stocks.lookup import find_stock
from api.stocks.series_schemas import Actions, ActionsMeta, CorporateAction
from vn30.market.corporate_actions import stored_actions, used_actions


def actions(connection: sa.Connection, ticker: str, query: PageQuery) -> Actions:
    """A page of the corporate actions of ``ticker`` up to today, newest first.

    Raises:
        ApiError: 409 before the first crawl, 404 for an unknown ticker.
    """
    clock = require_market(connection)
    stock = find_stock(connection, ticker)
    known = [
        action
        for action in stored_actions(connection, [stock["ticker"]])
        if clock.as_of is not None and action.ex_date <= clock.as_of
    ]
    used = set(used_actions(known))
    page = known[::-1][query.skipped : query.skipped + query.page_size]
    return Actions(
        data=[
            CorporateAction(
                ex_date=action.ex_date,
                kind=action.kind,
                cash=action.cash,
                ratio=action.ratio,
                issue_price=action.issue_price,
                factor=action.factor,
                origin=action.origin,
                source=action.source,
                is_used=action in used,
            )
            for action in page
        ],
        meta=ActionsMeta(page=query.page, page_size=query.page_size, total=len(known), **clock._asdict()),
    )
