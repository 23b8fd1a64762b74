-- The next alert that is due on a channel, locked until the transaction ends. The lock of a killed process is
-- released at once; the server ends the transaction of a process whose machine is gone. The alert that was
-- tried last comes last, so that a message that the channel always refuses does not block the others.
SET LOCAL idle_in_transaction_session_timeout = '2min';
SELECT
    alerts.id,
    alerts.key,
    alerts.kind,
    alerts.title,
    alerts.details,
    alerts.messages,
    alerts.members,
    deliveries.members_told,
    alerts.session,
    alerts.dag_id,
    alerts.run_id,
    alerts.first_seen,
    alerts.times,
    alerts.resolution,
    alerts.news,
    CASE WHEN alerts.resolved_at IS NULL THEN 'open' ELSE 'resolved' END AS state
FROM alert_deliveries AS deliveries
INNER JOIN alerts ON deliveries.alert_id = alerts.id
WHERE
    deliveries.channel = :channel
    AND CASE
        -- Resolved: due on the channels that have had the alert while it was open.
        WHEN alerts.resolved_at IS NOT NULL THEN deliveries.news_told BETWEEN 1 AND alerts.news - 1
        ELSE
            deliveries.news_told < alerts.news
            OR (
                alerts.kind = any(cast(:repeating AS TEXT[]))
                AND deliveries.sent_at < now() - make_interval(hours => :quiet_hours)
            )
    END
ORDER BY deliveries.tried_at NULLS FIRST, alerts.id
LIMIT 1
FOR UPDATE OF deliveries SKIP LOCKED;
