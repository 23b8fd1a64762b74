INSERT INTO mail_outbox (kind, recipient, user_id, parameters, language, key, expires_at)
VALUES (
    :kind,
    :recipient,
    cast(:user_id AS UUID),
    cast(:parameters AS JSONB),
    :language,
    :key,
    now() + make_interval(secs => :max_age)
)
ON CONFLICT (key) DO NOTHING;
