UPDATE alert_deliveries
SET
    tried_at = now(),
    error = :error
WHERE alert_id = :id AND channel = :channel;
