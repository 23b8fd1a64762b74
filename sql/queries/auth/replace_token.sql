UPDATE sign_ins
SET
    replaced_token = current_token,
    current_token = cast(:token AS UUID),
    issued_at = :now,
    expires_at = :expires_at
WHERE id = cast(:id AS UUID)
