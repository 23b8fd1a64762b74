SELECT accounts.*
FROM accounts
CROSS JOIN
    LATERAL (
        SELECT
            CASE cast(:sort_by AS TEXT)
                WHEN 'name' THEN lower(accounts.display_name)
                WHEN 'mail' THEN accounts.email
                WHEN 'role' THEN accounts.role
                WHEN 'state' THEN accounts.state
                WHEN 'last_sign_in_at'
                    THEN to_char(accounts.last_sign_in_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
            END AS sort_value
    ) AS ordering
WHERE
    (cast(:role AS TEXT) IS NULL OR accounts.role = :role)
    AND CASE
        WHEN cast(:state AS TEXT) IS NULL THEN accounts.state <> 'deleted'
        ELSE accounts.state = :state
    END
    AND (
        cast(:search AS TEXT) IS NULL
        OR strpos(lower(accounts.username), lower(:search)) > 0
        OR strpos(lower(accounts.display_name), lower(:search)) > 0
        OR strpos(accounts.email, lower(:search)) > 0
    )
ORDER BY
    ordering.sort_value IS NULL ASC,
    CASE WHEN NOT :descending THEN ordering.sort_value END ASC,
    CASE WHEN :descending THEN ordering.sort_value END DESC,
    accounts.username ASC
LIMIT :limit OFFSET :skipped;
