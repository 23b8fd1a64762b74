-- A trigger ends the sign-ins.
UPDATE users
SET
    password_hash = :password_hash,
    updated_at = now()
WHERE id = cast(:user_id AS UUID) AND is_active
RETURNING
    id,
    username;
