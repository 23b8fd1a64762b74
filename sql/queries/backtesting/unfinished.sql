SELECT count(*) AS simulations
FROM simulations
WHERE batch_id = cast(:batch_id AS UUID) AND state IN ('queued', 'running');
