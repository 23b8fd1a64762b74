SELECT count(*) AS total
FROM current_models AS models
WHERE
    EXISTS (
        SELECT 1
        FROM model_horizon_metrics AS metrics
        WHERE metrics.model_status_id = models.model_status_id
    )
