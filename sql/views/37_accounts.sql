-- The accounts of people. The hash '!' marks authors who sign in to Airflow only, and deleted accounts.
CREATE VIEW accounts AS
SELECT
    users.id,
    users.username,
    users.display_name,
    users.email,
    users.role,
    CASE
        WHEN users.deleted_at IS NOT NULL THEN 'deleted'
        WHEN users.is_active THEN 'active'
        ELSE 'closed'
    END AS state,
    users.created_at,
    users.last_sign_in_at
FROM users
WHERE users.password_hash <> '!' OR users.deleted_at IS NOT NULL;
