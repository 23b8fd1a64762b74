-- The next alert for a channel, kept from other processes until the transaction ends: what a killed one had
-- is free again at once, and the server ends one whose machine is gone. What was tried last comes last, so
-- that a message that is refused for what it is holds up no other.
SET LOCAL idle_in_transaction_session_timeout = '2min';
SELECT
    alerts.id,
    alerts.key,
    alerts.kind,
    alerts.title,
    alerts.details,
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
        -- Over: for those who know of it.
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
