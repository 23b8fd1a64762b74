-- The scores of the ensemble's probabilities over the tickers that a run has published, a row a horizon.
SELECT
    metrics.horizon_days,
    count(*) AS tickers,
    sum(metrics.test_rows) AS test_rows,
    round(sum(metrics.test_rows * metrics.brier) / sum(metrics.test_rows), 6) AS brier,
    round(sum(metrics.test_rows * metrics.base_brier) / sum(metrics.test_rows), 6) AS base_brier,
    round(sum(metrics.test_rows * metrics.log_loss) / sum(metrics.test_rows), 6) AS log_loss,
    round(sum(metrics.test_rows * metrics.base_log_loss) / sum(metrics.test_rows), 6) AS base_log_loss,
    round(sum(metrics.test_rows * metrics.hit_rate) / sum(metrics.test_rows), 4) AS hit_rate
FROM direction_metrics AS metrics
INNER JOIN model_statuses AS statuses ON metrics.model_status_id = statuses.id
WHERE statuses.experiment_run_id = cast(:run_id AS UUID) AND metrics.member = 'ensemble'
GROUP BY metrics.horizon_days
ORDER BY metrics.horizon_days;
