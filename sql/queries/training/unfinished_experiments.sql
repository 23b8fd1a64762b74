SELECT airflow_run_id
FROM experiment_runs
WHERE state IN ('pending', 'running') AND airflow_run_id IS NOT NULL
ORDER BY created_at;
