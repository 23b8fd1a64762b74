-- A few at a time, and none that another sign-in is about to drop.
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
