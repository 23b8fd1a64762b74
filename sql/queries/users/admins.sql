SELECT users.username
FROM users
WHERE users.role = 'admin' AND users.is_active AND users.deleted_at IS NULL;
