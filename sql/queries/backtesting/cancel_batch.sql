UPDATE simulation_batches
SET state = 'cancelled', ended_at = now()
WHERE id = cast(:batch_id AS UUID) AND state IN ('queued', 'running');
