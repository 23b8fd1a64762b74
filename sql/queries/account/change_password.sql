-- None if the password was changed since it was checked. A trigger ends the sign-ins.
UPDATE users
SET
    password_hash = :new_hash,
    updated_at = now()
WHERE id = cast(:user_id AS UUID) AND is_active AND password_hash = :old_hash;
