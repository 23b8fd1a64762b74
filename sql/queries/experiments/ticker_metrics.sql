SELECT
    artifacts.id AS artifacts_id,
    metrics.horizon_days,
    metrics.mape_pct,
    metrics.naive_mape_pct,
    metrics.skill
FROM experiment_ticker_artifacts AS artifacts
INNER JOIN model_statuses AS statuses
    ON artifacts.run_id = statuses.experiment_run_id AND artifacts.stock_id = statuses.stock_id
INNER JOIN model_horizon_metrics AS metrics ON statuses.id = metrics.model_status_id
WHERE artifacts.id = any(:artifacts_ids);
