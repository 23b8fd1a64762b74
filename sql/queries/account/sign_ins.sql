SELECT
    sign_ins.id,
    sign_ins.address,
    sign_ins.user_agent,
    sign_ins.signed_in_at,
    sign_ins.issued_at AS last_used_at,
    sign_ins.expires_at,
    sign_ins.id = cast(:current AS UUID) AS is_current
FROM sign_ins
WHERE
    sign_ins.user_id = cast(:user_id AS UUID)
    AND sign_ins.revoked_at IS NULL
    AND sign_ins.expires_at > now()
ORDER BY sign_ins.issued_at DESC, sign_ins.id ASC;
