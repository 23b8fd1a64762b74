-- Told once, if anybody was told of the alert; who sends that at this moment is about to have told.
UPDATE alerts
SET
    resolved_at = now(),
    resolution = :resolution,
    pending = CASE
        WHEN channels <> '{}' OR sent_at IS NOT NULL OR claimed_until > now() THEN 'resolved'
    END,
    channels = '{}',
    error = NULL
WHERE kind = :kind AND subject = :subject AND resolved_at IS NULL;
