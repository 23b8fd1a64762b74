-- Ended runs that have published tickers and have no version yet, oldest first; if it is given, the run of
-- :run_id alone.
SELECT
    runs.id,
    runs.as_of_date,
    runs.finished_at,
    runs.scope,
    runs.requested_tickers,
    runs.global_seed,
    runs.target_column,
    runs.parent_run_id,
    runs.is_research,
    runs.summary_metrics -> 'tickers' AS tickers,
    configs.config
FROM experiment_runs AS runs
INNER JOIN training_configs AS configs ON runs.config_id = configs.id
LEFT JOIN model_versions AS versions ON runs.id = versions.run_id
WHERE
    runs.as_of_date IS NOT NULL
    AND runs.state IN ('success', 'failed')
    AND (
        runs.id = cast(:run_id AS UUID)
        OR (cast(:run_id AS UUID) IS NULL AND versions.id IS NULL AND runs.finished_at IS NOT NULL)
    )
    AND EXISTS (
        SELECT 1
        FROM run_ticker_scores AS scores
        WHERE scores.run_id = runs.id
    )
ORDER BY runs.finished_at ASC, runs.id ASC;
