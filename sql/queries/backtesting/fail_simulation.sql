UPDATE simulations
SET state = 'failed', step = NULL, ended_at = now(), error = :error
WHERE id = cast(:simulation_id AS UUID) AND state = 'running'
RETURNING batch_id;
