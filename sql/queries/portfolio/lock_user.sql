-- Two requests of a user at once must not both be the last portfolio that is allowed.
SELECT users.id
FROM users
WHERE users.id = :user_id
FOR NO KEY UPDATE;
