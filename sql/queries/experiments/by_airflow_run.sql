SELECT
    id,
    state,
    as_of_date,
    summary_metrics
FROM experiment_runs
WHERE airflow_run_id = :airflow_run_id;
