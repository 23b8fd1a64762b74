SELECT
    users.username,
    users.role,
    users.is_active
FROM users
ORDER BY users.username
