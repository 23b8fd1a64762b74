-- Forecasts and scores of runs of bars within sessions. A bar is named by its end, at which it is known, and
-- horizon_bars counts bars of the timeframe. No view of what is served reads these tables.

CREATE TABLE bar_forecasts (
    experiment_run_id UUID NOT NULL REFERENCES experiment_runs (id) ON DELETE CASCADE,
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    timeframe TEXT NOT NULL CHECK (timeframe IN ('1h', 'half')),
    horizon_bars INTEGER NOT NULL CHECK (horizon_bars > 0),
    bar_time TIMESTAMPTZ NOT NULL,
    target_time TIMESTAMPTZ NOT NULL CHECK (target_time > bar_time),
    base_price NUMERIC(18, 4) NOT NULL,
    predicted_price NUMERIC(18, 4) NOT NULL,
    lower_price NUMERIC(18, 4),
    upper_price NUMERIC(18, 4),
    probability_of_rise NUMERIC(5, 4),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (experiment_run_id, stock_id, timeframe, horizon_bars, bar_time)
);

-- The scores of the test forecasts from the bars first_bar to last_bar, of each member and of the ensemble.
-- Errors are of the same rows as those of the naive forecast. skill_error: standard error over the sessions;
-- null for members, and for fewer than two blocks of sessions. weight: null for the ensemble and a median.
CREATE TABLE bar_scores (
    experiment_run_id UUID NOT NULL REFERENCES experiment_runs (id) ON DELETE CASCADE,
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    timeframe TEXT NOT NULL CHECK (timeframe IN ('1h', 'half')),
    horizon_bars INTEGER NOT NULL CHECK (horizon_bars > 0),
    member TEXT NOT NULL,
    weight NUMERIC(9, 8),
    first_bar TIMESTAMPTZ NOT NULL,
    last_bar TIMESTAMPTZ NOT NULL,
    test_rows INTEGER NOT NULL,
    mape_pct NUMERIC(10, 4) NOT NULL,
    naive_mape_pct NUMERIC(10, 4) NOT NULL,
    skill NUMERIC(10, 6) NOT NULL,
    skill_error NUMERIC(10, 6),
    p_value NUMERIC(7, 6) NOT NULL,
    coverage NUMERIC(5, 4),
    PRIMARY KEY (experiment_run_id, stock_id, timeframe, horizon_bars, member)
);
