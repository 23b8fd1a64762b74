-- A run that was cleared runs again; one that a user has cancelled stays cancelled.
UPDATE crawl_requests
SET state = 'running', problem = NULL, finished_at = NULL, started_at = clock_timestamp()
WHERE airflow_run_id = :airflow_run_id AND state <> 'cancelled';
