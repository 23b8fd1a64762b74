UPDATE mail_outbox
SET
    attempts = attempts + 1,
    error = :error,
    next_attempt_at = clock_timestamp() + make_interval(secs => :wait)
WHERE id = :id;
