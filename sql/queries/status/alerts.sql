-- Alerts that a channel refused and that are still to be told.
SELECT
    count(*) AS unsent,
    min(alerts.first_seen) AS since
FROM alert_overview AS alerts
WHERE alerts.is_waiting AND alerts.error IS NOT NULL;
