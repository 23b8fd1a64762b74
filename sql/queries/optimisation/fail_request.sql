-- Airflow did not confirm the run. If it accepted the run nevertheless, the run's first task claims it.
UPDATE walk_forwards
SET state = 'failed', problem = :problem, finished_at = clock_timestamp()
WHERE id = cast(:id AS UUID) AND state = 'pending' AND started_at IS NULL;
