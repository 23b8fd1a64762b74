SELECT
    scores.horizon_days,
    scores.sessions,
    scores.rank_ic,
    scores.rank_ic_error,
    scores.pooled_rank_ic,
    scores.pooled_rank_ic_error,
    scores.gain,
    scores.gain_error
FROM ranker_scores AS scores
WHERE scores.run_id = cast(:run_id AS UUID) AND scores.ranker = 'lambdarank'
ORDER BY scores.horizon_days;
