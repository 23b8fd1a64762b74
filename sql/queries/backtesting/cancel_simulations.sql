UPDATE simulations
SET state = 'cancelled', step = NULL, ended_at = now()
WHERE batch_id = cast(:batch_id AS UUID) AND state IN ('queued', 'running');
