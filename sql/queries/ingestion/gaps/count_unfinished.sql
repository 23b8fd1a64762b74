SELECT count(*) AS unfinished
FROM crawl_requests AS requests
WHERE requests.user_id = :user_id AND requests.state IN ('queued', 'running');
