-- What a newer fact of the same kind and subject takes the place of is over without a word.
UPDATE alerts
SET
    resolved_at = now(),
    resolution = 'superseded',
    pending = NULL,
    error = NULL
WHERE kind = :kind AND subject = :subject AND key <> :key AND resolved_at IS NULL;
