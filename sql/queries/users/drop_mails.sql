-- Sent mails have no address any more, but say when the account got which kind.
DELETE FROM mail_outbox
WHERE
    mail_outbox.user_id = cast(:user_id AS UUID)
    OR mail_outbox.recipient = (
        SELECT users.email
        FROM users
        WHERE users.id = cast(:user_id AS UUID)
    );
