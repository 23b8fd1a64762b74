WITH summary AS MATERIALIZED (
    SELECT count(*) > 0 AS is_current
    FROM current_summaries AS states
    WHERE states.summary = 'market'
)

SELECT
    CASE
        WHEN (SELECT summary.is_current FROM summary)
            THEN (SELECT count(DISTINCT stored.ticker) FROM model_summary AS stored)
        ELSE (
            SELECT count(*)
            FROM current_models AS models
            WHERE
                EXISTS (
                    SELECT 1
                    FROM model_horizon_metrics AS metrics
                    WHERE metrics.model_status_id = models.model_status_id
                )
        )
    END AS total
