-- No row is added if the account was closed or its password changed after the password check; FOR SHARE
-- waits for a concurrent change.
INSERT INTO sign_ins (id, user_id, address, user_agent, signed_in_at, current_token, issued_at, expires_at)
SELECT
    cast(:id AS UUID),
    checked.id,
    :address,
    :user_agent,
    :now,
    cast(:token AS UUID),
    :now,
    :expires_at
FROM (
    SELECT users.id
    FROM users
    WHERE
        users.id = cast(:user_id AS UUID)
        AND users.is_active
        AND users.password_hash = :password_hash
    FOR SHARE
) AS checked
