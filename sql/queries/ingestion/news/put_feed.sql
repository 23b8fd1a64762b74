-- With another address, the feed is another one: its validators, pause and fault do not apply.
INSERT INTO news_feeds (feed, url) VALUES (:feed, :url)
ON CONFLICT (feed) DO UPDATE SET
    url = excluded.url,
    etag = NULL,
    last_modified = NULL,
    paused_until = NULL,
    problem = NULL,
    failing_since = NULL
WHERE news_feeds.url <> excluded.url;
