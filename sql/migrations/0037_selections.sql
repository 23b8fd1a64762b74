-- The features of each fit of a run, and the run whose selections another one is trained on.

-- known_before: the outcomes that the selection was made from had ended before this session. is_final: of the
-- fit that made the forecast, not of a fold. ticker: null for the pooled model of all tickers.
CREATE TABLE feature_selections (
    id BIGSERIAL PRIMARY KEY,
    run_id UUID NOT NULL REFERENCES experiment_runs (id) ON DELETE CASCADE,
    ticker TEXT,
    horizon_days INTEGER NOT NULL,
    known_before DATE NOT NULL,
    is_final BOOLEAN NOT NULL,
    features TEXT[] NOT NULL
);

CREATE INDEX idx_feature_selections_run ON feature_selections (run_id, horizon_days, ticker);

-- A child run trains on what its parent's fits had selected.
ALTER TABLE experiment_runs ADD COLUMN parent_run_id UUID REFERENCES experiment_runs (id) ON DELETE SET NULL;
