UPDATE sign_ins
SET revoked_at = now()
WHERE id = cast(:id AS UUID) AND revoked_at IS NULL
