-- Those whose Airflow run has ended unnoticed, or that no run was ever started for.
UPDATE crawl_requests
SET
    state = 'failed',
    problem = 'The run ended without a result. Request the period again.',
    finished_at = clock_timestamp()
WHERE
    state IN ('queued', 'running')
    AND coalesce(started_at, requested_at) < clock_timestamp() - INTERVAL '1 day';
