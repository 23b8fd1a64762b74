-- Not of accounts that nobody signs in to: their hash matches no password.
UPDATE users
SET
    is_active = :is_active,
    updated_at = now()
WHERE username = :username AND password_hash != '!'
