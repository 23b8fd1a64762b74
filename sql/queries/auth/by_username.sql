SELECT
    users.id,
    users.username,
    users.role,
    users.display_name,
    users.password_hash,
    users.is_active
FROM users
WHERE users.username = :username
