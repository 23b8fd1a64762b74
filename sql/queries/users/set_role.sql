UPDATE users
SET
    role = :role,
    is_active = :is_active,
    updated_at = now()
WHERE id = cast(:user_id AS UUID);
