"""A platform whose database has daily bars of one stock, as a test gives them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pandas as pd
import pytest
import sqlalchemy as sa

from vn30.database.warehouse import transaction
from vn30.ingestion.bars_writer import store_bars
from vn30.ingestion.sessions import store_sessions
from vn30.market.calendar import SHIPPED


@pytest.fixture
def platform_with_days() -> Callable[[pd.DataFrame], None]:
    """``platform_with_days(days)``: stores daily bars of FPT from a minutes frame; the last day is today."""

    def store(days: pd.DataFrame) -> None:
        sessions = days["time"].dt.tz_localize(None)
        with transaction() as connection:
            for statement in (
                "INSERT INTO market_state VALUES (TRUE, 'real', 'csv', FALSE, :today) ON CONFLICT DO NOTHING",
                "INSERT INTO stocks (ticker, name, exchange, kind) VALUES ('FPT', 'FPT', 'HOSE', 'stock') "
                "ON CONFLICT DO NOTHING",
            ):
                connection.execute(sa.text(statement), {"today": sessions.iloc[-1].date()})
            store_sessions(connection, SHIPPED)
            store_bars(connection, "FPT", days.assign(date=sessions), "csv", datetime.now(UTC))

    return store
