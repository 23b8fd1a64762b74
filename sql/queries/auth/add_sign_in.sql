-- Nothing is added where the account was closed or got another password since it was checked: FOR SHARE waits
-- for a change that is under way.
INSERT INTO sign_ins (id, user_id, address, signed_in_at, current_token, issued_at, expires_at)
SELECT
    cast(:id AS UUID),
    checked.id,
    :address,
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
