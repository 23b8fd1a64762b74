-- Those whose Airflow run has ended unnoticed: it may take an hour, and waits for others before it.
UPDATE walk_forwards
SET
    state = 'failed',
    problem = 'The run ended without a result. Request it again.',
    finished_at = clock_timestamp()
WHERE
    state IN ('pending', 'running')
    AND coalesce(started_at, requested_at) < clock_timestamp() - INTERVAL '1 day';
