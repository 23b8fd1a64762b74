UPDATE news_feeds
SET
    etag = :etag,
    last_modified = :last_modified,
    asked_at = :asked_at,
    answered_at = :asked_at,
    listed = CASE WHEN CAST(:listed AS INTEGER) IS NULL THEN listed ELSE :listed END,
    added = :added,
    refused = CASE WHEN CAST(:listed AS INTEGER) IS NULL THEN refused ELSE :refused END,
    paused_until = NULL,
    problem = NULL,
    failing_since = NULL
WHERE feed = :feed;
