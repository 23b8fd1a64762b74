-- Runs of other targets than the return of the close: stored and scored under their run, never served.

-- Of the run's configuration once it has started. A request may name the column before, which then replaces
-- the configuration's; group_id: of the runs that one request has started together.
ALTER TABLE experiment_runs
ADD COLUMN target_kind TEXT CHECK (target_kind IN ('logReturn', 'percentChange', 'rawPrice', 'direction')),
ADD COLUMN target_column TEXT CHECK (target_column IN ('close', 'open', 'high', 'low')),
ADD COLUMN group_id UUID,
ADD COLUMN is_research BOOLEAN NOT NULL GENERATED ALWAYS AS (
    coalesce(target_column, 'close') <> 'close'
    OR coalesce(target_kind, 'logReturn') IN ('rawPrice', 'direction')
) STORED;

CREATE INDEX idx_experiment_runs_group ON experiment_runs (group_id) WHERE group_id IS NOT NULL;

-- As stock_prediction_summaries, for runs that are research: other runs do not replace their rows.
CREATE TABLE research_forecasts (
    experiment_run_id UUID NOT NULL REFERENCES experiment_runs (id) ON DELETE CASCADE,
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    horizon_days INTEGER NOT NULL,
    as_of_date DATE NOT NULL,
    target_date DATE NOT NULL,
    base_price NUMERIC(18, 4) NOT NULL,
    predicted_price NUMERIC(18, 4) NOT NULL,
    lower_price NUMERIC(18, 4),
    upper_price NUMERIC(18, 4),
    probability_of_rise NUMERIC(5, 4),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (experiment_run_id, stock_id, horizon_days)
);

-- Of the target direction: the scores of each member's probabilities on the test part, of the ensemble's
-- calibrated ones, and of the base rate (member naive), with the next probability. weight is null for the
-- ensemble, and for a median, which has none.
CREATE TABLE direction_metrics (
    model_status_id BIGINT NOT NULL REFERENCES model_statuses (id) ON DELETE CASCADE,
    horizon_days INTEGER NOT NULL,
    member TEXT NOT NULL,
    weight NUMERIC(9, 8),
    probability NUMERIC(5, 4) NOT NULL,
    brier NUMERIC(7, 6) NOT NULL,
    base_brier NUMERIC(7, 6) NOT NULL,
    log_loss NUMERIC(8, 6) NOT NULL,
    base_log_loss NUMERIC(8, 6) NOT NULL,
    hit_rate NUMERIC(5, 4) NOT NULL,
    p_value NUMERIC(7, 6) NOT NULL,
    test_rows INTEGER NOT NULL,
    PRIMARY KEY (model_status_id, horizon_days, member)
);
