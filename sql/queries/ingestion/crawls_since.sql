SELECT id
FROM crawl_runs
WHERE as_of_date >= :session
LIMIT 1;
