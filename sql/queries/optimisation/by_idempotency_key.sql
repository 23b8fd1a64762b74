SELECT
    forwards.id,
    forwards.fingerprint,
    forwards.state,
    forwards.started_at
FROM walk_forwards AS forwards
WHERE forwards.portfolio_id = :portfolio_id AND forwards.idempotency_key = :idempotency_key;
