UPDATE simulations
SET state = 'cancelled', step = NULL, ended_at = now()
WHERE id = cast(:simulation_id AS UUID) AND state IN ('queued', 'running')
RETURNING batch_id, label;
