DELETE FROM account_links
WHERE account_links.expires_at < now() - make_interval(days => :days);
