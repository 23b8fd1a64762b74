UPDATE crawl_requests
SET state = :state, problem = :problem, finished_at = clock_timestamp()
WHERE airflow_run_id = :airflow_run_id AND state IN ('queued', 'running');
