SELECT
    scores.rank_ic,
    scores.rank_ic_error,
    scores.sessions
FROM current_rank_scores AS scores
WHERE scores.horizon_days = :horizon;
