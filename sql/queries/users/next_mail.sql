-- The next mail that is due, locked until the transaction ends. The lock of a killed process is released at
-- once; the server ends the transaction of a process whose machine is gone. The owner is the account that the
-- mail is about, else the account of the address.
SET LOCAL idle_in_transaction_session_timeout = '2min';
SELECT
    mail_outbox.id,
    mail_outbox.kind,
    mail_outbox.recipient,
    mail_outbox.parameters,
    mail_outbox.created_at,
    mail_outbox.attempts,
    owners.id AS owner_id,
    coalesce(owners.is_active, FALSE) AS is_active,
    coalesce(settings.language, mail_outbox.language, 'en') AS language
FROM mail_outbox
LEFT JOIN users AS owners
    ON
        mail_outbox.user_id = owners.id
        OR (mail_outbox.user_id IS NULL AND mail_outbox.recipient = owners.email)
LEFT JOIN user_settings AS settings ON owners.id = settings.user_id
WHERE mail_outbox.state = 'due' AND mail_outbox.next_attempt_at <= now()
ORDER BY mail_outbox.next_attempt_at, mail_outbox.id
LIMIT 1
FOR UPDATE OF mail_outbox SKIP LOCKED;
