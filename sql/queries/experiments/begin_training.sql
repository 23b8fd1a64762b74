-- The ETA is computed from this time. It is set once per run, and again when the run resumes.
UPDATE experiment_runs
SET
    summary_metrics = experiment_runs.summary_metrics || jsonb_build_object(
        'training_since', now(),
        'published_before', (
            SELECT count(*)
            FROM experiment_ticker_artifacts AS artifacts
            WHERE
                artifacts.run_id = experiment_runs.id
                AND artifacts.created_at >= experiment_runs.started_at
        )
    )
WHERE experiment_runs.id = :run_id AND experiment_runs.summary_metrics ->> 'training_since' IS NULL;
