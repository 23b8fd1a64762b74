UPDATE news_articles SET title = :title, summary = :summary
WHERE id = :article_id;
