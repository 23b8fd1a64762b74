UPDATE mail_outbox
SET
    state = 'expired',
    recipient = NULL,
    ended_at = now()
WHERE
    id IN (
        SELECT expired.id
        FROM mail_outbox AS expired
        WHERE expired.state = 'due' AND expired.expires_at < now()
        FOR UPDATE SKIP LOCKED
    );
