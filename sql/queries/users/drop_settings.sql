DELETE FROM user_settings
WHERE user_settings.user_id = cast(:user_id AS UUID);
