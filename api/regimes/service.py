"""Reads of the regimes, as responses of the API."""

import sqlalchemy as sa

from api.core.clock import require_market
from api.regimes.schemas import Regimes, SessionRegime
from vn30.database.warehouse import fetch_all


def regimes(connection: sa.Connection, sessions: int) -> Regimes:
    """The regimes of the newest sessions.

    Raises:
        ApiError: 409 ``no_market_data`` before the first crawl.
    """
    clock = require_market(connection)
    rows = fetch_all(connection, "regimes/sessions", sessions=sessions)
    return Regimes(
        sessions=[SessionRegime.model_validate(dict(row)) for row in rows],
        as_of=clock.as_of,
        data_source=clock.data_source,
    )
