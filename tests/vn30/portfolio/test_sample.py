"""The sample portfolio on prices of the simulated market, with its dividends and issues."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pandas as pd
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from vn30.database.warehouse import make_engine
from vn30.ingestion.bars_writer import store_bars
from vn30.ingestion.corporate_actions import put_action
from vn30.market.calendar import session_hours, sessions_between
from vn30.portfolio.book import open_book
from vn30.portfolio.overview import overview
from vn30.portfolio.sample import NAME, USERNAME, add_sample
from vn30.portfolio.store import portfolios_of
from vn30.settings import Settings
from vn30.sources.sample.source import SampleSource
from vn30.users.accounts import seed_demo_accounts

SOURCE = SampleSource(seed=30)
TICKERS = ("FPT", "HPG", "MWG", "VCB", "VNM", "VN30")
FIRST, LAST = date(2024, 1, 2), date(2026, 6, 30)


@pytest.fixture
def engine(make_database: Callable[..., str]) -> sa.Engine:
    """Two and a half years of the simulated market, without the sample."""
    engine = make_engine(Settings(database_url=SecretStr(make_database("sample"))))
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        connection.execute(
            sa.text("INSERT INTO market_state VALUES (TRUE, 'simulated', 'sample', FALSE, :today)"),
            {"today": LAST},
        )
        for day, opens, closes in session_hours(sessions_between(FIRST, LAST)):
            connection.execute(
                sa.text("INSERT INTO trading_sessions VALUES (:day, :opens, :closes)"),
                {"day": day, "opens": opens, "closes": closes},
            )
        for ticker in TICKERS:
            kind = "index" if ticker == "VN30" else "stock"
            connection.execute(
                sa.text(
                    "INSERT INTO stocks (ticker, name, exchange, kind, is_active) "
                    "VALUES (:ticker, :ticker, 'HOSE', :kind, :kind = 'stock')"
                ),
                {"ticker": ticker, "kind": kind},
            )
            store_bars(
                connection, ticker, SOURCE.daily_bars(ticker, FIRST, LAST), "sample", datetime.now(UTC)
            )
            for action in SOURCE.actions(ticker, LAST).actions if kind == "stock" else ():
                put_action(connection, action)
    return engine


def test_it_is_added_once_and_is_possible(engine: sa.Engine) -> None:
    """A real market gets none. All trades are possible, at the closes of the simulated market as traded."""
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE market_state SET market = 'real'")
        assert not add_sample(connection)
        connection.exec_driver_sql("UPDATE market_state SET market = 'simulated'")
        assert add_sample(connection)
        assert not add_sample(connection)
        user = connection.execute(sa.text("SELECT id FROM users WHERE username = :name"), {"name": USERNAME})
        (portfolio,) = portfolios_of(connection, user.scalar_one())
        book = open_book(connection, portfolio, LAST)
    engine.dispose()
    assert (portfolio.name, portfolio.is_sample, book.account.problems) == (NAME, True, [])
    assert any(position.waiting for position in overview(book).positions)
    assert any(booking.number is None for booking in book.account.bookings), "no dividend within the year"
    for entry in book.entries:
        if entry.ticker:
            traded = SOURCE.traded_bars(entry.ticker, LAST).set_index("date")["close"]
            assert entry.price == traded[pd.Timestamp(entry.day)]
