UPDATE walk_forwards
SET state = 'failed', problem = :problem, finished_at = clock_timestamp()
WHERE id = cast(:id AS UUID) AND state IN ('pending', 'running');
