UPDATE walk_forwards
SET state = 'cancelled', finished_at = clock_timestamp()
WHERE id = cast(:id AS UUID) AND portfolio_id = :portfolio_id AND state IN ('pending', 'running');
