INSERT INTO mail_outbox (kind, recipient, user_id, parameters, key, expires_at)
VALUES (
    :kind,
    :recipient,
    cast(:user_id AS UUID),
    cast(:parameters AS JSONB),
    :key,
    now() + make_interval(secs => :max_age)
)
ON CONFLICT (key) DO NOTHING;
