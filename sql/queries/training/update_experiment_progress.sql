UPDATE experiment_runs
SET
    progress_pct = progress.share * 100,
    eta = now() + (now() - experiment_runs.started_at) * (1 - progress.share) / progress.share
FROM (
    SELECT
        runs.id,
        cast(count(artifacts.id) AS DOUBLE PRECISION)
        / jsonb_array_length(runs.summary_metrics -> 'tickers') AS share
    FROM experiment_runs AS runs
    INNER JOIN experiment_ticker_artifacts AS artifacts
        ON runs.id = artifacts.run_id AND runs.started_at <= artifacts.created_at
    WHERE runs.id = :run_id
    GROUP BY runs.id
) AS progress
WHERE experiment_runs.id = progress.id;
