-- Nothing is left to do when every ticker is published, whatever became of the Airflow run after that.
UPDATE experiment_runs
SET
    state = CASE WHEN progress_pct = 100 THEN 'success' ELSE :otherwise END,
    finished_at = now(),
    eta = NULL
WHERE airflow_run_id = :airflow_run_id AND state IN ('pending', 'running')
RETURNING id, state;
