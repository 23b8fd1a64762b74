-- What a forecast promises, how it was scored, and what it was made from. Horizons are trading sessions.

-- The 80 % interval and the chance of a rise are null where too little was known to calibrate them. The
-- regime is that of the market after the as-of session.
ALTER TABLE stock_prediction_summaries
ADD COLUMN lower_price NUMERIC(18, 4),
ADD COLUMN upper_price NUMERIC(18, 4),
ADD COLUMN probability_of_rise NUMERIC(5, 4),
ADD COLUMN volatility_regime TEXT NOT NULL DEFAULT 'unknown'
CHECK (volatility_regime IN ('volatile', 'quiet', 'unknown')),
ADD COLUMN trend_regime TEXT NOT NULL DEFAULT 'unknown'
CHECK (trend_regime IN ('bull', 'bear', 'unknown'));

ALTER TABLE stock_prediction_points
ADD COLUMN lower_price NUMERIC(18, 4),
ADD COLUMN upper_price NUMERIC(18, 4);

-- Of the ensemble, on the test part. The p-value is that of Diebold and Mariano against the naive forecast.
ALTER TABLE model_horizon_metrics
ADD COLUMN rmse NUMERIC(18, 4),
ADD COLUMN direction_hit_rate NUMERIC(5, 4),
ADD COLUMN p_value NUMERIC(7, 6),
ADD COLUMN verdict TEXT NOT NULL DEFAULT 'not proven' CHECK (verdict IN ('proven', 'not proven')),
ADD COLUMN coverage NUMERIC(5, 4),
ADD COLUMN interval_width_pct NUMERIC(8, 4),
ADD COLUMN interval_rows INTEGER;

-- Each member of the ensemble on the same rows, its weight in the forecast (null for a median, which has
-- none), and what it said itself.
CREATE TABLE member_horizon_metrics (
    model_status_id BIGINT NOT NULL REFERENCES model_statuses (id) ON DELETE CASCADE,
    horizon_days INTEGER NOT NULL,
    member TEXT NOT NULL,
    weight NUMERIC(9, 8),
    predicted_price NUMERIC(18, 4) NOT NULL,
    mape_pct NUMERIC(7, 3) NOT NULL,
    mae NUMERIC(18, 4) NOT NULL,
    rmse NUMERIC(18, 4) NOT NULL,
    skill NUMERIC(8, 4) NOT NULL,
    direction_hit_rate NUMERIC(5, 4) NOT NULL,
    p_value NUMERIC(7, 6) NOT NULL,
    PRIMARY KEY (model_status_id, horizon_days, member)
);

-- What its training took: seconds of all fits, and the most memory that the task held.
ALTER TABLE model_statuses
ADD COLUMN fit_seconds NUMERIC(10, 3),
ADD COLUMN peak_memory_mb INTEGER;

-- The forecasts of the test part, session by session: what the scores of a whole run are computed from.
ALTER TABLE experiment_ticker_artifacts
ADD COLUMN backtest_parquet_url TEXT;

-- What a run was made from (with its configuration, the same prices, code and packages give the same
-- forecasts), and how long its steps took. suspicions: why its scores are too good to be true; empty: they
-- are plausible.
ALTER TABLE experiment_runs
ADD COLUMN data_version TEXT,
ADD COLUMN code_version TEXT,
ADD COLUMN packages JSONB,
ADD COLUMN panel_hash TEXT,
ADD COLUMN volatility_regime TEXT NOT NULL DEFAULT 'unknown'
CHECK (volatility_regime IN ('volatile', 'quiet', 'unknown')),
ADD COLUMN trend_regime TEXT NOT NULL DEFAULT 'unknown'
CHECK (trend_regime IN ('bull', 'bear', 'unknown')),
ADD COLUMN step_seconds JSONB NOT NULL DEFAULT '{}',
ADD COLUMN suspicions TEXT[] NOT NULL DEFAULT '{}';

-- A run's forecasts of its test part, all tickers together. Errors are relative to the base price, so that
-- the dearest share does not rule them. rank_ic: mean over the sessions of the rank correlation of forecast
-- and outcome.
CREATE TABLE experiment_scores (
    run_id UUID NOT NULL REFERENCES experiment_runs (id) ON DELETE CASCADE,
    horizon_days INTEGER NOT NULL,
    tickers INTEGER NOT NULL,
    test_rows INTEGER NOT NULL,
    mape_pct NUMERIC(7, 3) NOT NULL,
    naive_mape_pct NUMERIC(7, 3) NOT NULL,
    skill NUMERIC(8, 4) NOT NULL,
    p_value NUMERIC(7, 6) NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('proven', 'not proven')),
    rank_ic NUMERIC(7, 4),
    rank_ic_sessions INTEGER NOT NULL,
    coverage NUMERIC(5, 4),
    interval_width_pct NUMERIC(8, 4),
    PRIMARY KEY (run_id, horizon_days)
);
