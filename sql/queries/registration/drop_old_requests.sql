DELETE FROM link_requests
WHERE link_requests.requested_at < statement_timestamp() - make_interval(secs => :window);
