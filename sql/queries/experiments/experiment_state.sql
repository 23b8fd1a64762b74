SELECT state
FROM experiment_runs
WHERE id = :run_id;
