"""The market's clock for routes that need a market."""

from http import HTTPStatus

import sqlalchemy as sa

from api.core.errors import ApiError
from vn30.i18n.localized import localized
from vn30.market.clock import MarketClock, read_clock
from vn30.names import CRAWLER_DAG

NO_MARKET_DATA = localized(
    "No prices are loaded yet. Run the DAG {crawler_dag} first.", crawler_dag=CRAWLER_DAG
)


def require_market(connection: sa.Connection) -> MarketClock:
    """The clock of a market that has at least one session.

    Raises:
        ApiError: 409 ``no_market_data`` before the first crawl.
    """
    clock = read_clock(connection)
    if clock.as_of is None:
        raise ApiError(HTTPStatus.CONFLICT, "no_market_data", NO_MARKET_DATA)
    return clock
