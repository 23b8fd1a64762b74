-- Alerts as people read them. waiting: a channel is still to be told; error: what the last attempts met.
CREATE VIEW alert_overview AS
SELECT
    alerts.id,
    alerts.kind,
    alerts.subject,
    alerts.title,
    alerts.details,
    alerts.members,
    alerts.session,
    alerts.dag_id,
    alerts.run_id,
    alerts.first_seen,
    alerts.last_seen,
    alerts.times,
    alerts.resolved_at,
    alerts.resolution,
    told.sent_at,
    coalesce(told.channels, '{}') AS channels,
    told.error,
    CASE WHEN alerts.resolved_at IS NULL THEN 'open' ELSE 'resolved' END AS state,
    coalesce(told.is_behind, alerts.resolved_at IS NULL) AS is_waiting
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
    ) AS told;
