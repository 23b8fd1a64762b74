-- Alerts whose delivery to a channel failed.
SELECT
    count(*) AS unsent,
    min(alerts.first_seen) AS since
FROM alert_overview AS alerts
WHERE alerts.error IS NOT NULL;
