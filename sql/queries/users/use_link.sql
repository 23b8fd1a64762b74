UPDATE account_links
SET used_at = now()
WHERE
    token_sha256 = :token_sha256
    AND purpose = :purpose
    AND used_at IS NULL
    AND expires_at > now()
RETURNING
    email,
    user_id;
