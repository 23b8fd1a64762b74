UPDATE users
SET
    username = :username,
    display_name = 'Deleted account',
    email = NULL,
    password_hash = '!',
    is_active = FALSE,
    last_sign_in_at = NULL,
    deleted_at = now(),
    updated_at = now()
WHERE id = cast(:user_id AS UUID);
