-- Airflow did not confirm the run. If it accepted the run nevertheless, the run's first task claims it.
UPDATE experiment_runs
SET state = 'failed', finished_at = now()
WHERE id = cast(:run_id AS UUID) AND state = 'pending' AND started_at IS NULL;
