"""A small market in a database, stored without a crawl, and training runs on record, made up."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import sqlalchemy as sa

from vn30.database.warehouse import copy_rows
from vn30.experiments.regimes import store_regimes
from vn30.ingestion.bars_writer import store_bars
from vn30.market.calendar import session_hours, sessions_after, sessions_between
from vn30.market.stored_bars import stored_bars
from vn30.market.universe import INDICES
from vn30.names import HORIZONS
from vn30.training_config.document import default_document
from vn30.training_config.versions import record_version

TICKERS = ("FPT", "HPG", "VCB")
SESSIONS = sessions_between(date(2023, 1, 1), date(2024, 6, 28))


def simulated_bars(symbol: str, sessions: Sequence[date] = SESSIONS) -> pd.DataFrame:
    """A bars frame: a random walk, another one for each symbol and the same one each time."""
    random = np.random.default_rng(sum(map(ord, symbol)))
    count = len(sessions)
    close = 50_000 * np.exp(np.cumsum(random.normal(0, 0.015, count)))
    open_ = close * np.exp(random.normal(0, 0.004, count))
    return pd.DataFrame(
        {
            "date": pd.DatetimeIndex(sessions),
            "open": open_.round(0),
            "high": (np.maximum(open_, close) * 1.01).round(0),
            "low": (np.minimum(open_, close) * 0.99).round(0),
            "close": close.round(0),
            "volume": random.integers(100_000, 5_000_000, count),
        }
    )


def store_market(
    connection: sa.Connection, tickers: Sequence[str] = TICKERS, sessions: Sequence[date] = SESSIONS
) -> None:
    """Store bars of ``tickers`` and both indices; the last session is the platform's today."""
    hours = session_hours([*sessions, *sessions_after(sessions[-1], 60)])
    copy_rows(connection, "trading_sessions", ("session_date", "opens_at", "closes_at"), hours)
    connection.execute(
        sa.text("INSERT INTO market_state VALUES (TRUE, 'real', 'csv', FALSE, :today)"),
        {"today": sessions[-1]},
    )
    for symbol in (*tickers, *INDICES):
        kind = "index" if symbol in INDICES else "stock"
        connection.execute(
            sa.text(
                "INSERT INTO stocks (ticker, name, exchange, kind, is_active) "
                "VALUES (:symbol, :symbol, 'HOSE', :kind, :kind = 'stock')"
            ),
            {"symbol": symbol, "kind": kind},
        )
        store_bars(connection, symbol, simulated_bars(symbol, sessions), "csv", datetime.now(UTC))


def store_regimes_of(connection: sa.Connection, day: date) -> None:
    """Store the regimes that a training run for ``day`` stores."""
    store_regimes(connection, stored_bars(connection, INDICES, day))


def store_run(connection: sa.Connection, as_of: date, tickers: Sequence[str] = TICKERS) -> str:
    """A run for ``as_of`` that has forecast a rise of a percent a week of each ticker; its id."""
    version = record_version(connection, default_document())
    run_id = connection.execute(
        sa.text(
            "INSERT INTO experiment_runs (config_id, owner_user_id, airflow_run_id, state, as_of_date, "
            "started_at, summary_metrics) SELECT :config, id, gen_random_uuid()::TEXT, 'success', :as_of, "
            "now(), cast(:summary AS JSONB) FROM users WHERE username = 'airflow' RETURNING id"
        ),
        {"config": version.id, "as_of": as_of, "summary": json.dumps({"tickers": list(tickers)})},
    ).scalar_one()
    for horizon in HORIZONS:
        values = {
            "run": run_id,
            "as_of": as_of,
            "horizon": horizon,
            "target": sessions_after(as_of, horizon)[-1],
            "tickers": list(tickers),
        }
        for statement in _FORECASTS:
            connection.execute(sa.text(statement), values)
    connection.execute(
        sa.text(
            "INSERT INTO experiment_scores SELECT :run, horizon, 3, 90, 4.5, 4.4, -0.02, 0.7, 'not proven', "
            "0.03, 30, 0.79, 12.5 FROM unnest(ARRAY[7, 15, 30]) AS horizon"
        ),
        {"run": run_id},
    )
    return str(run_id)


_FORECASTS = (
    """
    INSERT INTO stock_prediction_summaries (stock_id, as_of_date, horizon_days, target_date, base_price,
        predicted_price, predicted_change_pct, experiment_run_id)
    SELECT stocks.id, :as_of, :horizon, :target, close_price, close_price * (1 + :horizon / 700.0),
        :horizon / 7.0, :run
    FROM stocks JOIN stock_prices ON stock_id = stocks.id AND price_date = :as_of
    WHERE ticker = any(:tickers)
    ON CONFLICT (stock_id, as_of_date, horizon_days) WHERE is_served DO UPDATE
    SET experiment_run_id = excluded.experiment_run_id
    """,
    """
    INSERT INTO model_statuses (stock_id, experiment_run_id, as_of_date, freshness_state, last_updated_at)
    SELECT stocks.id, :run, :as_of, 'fresh', clock_timestamp() FROM stocks WHERE ticker = any(:tickers)
    AND NOT EXISTS (SELECT 1 FROM model_statuses WHERE stock_id = stocks.id AND experiment_run_id = :run)
    """,
    """
    INSERT INTO model_horizon_metrics (model_status_id, horizon_days, mape_pct, naive_mape_pct, mae,
        naive_mae, skill, test_rows, p_value)
    SELECT id, :horizon, 3.1, 3.2, 1550, 1600, 0.03, 60, 0.2 FROM model_statuses
    WHERE experiment_run_id = :run
    """,
    """
    INSERT INTO member_horizon_metrics (model_status_id, horizon_days, member, weight, predicted_price,
        mape_pct, mae, rmse, skill, direction_hit_rate, p_value, corrected_p_value)
    SELECT id, :horizon, member, 0.5, 50000, 3.2, 1600, 2000, skill, 0.5, 0.01, corrected
    FROM model_statuses CROSS JOIN (VALUES ('naive', 0.0, 0.01), ('ridge', 0.05, 0.01),
        ('svr', 0.05, 0.06)) AS members (member, skill, corrected)
    WHERE experiment_run_id = :run
    """,
)
