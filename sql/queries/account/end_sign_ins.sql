UPDATE sign_ins
SET revoked_at = now()
WHERE
    user_id = cast(:user_id AS UUID)
    AND id IS DISTINCT FROM cast(:kept AS UUID)
    AND revoked_at IS NULL
    AND expires_at > now();
