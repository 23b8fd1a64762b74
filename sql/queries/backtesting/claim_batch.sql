UPDATE simulation_batches
SET state = 'running', started_at = coalesce(started_at, now()), ended_at = NULL, error = NULL
WHERE id = cast(:batch_id AS UUID) AND state <> 'cancelled'
RETURNING size;
