SELECT
    users.username,
    users.display_name,
    users.email,
    users.role,
    users.created_at
FROM users
WHERE users.id = cast(:user_id AS UUID);
