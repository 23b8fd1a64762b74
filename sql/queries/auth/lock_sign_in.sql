SELECT
    sign_ins.current_token,
    sign_ins.replaced_token,
    sign_ins.signed_in_at,
    sign_ins.issued_at,
    sign_ins.expires_at,
    sign_ins.revoked_at
FROM sign_ins
WHERE sign_ins.id = cast(:id AS UUID) AND sign_ins.user_id = cast(:user_id AS UUID)
FOR UPDATE
