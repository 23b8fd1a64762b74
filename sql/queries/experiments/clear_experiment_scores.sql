DELETE FROM experiment_scores
WHERE run_id = :run_id;
