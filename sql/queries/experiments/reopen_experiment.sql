-- A run whose files were removed is not reopened; only a new start by the resolve task restarts it. A run
-- that never started is not reopened either: a user cancelled it while it was pending.
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
