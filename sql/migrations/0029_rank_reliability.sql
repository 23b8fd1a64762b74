-- How reliable the ranks of a run's pooled model were on its own past, out of sample.

-- brier: mean squared error of the probability of beating the VN30; base_rate_brier: that of the share of
-- past rows that beat it, on the same rows. Errors are Newey-West standard errors over sessions.
CREATE TABLE rank_scores (
    run_id UUID NOT NULL REFERENCES experiment_runs (id) ON DELETE CASCADE,
    horizon_days INTEGER NOT NULL,
    first_session DATE NOT NULL,
    last_session DATE NOT NULL,
    sessions INTEGER NOT NULL,
    forecasts INTEGER NOT NULL,
    rank_ic NUMERIC(7, 4) NOT NULL,
    rank_ic_error NUMERIC(7, 4) NOT NULL,
    brier NUMERIC(8, 6) NOT NULL,
    base_rate_brier NUMERIC(8, 6) NOT NULL,
    brier_gain_error NUMERIC(8, 6) NOT NULL,
    PRIMARY KEY (run_id, horizon_days)
);

-- A bar of the reliability diagram: forecasts with similar probabilities, and the share that came true.
CREATE TABLE rank_reliability (
    run_id UUID NOT NULL,
    horizon_days INTEGER NOT NULL,
    bin SMALLINT NOT NULL,
    forecasts INTEGER NOT NULL,
    mean_probability NUMERIC(5, 4) NOT NULL,
    observed_share NUMERIC(5, 4) NOT NULL,
    standard_error NUMERIC(5, 4) NOT NULL,
    PRIMARY KEY (run_id, horizon_days, bin),
    FOREIGN KEY (run_id, horizon_days) REFERENCES rank_scores (run_id, horizon_days) ON DELETE CASCADE
);
