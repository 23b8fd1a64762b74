UPDATE experiment_runs
SET state = :state, finished_at = now(), eta = NULL, summary_metrics = cast(:summary AS JSONB)
WHERE id = :run_id;
