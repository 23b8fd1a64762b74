-- Nothing is stored once the walk-forward is over: a cancel takes effect between two methods.
INSERT INTO walk_forward_results (walk_forward_id, method, result)
SELECT
    forwards.id,
    :method,
    cast(:result AS JSONB)
FROM walk_forwards AS forwards
WHERE forwards.id = cast(:id AS UUID) AND forwards.state = 'running'
ON CONFLICT (walk_forward_id, method) DO UPDATE SET result = excluded.result;
