SELECT
    'info' AS severity,
    NULL AS ticker,
    notes AS detail
FROM crawl_runs
WHERE id = :crawl_id AND notes IS NOT NULL;
