-- A few at a time, and without those that a concurrent sign-in deletes.
DELETE FROM sign_in_attempts
WHERE
    sign_in_attempts.id IN (
        SELECT expired.id
        FROM sign_in_attempts AS expired
        WHERE expired.attempted_at < statement_timestamp() - make_interval(secs => :window)
        ORDER BY expired.attempted_at
        LIMIT 100
        FOR UPDATE SKIP LOCKED
    )
