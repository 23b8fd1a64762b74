SELECT
    requests.id,
    requests.fingerprint,
    requests.state,
    requests.started_at
FROM crawl_requests AS requests
WHERE requests.user_id = :user_id AND requests.idempotency_key = :idempotency_key;
