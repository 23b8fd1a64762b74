DELETE FROM sign_ins
WHERE sign_ins.user_id = cast(:user_id AS UUID);
