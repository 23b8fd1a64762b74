SELECT
    runs.state,
    runs.airflow_run_id
FROM experiment_runs AS runs
WHERE runs.id = cast(:run_id AS UUID);
