UPDATE walk_forwards
SET state = 'success', finished_at = clock_timestamp()
WHERE id = cast(:id AS UUID) AND state = 'running';
