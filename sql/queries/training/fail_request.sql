-- Airflow was not heard to take it. If it has all the same, the run's first task takes it up.
UPDATE experiment_runs
SET state = 'failed', finished_at = now()
WHERE id = cast(:run_id AS UUID) AND state = 'pending' AND started_at IS NULL;
