-- The ETA assumes that each remaining ticker takes as long as the tickers trained so far. It is computed from
-- the start of training, since the panel and the pooled models before it are computed once per run.
UPDATE experiment_runs
SET
    progress_pct = 100.0 * progress.published / progress.planned,
    eta = now() + (now() - progress.since)
    * cast(progress.planned - progress.published AS DOUBLE PRECISION)
    / nullif(progress.published - progress.published_before, 0)
FROM (
    SELECT
        runs.id,
        count(artifacts.id) AS published,
        jsonb_array_length(runs.summary_metrics -> 'tickers') AS planned,
        coalesce(cast(runs.summary_metrics ->> 'training_since' AS TIMESTAMPTZ), runs.started_at) AS since,
        coalesce(cast(runs.summary_metrics ->> 'published_before' AS BIGINT), 0) AS published_before
    FROM experiment_runs AS runs
    INNER JOIN experiment_ticker_artifacts AS artifacts
        ON runs.id = artifacts.run_id AND runs.started_at <= artifacts.created_at
    WHERE runs.id = :run_id
    GROUP BY runs.id
) AS progress
WHERE experiment_runs.id = progress.id;
