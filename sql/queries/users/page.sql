SELECT accounts.*
FROM accounts
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
ORDER BY accounts.username
LIMIT :limit OFFSET :skipped;
