-- Only accounts with a password: the hash '!' marks authors who sign in to Airflow only.
SELECT
    users.id,
    users.username,
    users.role,
    users.is_active
FROM users
WHERE
    users.id = cast(:user_id AS UUID)
    AND users.password_hash != '!'
    AND users.deleted_at IS NULL
FOR UPDATE;
