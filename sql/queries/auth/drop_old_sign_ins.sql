-- A few at a time, and without those that a concurrent sign-in deletes.
DELETE FROM sign_ins
WHERE
    sign_ins.id IN (
        SELECT expired.id
        FROM sign_ins AS expired
        WHERE expired.expires_at < :now
        ORDER BY expired.expires_at
        LIMIT 100
        FOR UPDATE SKIP LOCKED
    )
