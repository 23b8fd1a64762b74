SELECT
    feed,
    url,
    etag,
    last_modified,
    asked_at,
    answered_at,
    listed,
    added,
    refused,
    paused_until,
    problem,
    failing_since
FROM news_feeds
WHERE feed = ANY(:feeds)
ORDER BY feed;
