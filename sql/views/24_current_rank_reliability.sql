-- The reliability diagram of the run that made the newest current forecasts, one row a horizon and bin.
CREATE VIEW current_rank_reliability AS
SELECT
    bins.horizon_days,
    bins.bin,
    bins.forecasts,
    bins.mean_probability,
    bins.observed_share,
    bins.standard_error
FROM rank_reliability AS bins
INNER JOIN current_rank_scores AS scores
    ON bins.run_id = scores.run_id AND bins.horizon_days = scores.horizon_days;
