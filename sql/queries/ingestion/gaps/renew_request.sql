UPDATE crawl_requests
SET state = 'queued', problem = NULL, finished_at = NULL
WHERE id = cast(:id AS UUID) AND state = 'failed' AND started_at IS NULL;
