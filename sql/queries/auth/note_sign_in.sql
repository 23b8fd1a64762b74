UPDATE users
SET last_sign_in_at = :now
WHERE id = cast(:user_id AS UUID);
