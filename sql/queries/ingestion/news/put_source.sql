INSERT INTO news_article_sources (article_id, feed, url) VALUES (:article_id, :feed, :url)
ON CONFLICT DO NOTHING;
