INSERT INTO account_links (token_sha256, purpose, email, user_id, expires_at)
VALUES (
    :token_sha256,
    :purpose,
    :email,
    cast(:user_id AS UUID),
    now() + make_interval(secs => :lifetime)
);
