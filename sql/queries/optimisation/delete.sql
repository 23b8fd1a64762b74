DELETE FROM walk_forwards
WHERE
    id = cast(:id AS UUID)
    AND portfolio_id = :portfolio_id
    AND state NOT IN ('pending', 'running');
