-- Runs that are not among the newest, have no forecast whose target session has not come yet, and have no
-- model that is served. mark_tidied skips those that have not ended.
SELECT runs.id
FROM experiment_runs AS runs
LEFT JOIN current_as_of AS clock ON TRUE
WHERE
    (runs.tidied_at IS NULL OR runs.tidied_at < runs.started_at)
    AND runs.id NOT IN (
        SELECT newest.id
        FROM experiment_runs AS newest
        ORDER BY coalesce(newest.started_at, newest.created_at) DESC, newest.id DESC
        LIMIT :keep
    )
    AND NOT EXISTS (
        SELECT 1
        FROM stock_prediction_summaries AS forecasts
        WHERE
            forecasts.experiment_run_id = runs.id
            -- Without a clock, no target session counts as past.
            AND (forecasts.target_date > clock.as_of_date) IS NOT FALSE
    )
    AND NOT EXISTS (
        SELECT 1
        FROM current_models AS models
        WHERE models.experiment_run_id = runs.id
    )
ORDER BY runs.created_at;
