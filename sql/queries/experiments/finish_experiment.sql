-- A cancelled run stays cancelled.
UPDATE experiment_runs
SET
    state = :state,
    finished_at = now(),
    eta = NULL,
    progress_pct = CASE WHEN :state = 'success' THEN 100 ELSE progress_pct END,
    summary_metrics = summary_metrics || cast(:summary AS JSONB),
    suspicions = :suspicions
WHERE id = :run_id AND state = 'running';
