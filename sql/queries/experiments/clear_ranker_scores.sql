DELETE FROM ranker_scores
WHERE run_id = :run_id AND horizon_days = :horizon AND ranker = :ranker;
