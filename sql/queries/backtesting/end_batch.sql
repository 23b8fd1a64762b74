-- Done if a simulation has a result, else failed if one has failed. The error is a localized text as JSON.
UPDATE simulation_batches
SET
    state = CASE WHEN counted.done > 0 THEN 'done' WHEN counted.failed > 0 THEN 'failed' ELSE 'cancelled' END,
    error = CASE
        WHEN counted.failed > 0
            THEN cast(
                json_build_object(
                    '$message', '{failed} of {size} simulations failed',
                    '$values', json_build_object('failed', counted.failed, 'size', size)
                ) AS TEXT
            )
    END,
    ended_at = now(),
    overfitting = :overfitting,
    overfitting_splits = :splits
FROM (
    SELECT
        count(*) FILTER (WHERE simulations.state = 'done') AS done,
        count(*) FILTER (WHERE simulations.state = 'failed') AS failed
    FROM simulations
    WHERE simulations.batch_id = cast(:batch_id AS UUID)
) AS counted
WHERE id = cast(:batch_id AS UUID) AND state IN ('queued', 'running')
RETURNING state, counted.done, counted.failed;
