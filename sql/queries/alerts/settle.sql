-- What has become of the alert while it was sent is still to be told: members that joined, or its end.
WITH sent AS (
    SELECT
        alerts.id,
        coalesce(alerts.pending <> :pending, TRUE)
        OR (alerts.resolved_at IS NULL AND NOT alerts.members <@ cast(:members AS TEXT[])) AS has_changed
    FROM alerts
    WHERE alerts.id = :id
    FOR UPDATE
)

UPDATE alerts
SET
    claimed_until = NULL,
    told_members = CASE WHEN :is_told THEN cast(:members AS TEXT[]) ELSE alerts.told_members END,
    sent_at = CASE WHEN :is_told THEN now() ELSE alerts.sent_at END,
    error = cast(:error AS TEXT),
    channels = CASE WHEN sent.has_changed AND :is_told THEN '{}' ELSE alerts.channels END,
    pending = CASE WHEN sent.has_changed OR NOT :is_told THEN alerts.pending END
FROM sent
WHERE alerts.id = sent.id;
