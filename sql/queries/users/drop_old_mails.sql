DELETE FROM mail_outbox
WHERE mail_outbox.ended_at < now() - make_interval(days => :days);
