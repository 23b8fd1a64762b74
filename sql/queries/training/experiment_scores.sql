-- Pooled over the tickers: the mean of relative figures, the ratio of summed absolute ones would be ruled by
-- the dearest share.
SELECT
    metrics.horizon_days,
    avg(metrics.mape_pct) AS mape_pct,
    avg(metrics.naive_mape_pct) AS naive_mape_pct,
    avg(metrics.skill) AS skill,
    sum(metrics.test_rows) AS test_rows
FROM model_statuses AS statuses
INNER JOIN experiment_runs AS runs
    ON statuses.experiment_run_id = runs.id AND statuses.created_at >= runs.started_at
INNER JOIN model_horizon_metrics AS metrics ON statuses.id = metrics.model_status_id
WHERE statuses.experiment_run_id = :run_id
GROUP BY metrics.horizon_days
ORDER BY metrics.horizon_days;
