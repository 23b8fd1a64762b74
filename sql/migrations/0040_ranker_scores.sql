-- The order of a research ranker, which forecasts nothing, beside that of the pooled model on the same
-- out-of-sample rows: mean rank ICs by session with their Newey-West errors, and their paired difference.
CREATE TABLE ranker_scores (
    run_id UUID NOT NULL REFERENCES experiment_runs (id) ON DELETE CASCADE,
    horizon_days INTEGER NOT NULL,
    ranker TEXT NOT NULL,
    sessions INTEGER NOT NULL,
    rank_ic NUMERIC(7, 4) NOT NULL,
    rank_ic_error NUMERIC(7, 4) NOT NULL,
    pooled_rank_ic NUMERIC(7, 4) NOT NULL,
    pooled_rank_ic_error NUMERIC(7, 4) NOT NULL,
    gain NUMERIC(7, 4) NOT NULL,
    gain_error NUMERIC(7, 4) NOT NULL,
    PRIMARY KEY (run_id, horizon_days, ranker)
);
