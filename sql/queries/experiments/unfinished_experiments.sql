-- A request of the last two minutes is left out, since Airflow may not have received it yet.
SELECT airflow_run_id
FROM experiment_runs
WHERE
    airflow_run_id IS NOT NULL
    AND (state = 'running' OR (state = 'pending' AND created_at < now() - INTERVAL '2 minutes'))
ORDER BY created_at;
