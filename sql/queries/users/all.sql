SELECT
    users.username,
    users.role,
    users.is_active,
    users.deleted_at IS NOT NULL AS is_deleted
FROM users
ORDER BY users.username
