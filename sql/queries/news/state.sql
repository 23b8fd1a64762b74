-- When a feed has answered last, and a text that changes with every change of the articles.
SELECT
    feeds.refreshed_at,
    concat_ws('/', feeds.refreshed_at, articles.newest_id, articles.oldest) AS version
FROM (SELECT max(answered_at) AS refreshed_at FROM news_feeds) AS feeds
CROSS JOIN (SELECT
    max(id) AS newest_id,
    min(published_at) AS oldest
FROM news_articles) AS articles;
