UPDATE walk_forwards
SET state = 'pending', problem = NULL, finished_at = NULL
WHERE id = cast(:id AS UUID) AND state = 'failed' AND started_at IS NULL;
