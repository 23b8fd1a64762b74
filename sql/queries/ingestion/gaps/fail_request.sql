-- Airflow did not confirm the run. If it accepted the run nevertheless, its start sets the row to running.
UPDATE crawl_requests
SET state = 'failed', problem = :problem, finished_at = clock_timestamp()
WHERE id = cast(:id AS UUID) AND state = 'queued' AND started_at IS NULL;
