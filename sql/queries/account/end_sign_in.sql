UPDATE sign_ins
SET revoked_at = now()
WHERE
    id = cast(:id AS UUID)
    AND user_id = cast(:user_id AS UUID)
    AND revoked_at IS NULL
    AND expires_at > now();
