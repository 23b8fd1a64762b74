SELECT count(*) AS crawls
FROM crawl_runs
WHERE as_of_date >= :session;
