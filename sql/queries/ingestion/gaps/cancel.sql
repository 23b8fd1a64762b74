UPDATE crawl_requests
SET state = 'cancelled', problem = NULL, finished_at = clock_timestamp()
WHERE id = cast(:id AS UUID) AND state IN ('queued', 'running');
