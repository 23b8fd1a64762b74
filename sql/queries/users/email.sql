SELECT users.email
FROM users
WHERE users.id = cast(:user_id AS UUID);
