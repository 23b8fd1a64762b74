-- As of what was read before it was sent: what has joined since, or its end, is still to be told.
UPDATE alert_deliveries
SET
    news_told = :news,
    members_told = cast(:members AS TEXT[]),
    sent_at = now(),
    tried_at = now(),
    error = NULL
WHERE alert_id = :id AND channel = :channel;
