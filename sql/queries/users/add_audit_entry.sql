INSERT INTO audit_entries (action, user_id, username, address, request_id, subject, before, after)
VALUES (
    :action,
    cast(:user_id AS UUID),
    :username,
    :address,
    :request_id,
    :subject,
    cast(:before AS JSONB),
    cast(:after AS JSONB)
);
