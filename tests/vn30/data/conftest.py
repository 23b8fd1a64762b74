"""A database with a small market and two training runs, and functions that read it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from tests.support.stored_market import SESSIONS, store_market, store_regimes_of, store_run
from vn30.database.warehouse import make_engine
from vn30.ingestion.corporate_actions import put_action
from vn30.market.corporate_actions import CorporateAction
from vn30.settings import Settings

TODAY, EARLIER = SESSIONS[-1], SESSIONS[-40]
ACTIONS = (
    CorporateAction("FPT", EARLIER, "cash_dividend", "HOSE", cash=1_000.0),
    CorporateAction("HPG", SESSIONS[-1], "stock_dividend", "restated by VCI", ratio=0.1, factor=0.909),
)
MINUTES_OF_A_DAY = """
INSERT INTO intraday_sessions SELECT 'FPT', price_date, 240, open_price, high_price, low_price, close_price,
    volume, price_date + interval '2 hours', price_date + interval '7 hours 45 minutes', 0, 0, TRUE, FALSE, 1,
    'csv', now()
FROM stock_prices JOIN stocks ON stock_id = stocks.id WHERE ticker = 'FPT' AND price_date = :session
"""
RISK_OF_A_DAY = """
WITH states AS (
    INSERT INTO risk_states (
        stock_id, session_date, first_bar, last_bar, ewma_volatility, realised_volatility
    )
    SELECT id, :session, '2023-01-03', :session, 0.3, 0.2 FROM stocks WHERE ticker = 'FPT'
    RETURNING stock_id, session_date
)
INSERT INTO var_backtests (stock_id, session_date, method, confidence, horizon_sessions, value_at_risk)
SELECT stock_id, session_date, method, 0.95, 1, loss FROM states
CROSS JOIN (VALUES ('filtered', 0.02), ('historical', 0.03)) AS known (method, loss)
"""

EARNINGS_OF_A_DAY = """
INSERT INTO fundamental_snapshots
SELECT id, 'eps', :session, now(), 5000, 'VND', 'four quarters to 2024-Q1', 'csv' FROM stocks
WHERE ticker = 'FPT'
"""
NEWS_OF_A_DAY = """
WITH article AS (
    INSERT INTO news_articles (canonical_url, title, published_at, dated_by, first_seen_at)
    SELECT 'https://news.example/' || day, 'News', day + time '05:00', 'feed', day + time '06:00'
    FROM (SELECT cast(:session AS DATE) AS day) AS days
    RETURNING id, canonical_url
)
INSERT INTO news_article_sources (article_id, feed, url) SELECT id, 'One', canonical_url FROM article
"""


class Market(NamedTuple):
    """A database to read, and to write to."""

    url: str
    engine: sa.Engine
    runs: tuple[str, str]

    def execute(self, statement: str, **parameters: object) -> None:
        with self.engine.begin() as connection:
            connection.execute(sa.text(statement), parameters)


@pytest.fixture(scope="session")
def make_market(make_database: Callable[..., str]) -> Callable[[], Market]:
    def make() -> Market:
        url = make_database("reading")
        engine = make_engine(Settings(database_url=url))
        with engine.begin() as connection:
            store_market(connection)
            runs = store_run(connection, EARLIER), store_run(connection, TODAY)
            store_regimes_of(connection, TODAY)
            for action in ACTIONS:
                put_action(connection, action)
            for session in (EARLIER, TODAY):
                connection.execute(sa.text(MINUTES_OF_A_DAY), {"session": session})
                connection.execute(sa.text(RISK_OF_A_DAY), {"session": session})
                connection.execute(sa.text(NEWS_OF_A_DAY), {"session": session})
                connection.execute(sa.text(EARNINGS_OF_A_DAY), {"session": session})
        return Market(url, engine, runs)

    return make


@pytest.fixture(scope="session")
def stored(make_market: Callable[[], Market]) -> Iterator[Market]:
    """Only to be read: all tests share it."""
    market = make_market()
    yield market
    market.engine.dispose()


@pytest.fixture
def market(make_market: Callable[[], Market]) -> Iterator[Market]:
    """One test's own."""
    market = make_market()
    yield market
    market.engine.dispose()
