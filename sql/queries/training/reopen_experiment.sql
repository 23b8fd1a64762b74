-- A run whose files were removed is over, unless resolve starts it anew. One that never started is not taken
-- up again: a user cancelled it while it waited.
UPDATE experiment_runs
SET
    state = 'running',
    finished_at = NULL,
    summary_metrics = (summary_metrics - 'training_since' - 'published_before') || '{"taken_up_again": true}'
WHERE
    airflow_run_id = :airflow_run_id
    AND state IN ('success', 'failed', 'cancelled')
    AND started_at IS NOT NULL
    AND (tidied_at IS NULL OR tidied_at < started_at)
RETURNING id;
