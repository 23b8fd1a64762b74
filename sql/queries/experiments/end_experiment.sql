-- A run whose tickers are all published is a success, even if its Airflow run fails afterwards.
UPDATE experiment_runs
SET
    state = CASE WHEN progress_pct = 100 THEN 'success' ELSE :otherwise END,
    finished_at = now(),
    eta = NULL
WHERE airflow_run_id = :airflow_run_id AND state IN ('pending', 'running')
RETURNING id, state;
