-- Runs that are not among the newest, have no forecast whose target session has not come yet, have no model
-- that is served, and are no pinned champions or their predecessors, to which a person can roll back.
-- mark_tidied skips those that have not ended.
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
    AND NOT EXISTS (
        SELECT 1
        FROM model_champions AS champions
        INNER JOIN model_champions AS tenures
            ON
                champions.universe = tenures.universe
                AND champions.horizon_days = tenures.horizon_days
                AND (champions.id = tenures.id OR champions.since = tenures.until)
        INNER JOIN model_versions AS versions ON tenures.version_id = versions.id
        WHERE champions.until IS NULL AND champions.is_pinned AND versions.run_id = runs.id
    )
ORDER BY runs.created_at;
