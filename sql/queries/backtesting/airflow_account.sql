SELECT users.id
FROM users
WHERE users.username = :username;
