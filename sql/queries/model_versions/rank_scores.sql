SELECT
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
WHERE scores.run_id = :run_id
ORDER BY scores.horizon_days;
