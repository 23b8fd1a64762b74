SELECT
    users.id,
    users.username,
    users.role,
    users.display_name,
    users.password_hash,
    users.is_active
FROM sign_ins
INNER JOIN users ON sign_ins.user_id = users.id
WHERE
    sign_ins.id = cast(:id AS UUID)
    AND sign_ins.revoked_at IS NULL
    AND sign_ins.expires_at > now()
