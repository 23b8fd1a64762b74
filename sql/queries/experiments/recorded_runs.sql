-- The newest successful runs and their durations. Resumed runs are left out, since they were idle for an
-- unknown time.
SELECT
    configs.config,
    runs.summary_metrics -> 'tickers' AS tickers,
    runs.as_of_date AS as_of,
    cast(extract(EPOCH FROM runs.finished_at - runs.started_at) AS DOUBLE PRECISION) AS seconds
FROM experiment_runs AS runs
INNER JOIN training_configs AS configs ON runs.config_id = configs.id
WHERE
    runs.state = 'success'
    AND runs.finished_at > runs.started_at
    AND runs.summary_metrics -> 'taken_up_again' IS NULL
ORDER BY runs.finished_at DESC
LIMIT :newest;
