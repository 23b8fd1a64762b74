UPDATE experiment_runs
SET state = 'cancelled', finished_at = now(), eta = NULL
WHERE id = :run_id AND state IN ('pending', 'running');
