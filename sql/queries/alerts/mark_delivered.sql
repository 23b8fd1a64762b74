-- The values are those read before the message was sent: later members, or the resolution, are still due.
UPDATE alert_deliveries
SET
    news_told = :news,
    members_told = cast(:members AS TEXT[]),
    sent_at = now(),
    tried_at = now(),
    error = NULL
WHERE alert_id = :id AND channel = :channel;
