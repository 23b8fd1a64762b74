-- Skips a panel that was used again in the meantime. The definitions of its columns stay.
DELETE FROM feature_panels
WHERE content_hash = :content_hash AND last_used_at < now() - make_interval(secs => :seconds)
RETURNING url;
