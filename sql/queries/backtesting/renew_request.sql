WITH renewed AS (
    UPDATE simulation_batches
    SET state = 'queued', ended_at = NULL, error = NULL
    WHERE id = cast(:batch_id AS UUID) AND state = 'failed' AND started_at IS NULL
    RETURNING id
)

UPDATE simulations
SET state = 'queued', ended_at = NULL, error = NULL
FROM renewed
WHERE simulations.batch_id = renewed.id AND simulations.state = 'failed';
