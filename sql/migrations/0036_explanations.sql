-- What each forecast consists of, what the models of a run use, and which features its fits have selected.

-- The contributions to the forecast's log return: base + contributions + rest = the forecast. Null: forecasts
-- of earlier versions, and medians, which are no sum.
ALTER TABLE stock_prediction_summaries ADD COLUMN explanation JSONB;

-- One row a feature, model, method and market regime. ticker: null for the pooled model of all tickers.
-- method: contribution, the mean size of its contribution; permutation, what the forecast loses when it is
-- shuffled; coefficient, the standardised one. In ranks for the pooled model, else in log returns.
CREATE TABLE feature_importances (
    id BIGSERIAL PRIMARY KEY,
    run_id UUID NOT NULL REFERENCES experiment_runs (id) ON DELETE CASCADE,
    ticker TEXT,
    horizon_days INTEGER NOT NULL,
    model TEXT NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('contribution', 'permutation', 'coefficient')),
    regime TEXT NOT NULL,
    feature TEXT NOT NULL,
    importance DOUBLE PRECISION NOT NULL,
    std_error DOUBLE PRECISION,
    p_value DOUBLE PRECISION
);

CREATE INDEX idx_feature_importances_run ON feature_importances (run_id, horizon_days, ticker);
