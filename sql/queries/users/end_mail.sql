UPDATE mail_outbox
SET
    state = :state,
    error = :error,
    recipient = NULL,
    parameters = '{}',
    ended_at = clock_timestamp()
WHERE id = :id;
