DELETE FROM news_article_tickers
WHERE article_id = :article_id AND kind <> 'vendor';
