UPDATE news_feeds
SET
    asked_at = :asked_at,
    added = 0,
    paused_until = :paused_until,
    problem = :problem,
    failing_since = coalesce(failing_since, :asked_at)
WHERE feed = :feed;
