-- Alerts as people read them. waiting: somebody is still to be told; failing: a channel refused it.
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
    alerts.sent_at,
    alerts.channels,
    alerts.error,
    CASE WHEN alerts.resolved_at IS NULL THEN 'open' ELSE 'resolved' END AS state,
    alerts.pending IS NOT NULL AS is_waiting
FROM alerts;
