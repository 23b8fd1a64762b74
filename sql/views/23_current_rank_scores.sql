-- The rank scores of the run that made the newest current forecasts, one row a horizon.
CREATE VIEW current_rank_scores AS
SELECT
    scores.run_id,
    scores.horizon_days,
    scores.first_session,
    scores.last_session,
    scores.sessions,
    scores.forecasts,
    scores.rank_ic,
    scores.rank_ic_error,
    scores.brier,
    scores.base_rate_brier,
    scores.brier_gain_error
FROM rank_scores AS scores
WHERE
    scores.run_id = (
        SELECT forecasts.experiment_run_id
        FROM current_forecasts AS forecasts
        INNER JOIN experiment_runs AS runs ON forecasts.experiment_run_id = runs.id
        WHERE forecasts.vn30_rank IS NOT NULL
        ORDER BY forecasts.as_of_date DESC, runs.created_at DESC, runs.id DESC
        LIMIT 1
    );
