DELETE FROM news_articles
WHERE published_at < now() - make_interval(days => :keep_days);
