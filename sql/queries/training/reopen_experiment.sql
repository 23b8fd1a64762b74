UPDATE experiment_runs
SET
    state = 'running',
    finished_at = NULL,
    summary_metrics = summary_metrics - 'training_since' - 'published_before'
WHERE airflow_run_id = :airflow_run_id AND state IN ('success', 'failed', 'cancelled')
RETURNING id;
