-- The newest runs that came to a good end, and how long each took. Not those that were taken up again: they
-- stood still for a while, for days perhaps.
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
