-- The name, or the mail address of an account. A name that equals the address of another account comes first.
SELECT
    users.id,
    users.username,
    users.role,
    users.display_name,
    users.password_hash,
    users.is_active
FROM users
WHERE users.username = :username OR users.email = lower(:username)
ORDER BY users.username = :username DESC
LIMIT 1
