-- The newest run before this one that has succeeded and forecasts the same price of the same bars.
SELECT earlier.id AS run_id
FROM experiment_runs AS runs
INNER JOIN experiment_runs AS earlier
    ON
        coalesce(runs.target_kind, 'logReturn') = coalesce(earlier.target_kind, 'logReturn')
        AND coalesce(runs.target_column, 'close') = coalesce(earlier.target_column, 'close')
        AND coalesce(runs.timeframe, '1d') = coalesce(earlier.timeframe, '1d')
WHERE
    runs.id = cast(:run_id AS UUID)
    AND earlier.state = 'success'
    AND (earlier.created_at, earlier.id) < (runs.created_at, runs.id)
ORDER BY earlier.created_at DESC, earlier.id DESC
LIMIT 1;
