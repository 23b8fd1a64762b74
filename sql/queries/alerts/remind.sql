UPDATE alerts
SET
    pending = 'open',
    channels = '{}'
WHERE
    resolved_at IS NULL
    AND pending IS NULL
    AND kind = any(cast(:kinds AS TEXT[]))
    AND sent_at < now() - make_interval(hours => :quiet_hours);
