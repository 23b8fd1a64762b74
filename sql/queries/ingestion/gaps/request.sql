INSERT INTO crawl_requests (user_id, kind, tickers, first_date, last_date, fingerprint, idempotency_key)
VALUES (
    :user_id, :kind, cast(:tickers AS TEXT[]), :first_date, :last_date, :fingerprint, :idempotency_key
)
ON CONFLICT (user_id, idempotency_key) DO NOTHING
RETURNING id;
