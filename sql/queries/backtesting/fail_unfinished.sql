UPDATE simulations
SET state = 'failed', step = NULL, ended_at = now(), error = coalesce(error, :error)
WHERE batch_id = cast(:batch_id AS UUID) AND state IN ('queued', 'running');
