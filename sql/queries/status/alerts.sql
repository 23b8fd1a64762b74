-- Alerts that a channel refused.
SELECT
    count(*) AS unsent,
    min(alerts.first_seen) AS since
FROM alert_overview AS alerts
WHERE alerts.error IS NOT NULL;
