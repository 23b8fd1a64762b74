WITH failed AS (
    UPDATE simulation_batches
    SET state = 'failed', ended_at = now(), error = :reason
    WHERE id = cast(:batch_id AS UUID) AND state = 'queued' AND started_at IS NULL
    RETURNING id
)

UPDATE simulations
SET state = 'failed', ended_at = now(), error = :reason
FROM failed
WHERE simulations.batch_id = failed.id AND simulations.state = 'queued';
