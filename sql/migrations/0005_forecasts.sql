-- Forecasts and the honest record of the models behind them. Horizons are trading sessions.

CREATE TABLE stock_prediction_summaries (
    id BIGSERIAL PRIMARY KEY,
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    as_of_date DATE NOT NULL,
    horizon_days INTEGER NOT NULL,
    target_date DATE NOT NULL,
    base_price NUMERIC(18, 4) NOT NULL,
    predicted_price NUMERIC(18, 4) NOT NULL,
    predicted_change_pct NUMERIC(7, 4) NOT NULL,
    experiment_run_id UUID REFERENCES experiment_runs (id),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (stock_id, as_of_date, horizon_days)
);

CREATE INDEX idx_pred_summaries_horizon_date ON stock_prediction_summaries (horizon_days, as_of_date DESC);

CREATE TABLE stock_prediction_points (
    id BIGSERIAL PRIMARY KEY,
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    experiment_run_id UUID REFERENCES experiment_runs (id),
    horizon_days INTEGER NOT NULL,
    prediction_date DATE NOT NULL,
    predicted_price NUMERIC(18, 4) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (stock_id, experiment_run_id, horizon_days, prediction_date)
);

CREATE TABLE model_statuses (
    id BIGSERIAL PRIMARY KEY,
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    experiment_run_id UUID REFERENCES experiment_runs (id),
    as_of_date DATE NOT NULL,
    freshness_state TEXT NOT NULL CHECK (freshness_state IN ('fresh', 'stable', 'stale')),
    last_updated_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX ux_model_status_latest ON model_statuses (stock_id, last_updated_at DESC);
CREATE INDEX idx_model_statuses_stock_as_of ON model_statuses (
    stock_id, as_of_date DESC, last_updated_at DESC
);

-- Scores on the test part, each beside the naive forecast (tomorrow's price is today's) on the same rows.
CREATE TABLE model_horizon_metrics (
    id BIGSERIAL PRIMARY KEY,
    model_status_id BIGINT NOT NULL REFERENCES model_statuses (id) ON DELETE CASCADE,
    horizon_days INTEGER NOT NULL,
    mape_pct NUMERIC(6, 3) NOT NULL,
    naive_mape_pct NUMERIC(6, 3) NOT NULL,
    mae NUMERIC(18, 4) NOT NULL,
    naive_mae NUMERIC(18, 4) NOT NULL,
    skill NUMERIC(7, 4) NOT NULL,
    test_rows INTEGER NOT NULL,
    UNIQUE (model_status_id, horizon_days)
);
