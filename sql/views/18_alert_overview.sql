-- Alerts with their deliveries. is_waiting: a delivery is pending; error: the errors of the newest
-- attempts.
CREATE VIEW alert_overview AS
SELECT
    alerts.id,
    alerts.kind,
    alerts.subject,
    alerts.title,
    alerts.details,
    alerts.messages,
    alerts.members,
    alerts.session,
    alerts.dag_id,
    alerts.run_id,
    alerts.first_seen,
    alerts.last_seen,
    alerts.times,
    alerts.resolved_at,
    alerts.resolution,
    delivered.sent_at,
    coalesce(delivered.channels, '{}') AS channels,
    delivered.error,
    CASE WHEN alerts.resolved_at IS NULL THEN 'open' ELSE 'resolved' END AS state,
    coalesce(delivered.is_behind, alerts.resolved_at IS NULL) AS is_waiting
FROM alerts
CROSS JOIN
    LATERAL (
        SELECT
            max(deliveries.sent_at) AS sent_at,
            array_agg(deliveries.channel ORDER BY deliveries.sent_at) FILTER (
                WHERE deliveries.sent_at IS NOT NULL AND deliveries.news_told >= alerts.news
            ) AS channels,
            string_agg(
                deliveries.channel || ': ' || deliveries.error, '; ' ORDER BY deliveries.channel
            ) FILTER (
                WHERE alerts.resolved_at IS NULL OR deliveries.news_told BETWEEN 1 AND alerts.news - 1
            ) AS error,
            bool_or(
                deliveries.news_told < alerts.news
                AND (alerts.resolved_at IS NULL OR deliveries.news_told > 0)
            ) AS is_behind
        FROM alert_deliveries AS deliveries
        WHERE deliveries.alert_id = alerts.id
    ) AS delivered;
