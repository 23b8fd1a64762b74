-- An open alert with the same kind and subject as a newer event is resolved without a message, unless it is
-- of a later session.
UPDATE alerts
SET
    resolved_at = now(),
    resolution = 'superseded',
    news = 0
WHERE
    kind = :kind
    AND subject = :subject
    AND key <> :key
    AND resolved_at IS NULL
    AND coalesce(session <= cast(:session AS DATE), TRUE);
