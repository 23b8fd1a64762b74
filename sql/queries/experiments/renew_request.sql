UPDATE experiment_runs
SET state = 'pending', finished_at = NULL
WHERE id = cast(:run_id AS UUID) AND state = 'failed' AND started_at IS NULL;
