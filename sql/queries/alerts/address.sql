-- Open alerts are due on every configured channel; the errors of channels that are no longer configured are
-- cleared.
INSERT INTO alert_deliveries (alert_id, channel)
SELECT
    alerts.id,
    channels.name
FROM alerts
CROSS JOIN unnest(cast(:channels AS TEXT[])) AS channels (name)
WHERE alerts.resolved_at IS NULL
ORDER BY alerts.id, channels.name
ON CONFLICT DO NOTHING;

UPDATE alert_deliveries
SET error = NULL
WHERE error IS NOT NULL AND channel <> all(cast(:channels AS TEXT[]));
