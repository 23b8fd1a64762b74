SELECT
    id,
    state,
    summary_metrics
FROM experiment_runs
WHERE airflow_run_id = :airflow_run_id;
