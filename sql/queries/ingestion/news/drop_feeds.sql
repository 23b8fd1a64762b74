DELETE FROM news_feeds
WHERE NOT feed = ANY(:feeds);
