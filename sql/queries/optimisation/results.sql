SELECT
    results.method,
    results.result
FROM walk_forward_results AS results
WHERE results.walk_forward_id = cast(:id AS UUID)
ORDER BY results.method;
