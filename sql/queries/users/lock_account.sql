SELECT users.id
FROM users
WHERE users.id = cast(:user_id AS UUID)
FOR NO KEY UPDATE;
