-- Done if a simulation has a result, else failed if one has failed.
UPDATE simulation_batches
SET
    state = CASE WHEN counted.done > 0 THEN 'done' WHEN counted.failed > 0 THEN 'failed' ELSE 'cancelled' END,
    error = CASE WHEN counted.failed > 0 THEN counted.failed || ' of ' || size || ' simulations failed' END,
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
