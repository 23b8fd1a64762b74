-- A mail that was sent twice has two links, and so have two requests.
UPDATE account_links
SET used_at = now()
WHERE
    purpose = :purpose
    AND used_at IS NULL
    AND (email = :email OR user_id = cast(:user_id AS UUID));
