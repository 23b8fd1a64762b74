-- What a newer fact of the same kind and subject takes the place of is over without a word; what is of a
-- later session stays.
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
