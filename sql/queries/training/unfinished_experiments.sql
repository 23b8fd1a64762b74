-- One that was asked for a moment ago may not have reached Airflow yet.
SELECT airflow_run_id
FROM experiment_runs
WHERE
    airflow_run_id IS NOT NULL
    AND (state = 'running' OR (state = 'pending' AND created_at < now() - INTERVAL '2 minutes'))
ORDER BY created_at;
