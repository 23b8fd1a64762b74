INSERT INTO walk_forwards (portfolio_id, settings, fingerprint, idempotency_key)
VALUES (:portfolio_id, cast(:settings AS JSONB), :fingerprint, :idempotency_key)
ON CONFLICT (portfolio_id, idempotency_key) DO NOTHING
RETURNING id;
