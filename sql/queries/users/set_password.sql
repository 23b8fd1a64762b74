UPDATE users
SET
    password_hash = :password_hash,
    updated_at = now()
WHERE username = :username AND password_hash != '!'
