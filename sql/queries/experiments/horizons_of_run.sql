SELECT DISTINCT metrics.horizon_days AS horizon
FROM model_statuses AS statuses
INNER JOIN model_horizon_metrics AS metrics ON statuses.id = metrics.model_status_id
WHERE statuses.experiment_run_id = :run_id
ORDER BY metrics.horizon_days;
