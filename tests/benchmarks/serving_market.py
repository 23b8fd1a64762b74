"""A database to read from: simulated bars, forecasts and scores of any size, made by the server itself."""

from datetime import date

import sqlalchemy as sa

from vn30.database.migrations import migrate
from vn30.database.warehouse import copy_rows, make_engine
from vn30.market.calendar import session_hours, sessions_after, sessions_between
from vn30.market.summaries import write_summaries
from vn30.settings import Settings
from vn30.users.accounts import seed_demo_accounts

LAST_SESSION = date(2025, 12, 31)
RUNS = 20
"""Forecasts of so many past sessions: what is current has to be found among them."""

_FILL = (
    # Sectors repeat: names and sectors are searched and filtered.
    """
    INSERT INTO stocks (ticker, name, sector, exchange)
    SELECT 'T' || lpad(n::TEXT, 4, '0'), 'Company ' || n, 'Sector ' || n % 11, 'HOSE'
    FROM generate_series(1, :tickers) AS n
    """,
    """
    INSERT INTO stock_prices (stock_id, price_date, open_price, high_price, low_price, close_price, volume,
        source, fetched_at)
    SELECT stocks.id, session_date, close, close * 1.01, close * 0.99, close, 100000, 'bench', now()
    FROM stocks
    CROSS JOIN (
        SELECT session_date, row_number() OVER (ORDER BY session_date) AS number
        FROM trading_sessions WHERE session_date <= :last_session
    ) AS bars
    CROSS JOIN LATERAL (
        SELECT round((20000 + 100 * (stocks.id % 300) + 2000 * sin(bars.number / 20.0))::NUMERIC, 2)
    ) AS priced (close)
    """,
    """
    INSERT INTO market_state (market, source, follows_wall_clock, as_of_date)
    VALUES ('simulated', 'sample', FALSE, :last_session)
    """,
    """
    INSERT INTO training_configs (owner_user_id, name, config)
    SELECT id, 'default', '{}' FROM users WHERE username = 'airflow'
    """,
    """
    INSERT INTO experiment_runs (config_id, owner_user_id, state, as_of_date)
    SELECT configs.id, configs.owner_user_id, 'success', session_date
    FROM training_configs AS configs
    CROSS JOIN (
        SELECT session_date FROM trading_sessions
        WHERE session_date <= :last_session ORDER BY session_date DESC LIMIT :runs
    ) AS days
    """,
    """
    INSERT INTO model_statuses (stock_id, experiment_run_id, as_of_date, freshness_state, last_updated_at)
    SELECT stocks.id, runs.id, runs.as_of_date, 'fresh', runs.as_of_date + TIME '18:00'
    FROM stocks CROSS JOIN experiment_runs AS runs
    """,
    """
    INSERT INTO model_horizon_metrics (model_status_id, horizon_days, mape_pct, naive_mape_pct, mae,
        naive_mae, skill, test_rows)
    SELECT statuses.id, horizon, 3.1, 3.2, 310, 320, 0.03, 400
    FROM model_statuses AS statuses CROSS JOIN unnest(ARRAY[7, 15, 30]) AS horizon
    """,
    """
    INSERT INTO stock_prediction_summaries (stock_id, as_of_date, horizon_days, target_date, base_price,
        predicted_price, predicted_change_pct, lower_price, upper_price, experiment_run_id)
    SELECT runs.stock_id, runs.as_of_date, horizon, target.session_date, prices.close_price,
        prices.close_price * (1 + change / 100), change, prices.close_price * 0.95, prices.close_price * 1.05,
        runs.experiment_run_id
    FROM model_statuses AS runs
    CROSS JOIN unnest(ARRAY[7, 15, 30]) AS horizon
    INNER JOIN stock_prices AS prices
        ON prices.stock_id = runs.stock_id AND prices.price_date = runs.as_of_date
    CROSS JOIN LATERAL (
        SELECT session_date FROM trading_sessions
        WHERE session_date > runs.as_of_date ORDER BY session_date LIMIT 1 OFFSET horizon - 1
    ) AS target
    CROSS JOIN LATERAL (SELECT (runs.stock_id % 19 - 9) / 3.0) AS moved (change)
    """,
    """
    INSERT INTO stock_prediction_points (stock_id, experiment_run_id, horizon_days, prediction_date,
        predicted_price, lower_price, upper_price)
    SELECT forecasts.stock_id, forecasts.experiment_run_id, forecasts.horizon_days, days.session_date,
        forecasts.predicted_price, forecasts.lower_price, forecasts.upper_price
    FROM stock_prediction_summaries AS forecasts
    INNER JOIN trading_sessions AS days
        ON days.session_date > forecasts.as_of_date AND days.session_date <= forecasts.target_date
    WHERE forecasts.as_of_date = :last_session
    """,
    """
    INSERT INTO fundamental_snapshots (stock_id, metric, session_date, known_from, value, unit, source)
    SELECT
        stocks.id, metrics.metric, session_date, session_date + TIME '18:00', 10 + stocks.id % 7,
        metrics.unit, 'bench'
    FROM stocks
    CROSS JOIN (
        VALUES
        ('shares_outstanding', 'shares'), ('eps', 'VND'), ('pe', 'times'), ('pb', 'times'), ('roe', '%')
    ) AS metrics (metric, unit)
    CROSS JOIN (
        SELECT session_date FROM trading_sessions
        WHERE session_date <= :last_session ORDER BY session_date DESC LIMIT :runs
    ) AS days
    """,
    """
    INSERT INTO news_articles (id, canonical_url, title, summary, published_at, dated_by)
    SELECT n, 'https://news.example/' || n, 'Company ' || n || ' reports', 'Text of article ' || n,
        cast(:last_session AS DATE) - n * INTERVAL '1 hour', 'feed'
    FROM generate_series(1, 2000) AS n
    """,
    """
    INSERT INTO news_article_sources (article_id, feed, url)
    SELECT id, 'bench', canonical_url FROM news_articles
    """,
    """
    INSERT INTO news_article_tickers (article_id, ticker, words, kind)
    SELECT articles.id, stocks.ticker, stocks.name, 'name'
    FROM news_articles AS articles
    INNER JOIN stocks ON stocks.id = 1 + articles.id % 30
    """,
    """
    INSERT INTO corporate_actions (stock_id, ex_date, kind, cash, source)
    SELECT stocks.id, session_date, 'cash_dividend', 1000, 'bench'
    FROM stocks
    CROSS JOIN (
        SELECT session_date FROM trading_sessions
        WHERE session_date <= :last_session ORDER BY session_date DESC LIMIT :runs
    ) AS days
    WHERE stocks.id % 5 = 0
    """,
)


def fill(url: str, tickers: int, sessions: int) -> None:
    """Bring the database at ``url`` to the schema and fill it: ``sessions`` bars of each of ``tickers``."""
    engine = make_engine(Settings(database_url=url))
    try:
        migrate(engine)
        days = sessions_between(date(2015, 1, 1), LAST_SESSION)[-sessions:] + sessions_after(LAST_SESSION, 40)
        parameters = {"tickers": tickers, "last_session": LAST_SESSION, "runs": RUNS}
        with engine.begin() as connection:
            seed_demo_accounts(connection)
            copy_rows(
                connection,
                "trading_sessions",
                ("session_date", "opens_at", "closes_at"),
                session_hours(days),
            )
            for statement in _FILL:
                connection.execute(sa.text(statement), parameters)
            write_summaries(connection)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM ANALYZE"))
    finally:
        engine.dispose()
